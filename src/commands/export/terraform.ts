import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {exportTerraform, openSession, requireEnvironments, requireExportFolder} from '../../lib/index.js'
import {renderExport} from '../../ui/imports/exported.js'

export default class ExportTerraform extends AwsupCommand<Results['export terraform']> {
  static override summary = 'Write everything on record as Terraform’s configuration, with blocks that import it.'
  static override description =
    'One folder for the organization, one for each environment, with what AWS says now. Terraform’s first plan imports all of it and changes nothing. Changes nothing on AWS, and writes no secret.'
  static override examples = [
    '<%= config.bin %> export terraform',
    '<%= config.bin %> export terraform --out infra --env dev',
  ]
  static override flags = {
    out: Flags.string({summary: 'Folder to write to.', default: 'terraform', helpValue: '<folder>'}),
    env: Flags.string({summary: 'Only this environment (repeatable), and the organization.', multiple: true}),
    force: Flags.boolean({summary: 'Write over files that awsup did not write, or that were edited since.'}),
  }

  async run(): Promise<Results['export terraform']> {
    const {flags} = await this.parse(ExportTerraform)
    const project = await this.openProject()
    const out = await requireExportFolder(project, flags.out)
    const environments = flags.env && requireEnvironments(project, flags.env)
    const session = await openSession(project, this.connection)
    const exported = await exportTerraform(session, {out, environments, force: flags.force})
    this.print(renderExport(exported, this.ink))
    return exported
  }
}
