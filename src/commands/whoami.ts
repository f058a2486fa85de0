import {AwsupCommand} from '../cli/command.js'
import {loadProject, openProjectDoor, readIdentity, type Identity} from '../lib/index.js'
import {renderFacts} from '../ui/facts.js'

export default class Whoami extends AwsupCommand<Identity> {
  static override summary = 'Show whose credentials awsup would use.'
  static override examples = ['<%= config.bin %> whoami', '<%= config.bin %> whoami --profile acme --json']

  async run(): Promise<Identity> {
    await this.parse(Whoami)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const identity = await readIdentity(await openProjectDoor(project, this.connection), project)
    this.print(renderFacts({...identity}, this.ink))
    return identity
  }
}
