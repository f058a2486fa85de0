import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {describeForeign, findForeignJournals, loadStatus} from '../../lib/index.js'
import {renderStatus} from '../../ui/project/status.js'

export default class Status extends AwsupCommand<Results['status']> {
  static override summary = 'Show what is on record, under way, failed and locked, and what to do next.'
  static override description = 'Needs no network, unless the records are in S3.'
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json']

  async run(): Promise<Results['status']> {
    await this.parse(Status)
    const project = await this.openProject()
    const foreign = findForeignJournals(project)
    if (foreign) this.warn(describeForeign(foreign))
    const status = await loadStatus(project, this.connection)
    this.print(renderStatus(status, this.ink))
    return status
  }
}
