import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {pickEnvironment, readAccessPage, showAccess} from '../../lib/index.js'
import {renderAccess} from '../../ui/access/text.js'

export default class AccessShow extends AwsupCommand<Results['access show']> {
  static override summary = 'Print the policies that the access rules compile to, role by role.'
  static override description =
    'Needs no network: these are the policies that apply would give the identity pool’s roles.'
  static override examples = [
    '<%= config.bin %> access show --env dev',
    '<%= config.bin %> access show --role group:admins --json',
    '<%= config.bin %> access show --env prod --format html > access.html',
  ]
  static override flags = {
    env: Flags.string({summary: 'Environment; by default the one that is switched on, else the first.'}),
    role: Flags.string({summary: 'authenticated, guest or group:<name>; by default all.'}),
    format: Flags.option({
      summary: 'What to print: html is a page that shows who reaches what, and needs no network.',
      options: ['text', 'html'] as const,
      default: 'text' as const,
    })(),
  }

  async run(): Promise<Results['access show']> {
    const {flags} = await this.parse(AccessShow)
    const project = await this.openProject()
    const environment = pickEnvironment(project, flags.env)
    const shown = await showAccess(project, environment, flags.role)
    if (flags.format === 'text') this.print(renderAccess(shown, this.ink))
    else {
      const {renderAccessPage} = await import('../../ui/access/html.js')
      this.printWhole(renderAccessPage(await readAccessPage(project, environment, flags.role)))
    }
    return shown
  }
}
