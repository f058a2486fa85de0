import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {breakLock, findBreakable} from '../../lib/index.js'
import {requireTyped} from '../../ui/ask/ask.js'
import {renderHolder} from '../../ui/text/holder.js'

export default class Unlock extends AwsupCommand<Results['unlock']> {
  static override summary = 'Break the lock of a run that is gone, once you know that it is.'
  static override description =
    'Says who holds the lock; that has to be typed, or given with --confirm. A lock of a process that is at work on this machine is never broken.'
  static override examples = ['<%= config.bin %> unlock', '<%= config.bin %> unlock --confirm ana@laptop']
  static override flags = {
    confirm: Flags.string({summary: 'Who holds it, typed out.', helpValue: '<who@where>'}),
  }

  async run(): Promise<Results['unlock']> {
    const {flags} = await this.parse(Unlock)
    const project = await this.openProject()
    const holder = await findBreakable(project, this.connection)
    if (!holder) {
      this.print('No process holds the lock.')
      return {broken: null}
    }
    const name = `${holder.who}@${holder.where}`
    this.print(renderHolder(holder, this.ink))
    if (flags.confirm === undefined) await this.askTyped(name)
    else requireTyped(flags.confirm, name)
    await breakLock(project, this.connection, holder)
    this.print('The lock is broken.')
    return {broken: holder}
  }
}
