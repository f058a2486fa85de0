import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {openSecretsFile} from '../../../cli/secrets-file.js'
import {beginRotation, endRotation, loadProject, openSession, requireSecretClient} from '../../../lib/index.js'
import {renderRotation} from '../../../ui/auth.js'

type Rotated = Results['auth client rotate-secret']

export default class AuthClientRotateSecret extends AwsupCommand<Rotated> {
  static override summary = 'Give an app client a second secret, and later take the first one away.'
  static override description =
    'Begin: the new secret is shown once, or written to --secrets-file for its owner alone; the old one stays good. Put the new one into the application, then --finish. Where the new one was lost before anybody used it, --cancel takes it away again. awsup keeps none of them.'
  static override examples = [
    '<%= config.bin %> auth client rotate-secret site --env prod --secrets-file site.json',
    '<%= config.bin %> auth client rotate-secret site --env prod --finish',
  ]
  static override args = {client: Args.string({description: 'Its name in awsup.yaml.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Environment.', required: true}),
    'secrets-file': Flags.string({
      summary: 'New file for the secret (mode 0600), instead of showing it.',
      exclusive: ['finish', 'cancel'],
    }),
    finish: Flags.boolean({summary: 'Take the older secret away.', exclusive: ['cancel']}),
    cancel: Flags.boolean({summary: 'Take the newer secret away.'}),
  }

  async run(): Promise<Rotated> {
    const {args, flags} = await this.parse(AuthClientRotateSecret)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const choice = {client: args.client, environment: flags.env}
    await requireSecretClient(project, choice)
    const file = flags['secrets-file'] === undefined ? undefined : openSecretsFile(flags['secrets-file'])
    try {
      const session = await openSession(project, this.connection)
      const done =
        flags.finish || flags.cancel
          ? await endRotation(session, choice, flags.finish ? 'finished' : 'cancelled')
          : await beginRotation(session, choice)
      if (!file) return this.show(done)
      file.write(done)
      return this.show({...choice, clientId: done.clientId, state: done.state, secretsFile: file.path})
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  private show(done: Rotated): Rotated {
    this.print(renderRotation(done, this.ink))
    return done
  }
}
