import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {disableUser, openSession, openUser, requireMeant} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'
import {renderUserQuestion} from '../../ui/people/question.js'
import {renderDisabled} from '../../ui/people/standing.js'

export default class UserDisable extends AwsupCommand<Results['user disable']> {
  static override summary = 'Keep an IAM user out: deny everything, make its keys inactive, delete its password.'
  static override description =
    'Attaches AWSDenyAll, which also stops sessions of the user’s own, makes its access keys inactive and deletes its console password. Sessions of roles that it took before go on until they end, 12 hours at most. awsup.yaml and MFA devices stay, and awsup apply leaves the user disabled; awsup user enable lets it in again.'
  static override examples = [
    '<%= config.bin %> user disable alice',
    '<%= config.bin %> user disable alice --env prod --yes',
  ]
  static override args = {name: Args.string({description: 'Name of the user.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Only in this environment (repeatable).', multiple: true}),
    yes: Flags.boolean({summary: 'Disable without asking.'}),
  }

  async run(): Promise<Results['user disable']> {
    const {args, flags} = await this.parse(UserDisable)
    const project = await this.openProject()
    const choice = {name: args.name, environments: flags.env}
    const places = await requireMeant(project, choice)
    if (!flags.yes) await askToGoOn(this, renderUserQuestion('Disable', {project, name: args.name, places}))
    const session = await openSession(project, this.connection)
    const disabled = await disableUser(session, await openUser(session, choice))
    this.print(renderDisabled(disabled))
    return disabled
  }
}
