import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {currentEnvironment, showEnvironment} from '../../lib/index.js'
import {renderEnvironment} from '../../ui/environments/environments.js'

export default class EnvShow extends AwsupCommand<Results['env show']> {
  static override summary = 'Show an environment with all its ids; no network.'
  static override examples = ['<%= config.bin %> env show dev', '<%= config.bin %> env show prod --json']
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml; by default the one that is switched on.'}),
  }

  async run(): Promise<Results['env show']> {
    const {args} = await this.parse(EnvShow)
    const project = await this.openProject()
    const details = showEnvironment(project, args.environment ?? currentEnvironment(project).name)
    const {ids, email, target} = details
    const clients = Object.entries(ids?.userPoolClientIds ?? {}).map(
      ([name, id]) => [`app client ${name}`, id] as const,
    )
    this.print(
      renderEnvironment(
        {
          ...details,
          ids: [
            ['target', target],
            ['e-mail', email],
            ['user pool', ids?.userPoolId],
            ...clients,
            ['identity pool', ids?.identityPoolId],
          ],
        },
        this.ink,
      ),
    )
    return details
  }
}
