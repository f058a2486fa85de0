import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {hasManifest, openDoorWithoutProject, openProjectDoor, readIdentity} from '../../lib/index.js'
import {tellRoles} from '../../ui/people/held.js'
import {renderFacts} from '../../ui/text/facts.js'

export default class Whoami extends AwsupCommand<Results['whoami']> {
  static override summary = 'Show whose credentials awsup would use.'
  static override description = 'Needs no awsup.yaml: ask before `awsup org init` which account it would work in.'
  static override examples = ['<%= config.bin %> whoami', '<%= config.bin %> whoami --profile acme --json']

  async run(): Promise<Results['whoami']> {
    await this.parse(Whoami)
    const identity = await this.readIdentity()
    const {roles, ...facts} = identity
    this.print(renderFacts({...facts, roles: tellRoles(roles)}, this.ink))
    return identity
  }

  private async readIdentity(): Promise<Results['whoami']> {
    const root = this.projectDirectory
    if (await hasManifest(root)) {
      const project = await this.openProject()
      return readIdentity(await openProjectDoor(project, this.connection), {target: project.target, project})
    }
    const place = {root, target: this.target ?? 'aws'} as const
    return readIdentity(await openDoorWithoutProject(place, this.connection), place)
  }
}
