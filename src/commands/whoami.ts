import {AwsupCommand} from '../cli/command.js'
import type {Results} from '../cli/results.js'
import {loadProject, openProjectDoor, readIdentity} from '../lib/index.js'
import {renderFacts} from '../ui/facts.js'

export default class Whoami extends AwsupCommand<Results['whoami']> {
  static override summary = 'Show whose credentials awsup would use.'
  static override examples = ['<%= config.bin %> whoami', '<%= config.bin %> whoami --profile acme --json']

  async run(): Promise<Results['whoami']> {
    await this.parse(Whoami)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const identity = await readIdentity(await openProjectDoor(project, this.connection), project)
    this.print(renderFacts({...identity}, this.ink))
    return identity
  }
}
