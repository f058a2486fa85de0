import * as Args from '@oclif/core/args'
import {DATA_FLAGS, ImportCommand} from '../../cli/flags/import-command.js'
import type {Results} from '../../cli/results.js'

export default class ImportTable extends ImportCommand {
  static override summary =
    'Import a table of DynamoDB with its items: its settings go into awsup.yaml, its name on record.'
  static override description =
    'Reads the table with its keys, indexes, time to live, stream, protection and tags, and no item. Adds awsup’s tags to it and changes nothing else on AWS; shows what awsup apply would change next, and why. What awsup.yaml cannot say stays as it is and is named; where awsup would cut off those who use it, it is refused.'
  static override examples = [
    '<%= config.bin %> import table todos --env dev --dry-run',
    '<%= config.bin %> import table Todo-x7k2p9-prod --env prod --as todos --yes',
  ]
  static override args = {table: Args.string({description: 'Name of the table on AWS.', required: true})}
  static override flags = DATA_FLAGS

  async run(): Promise<Results['import table']> {
    const {args, flags} = await this.parse(ImportTable)
    return this.takeData('table', args.table, flags)
  }
}
