import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {IMPORT_FLAGS, ImportCommand} from '../../cli/flags/import-command.js'
import type {Results} from '../../cli/results.js'
import {readTerraform} from '../../lib/index.js'

export default class ImportTerraform extends ImportCommand {
  static override summary = 'Import the user pools that Terraform made: from its state, or from its outputs.'
  static override description =
    'Reads ids alone from the file, and settings from AWS itself. Neither the file nor AWS is changed: take the resources out of Terraform (a removed block) once awsup looks after them.'
  static override examples = [
    '<%= config.bin %> import terraform terraform.tfstate --env dev',
    '<%= config.bin %> import terraform outputs.json --env dev --dry-run',
    '<%= config.bin %> import terraform --env dev=eu-west-1_AbCdEfGhI --env prod=eu-west-1_JkLmNoPqR --yes',
  ]
  static override args = {
    source: Args.string({
      description: 'A state, what terraform show -json or output -json prints, or a folder with a terraform.tfstate.',
      default: '.',
    }),
  }
  static override flags = {
    env: Flags.string({
      summary: 'The environment that a pool becomes (repeatable); env=<user pool id> where there are several pools.',
      multiple: true,
    }),
    ...IMPORT_FLAGS,
  }

  async run(): Promise<Results['import terraform']> {
    const {args, flags} = await this.parse(ImportTerraform)
    return this.takeIn(await readTerraform(args.source), flags, {environments: flags.env ?? []})
  }
}
