import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {diffEnvironments} from '../../lib/index.js'
import {renderEnvironmentDiff} from '../../ui/environments/diff.js'

export default class EnvDiff extends AwsupCommand<Results['env diff']> {
  static override summary = 'Show how two environments differ, in settings and in ids; no network.'
  static override description =
    'Settings are what awsup.yaml asks for, with defaults and placeholders filled in; ids are those on record.'
  static override examples = [
    '<%= config.bin %> env diff dev prod',
    '<%= config.bin %> env diff dev prod --settings --json',
  ]
  static override args = {
    left: Args.string({description: 'Name in awsup.yaml.', required: true}),
    right: Args.string({description: 'Name in awsup.yaml.', required: true}),
  }
  static override flags = {
    ids: Flags.boolean({summary: 'Ids only.', exclusive: ['settings']}),
    settings: Flags.boolean({summary: 'Settings only.', exclusive: ['ids']}),
  }

  async run(): Promise<Results['env diff']> {
    const {args, flags} = await this.parse(EnvDiff)
    const project = await this.openProject()
    const all = await diffEnvironments(project, args.left, args.right)
    const diff = {...all, settings: flags.ids ? [] : all.settings, ids: flags.settings ? [] : all.ids}
    this.print(renderEnvironmentDiff(diff, this.ink))
    return diff
  }
}
