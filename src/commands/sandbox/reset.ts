import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {resetSandbox} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'

export default class SandboxReset extends AwsupCommand<Results['sandbox reset']> {
  static override summary = 'Forget everything in the embedded sandbox of this project, and the records of it.'
  static override examples = ['<%= config.bin %> sandbox reset --yes']
  static override flags = {yes: Flags.boolean({summary: 'Do it without asking.'})}

  async run(): Promise<Results['sandbox reset']> {
    const {flags} = await this.parse(SandboxReset)
    if (!flags.yes) await askToGoOn(this, 'Forget all accounts, pools and users of the sandbox?')
    const reset = await resetSandbox(this.projectDirectory)
    this.print(reset.existed ? 'The sandbox is empty again; awsup.yaml is as it was.' : 'There was no sandbox here.')
    return reset
  }
}
