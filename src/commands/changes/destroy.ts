import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {confirmFlags} from '../../cli/flags/confirm-flags.js'
import type {Results} from '../../cli/results.js'
import {
  applyChanges,
  changesOf,
  openSession,
  planDestruction,
  requireEnvironments,
  requireUnprotected,
  readWhere,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {requireTyped} from '../../ui/ask/ask.js'
import {renderPlan} from '../../ui/plan/plan.js'

export default class Destroy extends AwsupCommand<Results['destroy']> {
  static override summary = 'Delete what awsup made in environments: user pools with their users, roles, IAM users.'
  static override description =
    'Accounts are never closed and the organization stays. Protected environments are refused. The name of the environment (of the project, when it is all of them) has to be typed, or given with --confirm.'
  static override examples = [
    '<%= config.bin %> destroy --env dev',
    '<%= config.bin %> destroy --env dev --confirm dev',
  ]
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable).', multiple: true}),
    ...confirmFlags('what is destroyed'),
  }

  async run(): Promise<Results['destroy']> {
    const {flags} = await this.parse(Destroy)
    const project = await this.openProject()
    const environments = requireEnvironments(project, flags.env)
    const name = flags.env?.length === 1 ? (environments[0] ?? '') : project.manifest.project
    if (flags.confirm !== undefined) requireTyped(flags.confirm, name)
    await requireUnprotected(project, environments)
    const session = await openSession(project, this.connection)
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, project)}
    const plan = await planDestruction(session, environments)
    this.print(renderPlan(plan, look))
    if (flags.confirm === undefined && changesOf(plan).length > 0) await this.askTyped(name, plan)
    const applied = await applyChanges(session, plan)
    this.print(`\n${renderApplied(applied, look)}`)
    return applied
  }
}
