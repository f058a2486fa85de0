import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {digestOf, openSecretsFile} from '../../../cli/secrets/secrets-file.js'
import {
  beginRotation,
  endDelivered,
  endErrands,
  endRotation,
  noteDelivery,
  openSession,
  requireIds,
  requireSecretClient,
  type ClientChoice,
  type Project,
} from '../../../lib/index.js'
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
    const project = await this.openProject()
    const choice = {client: args.client, environment: flags.env}
    await requireSecretClient(project, choice)
    if (!flags.finish && !flags.cancel) return this.begin(project, choice, flags['secrets-file'])
    const session = await openSession(project, this.connection)
    return this.show(await endRotation(session, choice, flags.finish ? 'finished' : 'cancelled'))
  }

  private async begin(project: Project, choice: ClientChoice, path: string | undefined): Promise<Rotated> {
    const {client, environment} = choice
    const isOurs = (digest: string): Promise<boolean> =>
      endDelivered(project, this.connection, {
        ...{digest, kind: 'client-secret', name: client, environments: [environment]},
      })
    const file =
      path === undefined ? undefined : await openSecretsFile(path, {isOurs, warn: (message) => this.warn(message)})
    if (file?.isWritten) {
      const clientId = requireIds(project, environment).userPoolClientIds[client] ?? ''
      return this.show({...choice, clientId, state: 'begun', secretsFile: file.path})
    }
    try {
      const session = await openSession(project, this.connection)
      const {rotation, errand} = await beginRotation(session, choice)
      this.afterwards(() => endErrands(session, [errand]))
      if (!file) return this.show(rotation)
      await noteDelivery(session.engine, [errand], digestOf(rotation))
      file.write(rotation)
      return this.show({...choice, clientId: rotation.clientId, state: rotation.state, secretsFile: file.path})
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
