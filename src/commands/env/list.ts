import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {listEnvironments} from '../../lib/index.js'
import {renderEnvironments} from '../../ui/environments/environments.js'

export default class EnvList extends AwsupCommand<Results['env list']> {
  static override summary = 'List the environments of awsup.yaml; no network.'
  static override examples = ['<%= config.bin %> env list']

  async run(): Promise<Results['env list']> {
    await this.parse(EnvList)
    const environments = listEnvironments(await this.openProject())
    this.print(renderEnvironments(environments, this.ink))
    return environments
  }
}
