import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {forgetSessions} from '../../lib/index.js'
import {renderLoggedOut} from '../../ui/project/logged-out.js'

export default class Logout extends AwsupCommand<Results['logout']> {
  static override summary = 'Forget the credentials that awsup keeps on this machine.'
  static override description =
    'awsup credentials and awsup exec keep the short-lived sessions that they make, encrypted in your cache folder, until they end. This deletes those of the project; with --all those of all projects, and the key that encrypts them. What a program was given already works until it ends, an hour at most. Your own credentials are not touched: awsup never keeps them. Running it again does nothing.'
  static override examples = ['<%= config.bin %> logout', '<%= config.bin %> logout --all']
  static override flags = {
    all: Flags.boolean({
      default: false,
      summary: 'Of all projects, with the key in the system keychain or the key file.',
    }),
  }

  async run(): Promise<Results['logout']> {
    const {flags} = await this.parse(Logout)
    const forgotten = await forgetSessions({root: this.projectDirectory, all: flags.all})
    this.print(renderLoggedOut(forgotten))
    return forgotten
  }
}
