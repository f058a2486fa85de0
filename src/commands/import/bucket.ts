import * as Args from '@oclif/core/args'
import {DATA_FLAGS, ImportCommand} from '../../cli/flags/import-command.js'
import type {Results} from '../../cli/results.js'

export default class ImportBucket extends ImportCommand {
  static override summary =
    'Import a bucket of S3 with its objects: its settings go into awsup.yaml, its name on record.'
  static override description =
    'Reads the bucket with its public access, policy, ownership, encryption, CORS, lifecycle, versions and tags, and no object. Adds awsup’s tags to it and changes nothing else on AWS; shows what awsup apply would change next, and why. What awsup.yaml cannot say stays as it is and is named; where awsup would cut off those who use it, it is refused.'
  static override examples = [
    '<%= config.bin %> import bucket acme-uploads --env dev --dry-run',
    '<%= config.bin %> import bucket acme-uploads-x7k2p9 --env prod --as uploads --yes',
  ]
  static override args = {bucket: Args.string({description: 'Name of the bucket on AWS.', required: true})}
  static override flags = DATA_FLAGS

  async run(): Promise<Results['import bucket']> {
    const {args, flags} = await this.parse(ImportBucket)
    return this.takeData('bucket', args.bucket, flags)
  }
}
