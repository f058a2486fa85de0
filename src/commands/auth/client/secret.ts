import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {openSecretsFile} from '../../../cli/secrets-file.js'
import {loadProject, openSession, readClientSecret, requireSecretClient} from '../../../lib/index.js'
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
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const choice = {client: args.client, environment: flags.env}
    await requireSecretClient(project, choice)
    const file = flags['secrets-file'] === undefined ? undefined : openSecretsFile(flags['secrets-file'])
    try {
      const read = await readClientSecret(await openSession(project, this.connection), choice)
      if (!file) return this.show(read)
      file.write(read)
      return this.show({...choice, clientId: read.clientId, secrets: read.secrets, secretsFile: file.path})
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  private show(read: Read): Read {
    this.print(renderClientSecret(read, this.ink))
    return read
  }
}
