import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {readSandboxStatus} from '../../lib/index.js'
import {renderSandboxStatus} from '../../ui/sandbox.js'

export default class SandboxStatusCommand extends AwsupCommand<Results['sandbox status']> {
  static override summary = 'Show what the embedded sandbox of this project holds.'
  static override examples = ['<%= config.bin %> sandbox status']

  async run(): Promise<Results['sandbox status']> {
    await this.parse(SandboxStatusCommand)
    const status = await readSandboxStatus(this.projectDirectory)
    this.print(renderSandboxStatus(status, this.ink))
    return status
  }
}
