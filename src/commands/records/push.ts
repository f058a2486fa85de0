import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {pushRecords} from '../../lib/index.js'
import {requireTyped} from '../../ui/ask/ask.js'
import {renderMoved} from '../../ui/project/records.js'

export default class RecordsPush extends AwsupCommand<Results['records push']> {
  static override summary = 'Bring the records of this folder to the place in S3 that awsup.yaml names.'
  static override description =
    'For who moves from files to S3. The bucket must be there. Other records in it are overwritten only when the name of the bucket is given with --confirm.'
  static override examples = [
    '<%= config.bin %> records push',
    '<%= config.bin %> records push --confirm acme-awsup --json',
  ]
  static override flags = {
    confirm: Flags.string({
      summary: 'Overwrite other records: the name of the bucket, typed out.',
      helpValue: '<name>',
    }),
  }

  async run(): Promise<Results['records push']> {
    const {flags} = await this.parse(RecordsPush)
    const project = await this.openProject()
    const {confirm} = flags
    const {records} = project.manifest
    if (confirm !== undefined && records) requireTyped(confirm, records.bucket)
    const moved = await pushRecords(project, {...this.connection, overwrite: confirm !== undefined})
    this.print(renderMoved(moved))
    return moved
  }
}
