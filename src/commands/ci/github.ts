import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {writeWorkflow} from '../../lib/index.js'
import {renderWorkflow} from '../../ui/project/workflow.js'

export default class CiGithub extends AwsupCommand<Results['ci github']> {
  static override summary = 'Write a workflow of GitHub Actions that plans in pull requests and applies on main.'
  static override description =
    'Its jobs have no keys: they take the roles of deployers in awsup.yaml. Pull requests get the plan as a comment. A file that awsup did not write, or that somebody changed since, is refused.'
  static override examples = ['<%= config.bin %> ci github', '<%= config.bin %> ci github --print']
  static override flags = {
    out: Flags.string({
      summary: 'File to write, from the project’s folder on.',
      default: '.github/workflows/awsup.yml',
    }),
    print: Flags.boolean({summary: 'Print the workflow; write nothing.'}),
  }

  async run(): Promise<Results['ci github']> {
    const {flags} = await this.parse(CiGithub)
    const project = await this.openProject()
    const {out, print} = flags
    const written = await writeWorkflow(project, {out, print, version: this.config.version})
    this.print(print ? written.text.trimEnd() : renderWorkflow(written, this.ink))
    return written
  }
}
