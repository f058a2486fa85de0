import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {loadProject, openSession, readOrganization} from '../../lib/index.js'
import {renderOrganization} from '../../ui/organization.js'

export default class OrgShow extends AwsupCommand<Results['org show']> {
  static override summary =
    'Show the organization as a tree: units, accounts with their state, environments with their ids.'
  static override examples = ['<%= config.bin %> org show', '<%= config.bin %> org show --json']

  async run(): Promise<Results['org show']> {
    await this.parse(OrgShow)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const tree = await readOrganization(await openSession(project, this.connection))
    this.print(renderOrganization(tree, project.target, this.ink))
    return tree
  }
}
