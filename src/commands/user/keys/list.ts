import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {listUserKeys, openSession, requireEnvironments, requireMeant} from '../../../lib/index.js'
import {renderKeys} from '../../../ui/people/keys.js'

export default class UserKeysList extends AwsupCommand<Results['user keys list']> {
  static override summary = 'List the access keys of IAM users: their age, and when and for what they were last used.'
  static override description =
    'Never a secret: AWS shows it only once, when a key is made. AWS tells the last use with a delay of some minutes.'
  static override examples = [
    '<%= config.bin %> user keys list',
    '<%= config.bin %> user keys list alice --env dev --json',
  ]
  static override args = {name: Args.string({description: 'Name of the user; all users when absent.'})}
  static override flags = {env: Flags.string({summary: 'Only this environment (repeatable).', multiple: true})}

  async run(): Promise<Results['user keys list']> {
    const {args, flags} = await this.parse(UserKeysList)
    const {name} = args
    const project = await this.openProject()
    if (flags.env) requireEnvironments(project, flags.env)
    if (name !== undefined) await requireMeant(project, {name, environments: flags.env})
    const session = await openSession(project, this.connection)
    const users = await listUserKeys(session, {name, environments: flags.env})
    this.print(renderKeys(users, this.ink))
    return users
  }
}
