import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {IMPORT_FLAGS, ImportCommand} from '../../cli/flags/import-command.js'
import type {Results} from '../../cli/results.js'
import {foundByHand} from '../../lib/index.js'

export default class ImportPool extends ImportCommand {
  static override summary = 'Import a user pool unchanged: its settings go into awsup.yaml, its ids on record.'
  static override description =
    'Reads the pool with its app clients, groups, domain, providers and resource servers, and the identity pool with its roles. Changes nothing on AWS; shows what awsup apply would change next, and why.'
  static override examples = [
    '<%= config.bin %> import pool eu-west-1_AbCdEfGhI --env prod --dry-run',
    '<%= config.bin %> import pool eu-west-1_AbCdEfGhI --env prod --identity-pool eu-west-1:01234567-89ab-cdef-0123-456789abcdef --client web=1example23456789 --yes',
  ]
  static override args = {pool: Args.string({description: 'Id of the user pool.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'The environment that it becomes: dev, prod.'}),
    client: Flags.string({
      summary: 'What an app client is called in awsup.yaml, as name=id (repeatable).',
      multiple: true,
    }),
    region: Flags.string({summary: 'Only checked: the id of a user pool begins with its region.'}),
    ...IMPORT_FLAGS,
  }

  async run(): Promise<Results['import pool']> {
    const {args, flags} = await this.parse(ImportPool)
    const environments = flags.env === undefined ? [] : [flags.env]
    const found = await foundByHand(args.pool)
    return this.takeIn(found, flags, {
      environments,
      clients: flags.client,
      region: flags.region,
    })
  }
}
