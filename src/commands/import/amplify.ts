import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {IMPORT_FLAGS, ImportCommand} from '../../cli/flags/import-command.js'
import type {Results} from '../../cli/results.js'
import {readAmplify} from '../../lib/index.js'

export default class ImportAmplify extends ImportCommand {
  static override summary = 'Import the user pools of an Amplify project, Gen 1 or Gen 2.'
  static override description =
    'Reads ids alone from what Amplify wrote (amplify_outputs.json; amplify/backend/amplify-meta.json, amplify/team-provider-info.json, src/aws-exports.js: as data, never run), and settings from AWS itself. Changes neither. From then on awsup env switch writes the file that the application reads.'
  static override examples = [
    '<%= config.bin %> import amplify --env dev --dry-run',
    '<%= config.bin %> import amplify ../app --env dev --yes',
  ]
  static override args = {
    source: Args.string({description: 'Folder of the project, or one of its files.', default: '.'}),
  }
  static override flags = {
    env: Flags.string({
      summary: 'The environment that it becomes (repeatable); by default each that Gen 1 names.',
      multiple: true,
    }),
    ...IMPORT_FLAGS,
  }

  async run(): Promise<Results['import amplify']> {
    const {args, flags} = await this.parse(ImportAmplify)
    const found = await readAmplify(args.source, this.projectDirectory)
    return this.takeIn(found, flags, {environments: flags.env ?? []})
  }
}
