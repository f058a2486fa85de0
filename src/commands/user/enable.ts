import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {enableUser, openSession, openUser, requireMeant} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'
import {renderUserQuestion} from '../../ui/people/question.js'
import {renderEnabled} from '../../ui/people/standing.js'

export default class UserEnable extends AwsupCommand<Results['user enable']> {
  static override summary = 'Let an IAM user in again that was disabled.'
  static override description =
    'Detaches AWSDenyAll. Access keys stay inactive unless --keys is given, which makes all of them active again. A new console password is made by awsup user reset.'
  static override examples = ['<%= config.bin %> user enable alice', '<%= config.bin %> user enable ci --keys --yes']
  static override args = {name: Args.string({description: 'Name of the user.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Only in this environment (repeatable).', multiple: true}),
    keys: Flags.boolean({summary: 'Also make its access keys active again, all of them.'}),
    yes: Flags.boolean({summary: 'Enable without asking.'}),
  }

  async run(): Promise<Results['user enable']> {
    const {args, flags} = await this.parse(UserEnable)
    const project = await this.openProject()
    const choice = {name: args.name, environments: flags.env}
    const places = await requireMeant(project, choice)
    if (!flags.yes) await askToGoOn(this, renderUserQuestion('Enable', {project, name: args.name, places}))
    const session = await openSession(project, this.connection)
    const enabled = await enableUser(session, await openUser(session, choice), {keys: flags.keys})
    this.print(renderEnabled(enabled))
    return enabled
  }
}
