import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {pullRecords} from '../../lib/index.js'
import {renderMoved} from '../../ui/project/records.js'

export default class RecordsPull extends AwsupCommand<Results['records pull']> {
  static override summary = 'Refresh the local copy of records that are kept in S3.'
  static override description =
    'env switch, env list and env show read the local copy and need no network. Every run that writes refreshes it; this does it without writing.'
  static override examples = ['<%= config.bin %> records pull', '<%= config.bin %> records pull --json']

  async run(): Promise<Results['records pull']> {
    await this.parse(RecordsPull)
    const project = await this.openProject()
    const moved = await pullRecords(project, this.connection)
    this.print(renderMoved(moved))
    return moved
  }
}
