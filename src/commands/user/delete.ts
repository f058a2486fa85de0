import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {confirmFlags} from '../../cli/flags/confirm-flags.js'
import type {Results} from '../../cli/results.js'
import {
  deletePoolUser,
  dropUser,
  openSession,
  planUserRemoval,
  requireEnvironments,
  requirePoolUserName,
  withoutUser,
  readWhere,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {requireTyped} from '../../ui/ask/ask.js'
import {renderPlan} from '../../ui/plan/plan.js'

type Deleted = Results['user delete']

export default class UserDelete extends AwsupCommand<Deleted> {
  static override summary = 'Delete an IAM user (its keys, MFA and groups first), or with --pool a user of a user pool.'
  static override examples = [
    '<%= config.bin %> user delete alice',
    '<%= config.bin %> user delete alice --env prod --confirm alice',
    '<%= config.bin %> user delete bob@example.com --pool --env dev --confirm bob@example.com',
  ]
  static override args = {name: Args.string({description: 'Name of the user.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Only from this environment (repeatable).', multiple: true}),
    pool: Flags.boolean({summary: 'A user of the user pool.', dependsOn: ['env']}),
    ...confirmFlags('the user'),
  }

  async run(): Promise<Deleted> {
    const {args, flags} = await this.parse(UserDelete)
    const {name} = args
    if (flags.confirm !== undefined) requireTyped(flags.confirm, name)
    const project = await this.openProject()
    if (flags.pool) {
      const environments = requireEnvironments(project, flags.env)
      await requirePoolUserName(project, {name, environments})
      if (flags.confirm === undefined) await this.askTyped(name)
      const session = await openSession(project, this.connection)
      await deletePoolUser(session, environments, name)
      this.print(`Deleted ${name} from the user pool of ${environments.join(', ')}.`)
      return {user: name, environments}
    }
    const removal = await withoutUser(project, {name, environments: flags.env ?? []})
    const {environments, changed} = removal
    const session = await openSession(project, this.connection)
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, project)}
    const plan = await planUserRemoval(session, removal)
    this.print(renderPlan(plan, look))
    if (flags.confirm === undefined) await this.askTyped(name)
    const changes = await dropUser(session, changed, plan)
    this.print(`\n${renderApplied(changes, look)}`)
    return {user: name, environments, changes}
  }
}
