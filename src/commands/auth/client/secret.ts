import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {digestOf, openSecretsFile} from '../../../cli/secrets/secrets-file.js'
import {openSession, readClientSecret, requireSecretClient} from '../../../lib/index.js'
import {renderClientSecret} from '../../../ui/auth.js'

type Read = Results['auth client secret']

export default class AuthClientSecret extends AwsupCommand<Read> {
  static override summary = 'Show the secret of an app client that keeps one, or write it to a file.'
  static override description =
    'AWS makes the secret of a client of type server or machine, and awsup keeps none: this asks AWS for it, so that it can be put where the application reads it. It is shown, or written to --secrets-file for its owner alone.'
  static override examples = [
    '<%= config.bin %> auth client secret site --env dev',
    '<%= config.bin %> auth client secret site --env prod --secrets-file site.json',
  ]
  static override args = {client: Args.string({description: 'Its name in awsup.yaml.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Environment.', required: true}),
    'secrets-file': Flags.string({summary: 'New file for the secret (mode 0600), instead of showing it.'}),
  }

  async run(): Promise<Read> {
    const {args, flags} = await this.parse(AuthClientSecret)
    const project = await this.openProject()
    const choice = {client: args.client, environment: flags.env}
    await requireSecretClient(project, choice)
    const path = flags['secrets-file']
    const read = async (): Promise<Read> => readClientSecret(await openSession(project, this.connection), choice)
    if (path === undefined) return this.show(await read())
    // A file that holds just this was written by the same command.
    const file = await openSecretsFile(path, {
      isOurs: async (digest) => digest === digestOf(await read()),
      warn: (message) => this.warn(message),
    })
    try {
      const found = await read()
      file.write(found)
      return this.show({...choice, clientId: found.clientId, secrets: found.secrets, secretsFile: file.path})
    } catch (error) {
      file.discard()
      throw error
    }
  }

  private show(read: Read): Read {
    this.print(renderClientSecret(read, this.ink))
    return read
  }
}
