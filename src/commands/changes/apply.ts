import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {PLAN_FLAGS, saidYes} from '../../cli/flags/plan-flags.js'
import type {Results} from '../../cli/results.js'
import {
  applyChanges,
  loadSavedPlan,
  openSession,
  planAgain,
  planChanges,
  readWhere,
  requireEnvironments,
  requireSameProject,
  UsageError,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {askToApply} from '../../ui/ask/ask.js'
import {renderPlan} from '../../ui/plan/plan.js'

export default class Apply extends AwsupCommand<Results['apply']> {
  static override summary = 'Make AWS match awsup.yaml: shows the plan, asks, does it.'
  static override examples = [
    '<%= config.bin %> apply',
    '<%= config.bin %> apply --env dev --yes --json',
    '<%= config.bin %> apply --yes --confirm ann',
    '<%= config.bin %> apply plan.json',
  ]
  static override args = {
    plan: Args.string({
      description: 'A plan that `awsup plan --out` saved: done only where nothing has changed since.',
    }),
  }
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable), with what it needs.', multiple: true}),
    yes: Flags.boolean({summary: 'Do it without asking. IAM users are deleted only when --confirm names them.'}),
    confirm: Flags.string({
      summary: 'An IAM user that left awsup.yaml and may be deleted, by name (repeatable).',
      helpValue: '<name>',
      multiple: true,
    }),
    ...PLAN_FLAGS,
  }

  async run(): Promise<Results['apply']> {
    const {args, flags} = await this.parse(Apply)
    if (args.plan !== undefined && flags.env) throw bothGiven()
    const saved = args.plan === undefined ? undefined : await loadSavedPlan(args.plan)
    const project = await this.openProject()
    if (saved) await requireSameProject(saved, project, this.config.version)
    const environments = flags.env && requireEnvironments(project, flags.env)
    const session = await openSession(project, this.connection)
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, project)}
    const plan = await (saved ? planAgain(session, saved) : planChanges(session, {environments}))
    this.print(renderPlan(plan, look))
    const agreed = await askToApply(this, plan, {...saidYes(flags), names: flags.confirm, look})
    const applied = await applyChanges(session, agreed, saved)
    this.print(`\n${renderApplied(applied, look)}`)
    return applied
  }
}

const bothGiven = (): UsageError =>
  new UsageError('--env and a saved plan cannot both be given', {
    hint: 'The plan says which environments it is for. To choose others, plan again: awsup plan --env dev --out <file>',
    details: {flag: '--env'},
  })
