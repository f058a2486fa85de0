import {AwsupCommand} from '../../cli/command.js'
import {listEnvironments, loadProject, type EnvironmentSummary} from '../../lib/index.js'
import {renderEnvironments} from '../../ui/environments.js'

export default class EnvList extends AwsupCommand<readonly EnvironmentSummary[]> {
  static override summary = 'List the environments of awsup.yaml; no network.'
  static override examples = ['<%= config.bin %> env list']

  async run(): Promise<readonly EnvironmentSummary[]> {
    await this.parse(EnvList)
    const environments = listEnvironments(loadProject({root: this.projectDirectory, target: this.target}))
    this.print(renderEnvironments(environments, this.ink))
    return environments
  }
}
