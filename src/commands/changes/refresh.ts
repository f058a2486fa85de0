import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSession, refreshRecords, requireEnvironments} from '../../lib/index.js'
import {renderRefreshed} from '../../ui/project/refreshed.js'

export default class Refresh extends AwsupCommand<Results['refresh']> {
  static override summary = 'Rebuild the records from AWS by tags and names; changes nothing on AWS.'
  static override description =
    'For records that were lost or damaged (move the damaged file away first), or when somebody worked on AWS by hand.'
  static override examples = ['<%= config.bin %> refresh', '<%= config.bin %> refresh --env dev --json']
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable), with what it needs.', multiple: true}),
  }

  async run(): Promise<Results['refresh']> {
    const {flags} = await this.parse(Refresh)
    const project = await this.openProject()
    const environments = flags.env && requireEnvironments(project, flags.env)
    const refreshed = await refreshRecords(await openSession(project, this.connection), {environments})
    this.print(renderRefreshed(refreshed, this.ink))
    return refreshed
  }
}
