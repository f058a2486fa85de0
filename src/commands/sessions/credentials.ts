import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import {readWish, SESSION_FLAGS} from '../../cli/flags/session-flags.js'
import type {Results} from '../../cli/results.js'
import {openCredentials, renderCredentialProcess} from '../../lib/index.js'

export default class Credentials extends AwsupCommand<Results['credentials']> {
  static override summary = 'Print short-lived credentials of an environment, as credential_process asks for them.'
  static override description = `awsup profiles sync writes profiles like this one into ~/.aws/config, and every AWS client can use the environment:

[profile acme-dev]
credential_process = awsup credentials dev --project-dir /path/to/project
region = eu-west-1`
  static override examples = ['<%= config.bin %> credentials dev']
  static override args = {environment: Args.string({description: 'Name in awsup.yaml.', required: true})}
  static override flags = SESSION_FLAGS

  async run(): Promise<Results['credentials']> {
    const {args, flags} = await this.parse(Credentials)
    const project = await this.openProject()
    const credentials = await openCredentials(project, args.environment, {...this.connection, wish: readWish(flags)})
    const document = await renderCredentialProcess(credentials)
    if (!flags.json) this.printInstead(document)
    return document
  }
}
