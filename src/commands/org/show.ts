import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSession, readOrganization, readOrganizationPicture} from '../../lib/index.js'
import {renderOrganization} from '../../ui/organization/text.js'

export default class OrgShow extends AwsupCommand<Results['org show']> {
  static override summary =
    'Show the organization as a tree: units, accounts with their state, environments with their ids.'
  static override description =
    'The other formats also show roles, and who may assume them. tree is plain text, at most 60 columns wide. GitHub draws mermaid in Markdown. svg and html open without a network, in light or dark mode.'
  static override examples = [
    '<%= config.bin %> org show',
    '<%= config.bin %> org show --json',
    '<%= config.bin %> org show --format svg > organization.svg',
  ]
  static override flags = {
    format: Flags.option({
      summary: 'What to print; --json prints the same with each.',
      options: ['text', 'tree', 'mermaid', 'svg', 'html'] as const,
      default: 'text' as const,
    })(),
  }

  async run(): Promise<Results['org show']> {
    const {flags} = await this.parse(OrgShow)
    const project = await this.openProject()
    const session = await openSession(project, this.connection)
    if (flags.format === 'text') {
      const tree = await readOrganization(session)
      this.print(renderOrganization(tree, project.target, this.ink))
      return tree
    }
    const picture = await readOrganizationPicture(session)
    const {ORGANIZATION_FORMATS} = await import('../../ui/organization/formats.js')
    this.printWhole(ORGANIZATION_FORMATS[flags.format](picture))
    return picture.tree
  }
}
