import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {currentEnvironment, findInterruptedSwitch} from '../../lib/index.js'

export default class EnvCurrent extends AwsupCommand<Results['env current']> {
  static override summary = 'Print the name of the environment that is switched on; no network.'
  static override examples = ['<%= config.bin %> env current']

  async run(): Promise<Results['env current']> {
    await this.parse(EnvCurrent)
    const project = await this.openProject()
    const environment = currentEnvironment(project)
    const interrupted = findInterruptedSwitch(project)
    if (interrupted) this.warn(interrupted.message)
    this.print(environment.name)
    return environment
  }
}
