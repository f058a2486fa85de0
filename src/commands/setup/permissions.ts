import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {hasManifest, loadProject, makeEnvironmentPolicy, makeOperatorPolicy} from '../../lib/index.js'

export default class Permissions extends AwsupCommand<Results['permissions']> {
  static override summary = 'Print the IAM policy that the operator of awsup needs in the management account.'
  static override description =
    'In the accounts of environments awsup acts as OrganizationAccountAccessRole, which AWS makes with every account. The policy depends on awsup.yaml: it covers environments that live in the management account, the roles by which accounts are entered, and records in S3. With --env it is the policy that the role of this environment’s account needs, where awsup.yaml names one.'
  static override examples = [
    '<%= config.bin %> permissions > awsup-operator.json',
    '<%= config.bin %> permissions --env legacy > legacy-role.json',
  ]
  static override flags = {
    env: Flags.string({summary: 'Print the policy for the role by which this environment’s account is entered.'}),
  }

  async run(): Promise<Results['permissions']> {
    const {flags} = await this.parse(Permissions)
    const root = this.projectDirectory
    // The operator needs the policy before there is a project, too.
    const isProject = flags.env !== undefined || (await hasManifest(root))
    const project = isProject ? loadProject({root, target: this.target}) : undefined
    const policy =
      project && flags.env !== undefined
        ? await makeEnvironmentPolicy(project, flags.env)
        : await makeOperatorPolicy(project?.manifest)
    this.print(JSON.stringify(policy, undefined, 2))
    return policy
  }
}
