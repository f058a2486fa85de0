import {AwsupCommand} from '../cli/command.js'
import type {Results} from '../cli/results.js'
import {makeOperatorPolicy} from '../lib/index.js'

export default class Permissions extends AwsupCommand<Results['permissions']> {
  static override summary = 'Print the IAM policy that whoever runs awsup needs in the management account.'
  static override description =
    'In the environments’ accounts awsup acts as OrganizationAccountAccessRole, which AWS makes with every account.'
  static override examples = ['<%= config.bin %> permissions > awsup-operator.json']

  async run(): Promise<Results['permissions']> {
    await this.parse(Permissions)
    const policy = await makeOperatorPolicy()
    this.print(JSON.stringify(policy, undefined, 2))
    return policy
  }
}
