import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  hasManifest,
  makeEnvironmentPolicy,
  makeImportPolicy,
  makeOperatorPolicy,
  type Project,
} from '../../lib/index.js'

export default class Permissions extends AwsupCommand<Results['permissions']> {
  static override summary = 'Print the IAM policy that the operator of awsup needs in the management account.'
  static override description =
    'In the accounts of environments awsup acts as OrganizationAccountAccessRole, which AWS makes with every account. The policy depends on awsup.yaml: it covers environments that live in the management account, the roles by which accounts are entered, and records in S3. With --env it is the policy that the role of this environment’s account needs, where awsup.yaml names one. With --import it is what awsup import table and awsup import bucket need in addition: to read the settings of every table and bucket there, and to tag them.'
  static override examples = [
    '<%= config.bin %> permissions > awsup-operator.json',
    '<%= config.bin %> permissions --env legacy > legacy-role.json',
    '<%= config.bin %> permissions --import',
  ]
  static override flags = {
    env: Flags.string({summary: 'Print the policy for the role by which this environment’s account is entered.'}),
    import: Flags.boolean({summary: 'Print the additional policy for importing tables and buckets.'}),
  }

  async run(): Promise<Results['permissions']> {
    const {flags} = await this.parse(Permissions)
    const root = this.projectDirectory
    // The operator needs the policy before there is a project, too.
    const isProject = flags.env !== undefined || (await hasManifest(root))
    const project = isProject ? await this.openProject() : undefined
    const policy = await this.make(project, flags)
    this.print(JSON.stringify(policy, undefined, 2))
    return policy
  }

  private make(project: Project | undefined, {env, import: imports}: {env: string | undefined; import: boolean}) {
    if (imports) return makeImportPolicy(project, env)
    return project && env !== undefined ? makeEnvironmentPolicy(project, env) : makeOperatorPolicy(project?.manifest)
  }
}
