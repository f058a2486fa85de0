import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {diffAuth, openSession, requireEnvironments} from '../../lib/index.js'
import {renderAuthDiff} from '../../ui/auth.js'

export default class AuthDiff extends AwsupCommand<Results['auth diff']> {
  static override summary = 'Settings of sign-in that differ between two environments on AWS; ids are none.'
  static override examples = ['<%= config.bin %> auth diff dev prod', '<%= config.bin %> auth diff dev prod --json']
  static override args = {
    first: Args.string({description: 'An environment.', required: true}),
    second: Args.string({description: 'Another one.', required: true}),
  }

  async run(): Promise<Results['auth diff']> {
    const {args} = await this.parse(AuthDiff)
    const project = await this.openProject()
    requireEnvironments(project, [args.first, args.second])
    const session = await openSession(project, this.connection)
    const diff = await diffAuth(session, args.first, args.second)
    this.print(renderAuthDiff(diff, this.ink))
    return diff
  }
}
