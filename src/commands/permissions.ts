import {AwsupCommand} from '../cli/command.js'
import type {Results} from '../cli/results.js'
import {hasManifest, loadProject, makeOperatorPolicy} from '../lib/index.js'

export default class Permissions extends AwsupCommand<Results['permissions']> {
  static override summary = 'Print the IAM policy that whoever runs awsup needs in the management account.'
  static override description =
    'In the environments’ accounts awsup acts as OrganizationAccountAccessRole, which AWS makes with every account. Where awsup.yaml keeps the records in S3, the policy has what they take.'
  static override examples = ['<%= config.bin %> permissions > awsup-operator.json']

  async run(): Promise<Results['permissions']> {
    await this.parse(Permissions)
    const root = this.projectDirectory
    // Asked for before there is a project, too.
    const project = (await hasManifest(root)) ? loadProject({root, target: this.target}) : undefined
    const policy = await makeOperatorPolicy(project?.manifest.records)
    this.print(JSON.stringify(policy, undefined, 2))
    return policy
  }
}
