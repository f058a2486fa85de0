import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import {COMPLETIONS, renderInstall, SHELLS} from '../../cli/complete/scripts/scripts.js'
import type {Results} from '../../cli/results.js'

export default class Completion extends AwsupCommand<Results['completion']> {
  static override summary = 'Print the script that completes awsup’s commands, flags and names when you press Tab.'
  static override description = `Completes offline: names come from awsup.yaml. To install it:

${renderInstall()}`
  static override examples = [
    '<%= config.bin %> completion',
    '<%= config.bin %> completion bash',
    '<%= config.bin %> completion zsh > ~/.zfunc/_awsup',
  ]
  static override args = {
    shell: Args.string({
      description: 'Shell; how to install the scripts is shown when absent.',
      options: [...SHELLS],
    }),
  }

  async run(): Promise<Results['completion']> {
    const {args} = await this.parse(Completion)
    const shell = SHELLS.find((name) => name === args.shell)
    if (!shell) {
      this.print(renderInstall())
      return {install: SHELLS.map((name) => ({shell: name, lines: COMPLETIONS[name].install}))}
    }
    const {script, install} = COMPLETIONS[shell]
    this.print(script)
    return {script, install: [{shell, lines: install}]}
  }
}
