import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {logIn} from '../../lib/index.js'
import {tellRoles} from '../../ui/people/held.js'
import {renderFacts} from '../../ui/text/facts.js'

export default class Login extends AwsupCommand<Results['login']> {
  static override summary = 'Open a session with a code of your MFA device, from which your roles are assumed.'
  static override description =
    'For colleagues to whom awsup.yaml gives roles. The session lasts eight hours and is kept encrypted on this machine, so that exec, credentials, profiles and the other commands ask for no code until it ends. awsup logout forgets it. Other commands ask for the code themselves where they can.'
  static override examples = ['<%= config.bin %> login', '<%= config.bin %> login --profile jane --mfa-code 123456']

  async run(): Promise<Results['login']> {
    await this.parse(Login)
    const project = await this.openProject()
    const session = await logIn(project, this.connection)
    const {roles, ...facts} = session
    this.print(renderFacts({...facts, roles: tellRoles(roles)}, this.ink))
    return session
  }
}
