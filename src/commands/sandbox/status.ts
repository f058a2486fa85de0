import {AwsupCommand} from '../../cli/command.js'
import {readSandboxStatus, type SandboxStatus} from '../../lib/index.js'
import {renderSandboxStatus} from '../../ui/sandbox.js'

export default class SandboxStatusCommand extends AwsupCommand<SandboxStatus> {
  static override summary = 'Show what the embedded sandbox of this project holds.'
  static override examples = ['<%= config.bin %> sandbox status']

  async run(): Promise<SandboxStatus> {
    await this.parse(SandboxStatusCommand)
    const status = await readSandboxStatus(this.projectDirectory)
    this.print(renderSandboxStatus(status, this.ink))
    return status
  }
}
