import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import {confirmFlags} from '../../cli/flags/confirm-flags.js'
import type {Results} from '../../cli/results.js'
import {
  dropEnvironment,
  findRemoved,
  openSession,
  planDestruction,
  withoutEnvironment,
  readWhere,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {requireTyped} from '../../ui/ask/ask.js'
import {renderPlan} from '../../ui/plan/plan.js'

export default class EnvRemove extends AwsupCommand<Results['env remove']> {
  static override summary = 'Delete what awsup made in an environment, and take it out of awsup.yaml.'
  static override description =
    'The account stays: awsup never closes one. A protected environment and the only one are refused. The name has to be typed, or given with --confirm.'
  static override examples = [
    '<%= config.bin %> env remove staging',
    '<%= config.bin %> env remove staging --confirm staging',
  ]
  static override args = {name: Args.string({description: 'Name in awsup.yaml.', required: true})}
  static override flags = confirmFlags('the environment')

  async run(): Promise<Results['env remove']> {
    const {args, flags} = await this.parse(EnvRemove)
    const {name} = args
    const project = await this.openProject()
    if (flags.confirm !== undefined) requireTyped(flags.confirm, name)
    const already = await findRemoved(project, name)
    if (already) {
      this.print(`Environment ${name} was removed: nothing to do. Its account ${already.accountId ?? ''} stays open.`)
      return already
    }
    const changed = await withoutEnvironment(project, name)
    const session = await openSession(project, this.connection)
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, project)}
    const plan = await planDestruction(session, [name])
    this.print(renderPlan(plan, look))
    if (flags.confirm === undefined) await this.askTyped(name, plan)
    const removed = await dropEnvironment(session, changed, {name, plan})
    this.print(`\n${renderApplied(removed.changes, look)}`)
    const {accountId} = removed
    if (accountId !== undefined)
      this.print(
        `The account ${accountId} stays open, in the organization and on record, with whatever else is in it: awsup never closes one. An administrator of the organization can close it in AWS.`,
      )
    return removed
  }
}
