import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {loadProject, switchEnvironment} from '../../lib/index.js'
import {renderSwitched} from '../../ui/environments.js'

export default class EnvSwitch extends AwsupCommand<Results['env switch']> {
  static override summary = 'Point the front end at an environment: writes the outputs of awsup.yaml; no network.'
  static override examples = ['<%= config.bin %> env switch dev', '<%= config.bin %> env switch prod --json']
  static override args = {environment: Args.string({description: 'Name in awsup.yaml.', required: true})}

  async run(): Promise<Results['env switch']> {
    const {args} = await this.parse(EnvSwitch)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const switched = await switchEnvironment(project, args.environment)
    this.print(renderSwitched(switched, this.ink))
    return switched
  }
}
