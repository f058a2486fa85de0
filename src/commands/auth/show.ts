import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSession, readAuth, requireEnvironments, type AuthShown} from '../../lib/index.js'
import {renderAuth} from '../../ui/auth.js'

export default class AuthShow extends AwsupCommand<Results['auth show']> {
  static override summary =
    'Show user pools with clients, domain, providers and groups as they are on AWS, compared with awsup.yaml.'
  static override examples = ['<%= config.bin %> auth show --env dev', '<%= config.bin %> auth show --json']
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable).', multiple: true}),
  }

  async run(): Promise<Results['auth show']> {
    const {flags} = await this.parse(AuthShow)
    const project = await this.openProject()
    const environments = requireEnvironments(project, flags.env)
    const session = await openSession(project, this.connection)
    const shown: AuthShown[] = []
    for (const environment of environments) shown.push(await readAuth(session, environment))
    this.print(shown.map((one) => renderAuth(one, this.ink)).join('\n\n'))
    return shown
  }
}
