import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  changesOf,
  describePlan,
  makeSavedPlan,
  openSession,
  planChanges,
  readWhere,
  requireEnvironments,
  requirePlanPath,
  type Plan as PlanOf,
  writeSavedPlan,
} from '../../lib/index.js'
import type {Look} from '../../ui/plan/look.js'
import {renderPlan} from '../../ui/plan/plan.js'
import {renderSaved} from '../../ui/plan/saved.js'

/** `plan --check` found changes. */
const CHANGES = 10

export default class Plan extends AwsupCommand<Results['plan']> {
  static override summary = 'Show what would have to change for AWS to match awsup.yaml; changes nothing.'
  static override examples = [
    '<%= config.bin %> plan',
    '<%= config.bin %> plan --env dev --check --json',
    '<%= config.bin %> plan --out plan.json',
  ]
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable), with what it needs.', multiple: true}),
    out: Flags.string({
      summary: 'Save the plan in this file. With it, `awsup apply` does exactly this plan.',
      helpValue: '<file>',
    }),
    format: Flags.option({
      summary: 'What to print: markdown for the comment of a pull request, html for a page that needs no network.',
      options: ['text', 'markdown', 'html'] as const,
      default: 'text' as const,
    })(),
    check: Flags.boolean({
      summary: `End with exit code ${CHANGES} when something would change. Also looks for second pools where nothing would.`,
    }),
  }

  async run(): Promise<Results['plan']> {
    const {flags} = await this.parse(Plan)
    const project = await this.openProject()
    const environments = flags.env && requireEnvironments(project, flags.env)
    if (flags.out !== undefined) await requirePlanPath(flags.out)
    const session = await openSession(project, this.connection)
    // What a pipeline goes by, and what apply will do, looks for everything.
    const preview = !flags.check && flags.out === undefined
    const plan = await planChanges(session, {environments, preview})
    const where = await readWhere(session, project)
    await this.show(plan, {target: project.target, ink: this.ink, where}, flags.format)
    if (flags.out !== undefined) {
      const {version} = this.config
      await writeSavedPlan(flags.out, await makeSavedPlan(session, plan, {environments, version}))
      if (flags.format === 'text') this.print(`\n${renderSaved(flags.out, plan)}`)
    }
    if (flags.check && changesOf(plan).length > 0) this.exitCode = CHANGES
    return {...describePlan(plan), ...(flags.out === undefined ? {} : {file: flags.out})}
  }

  private async show(plan: PlanOf, look: Look, format: 'text' | 'markdown' | 'html'): Promise<void> {
    if (format === 'text') {
      this.print(renderPlan(plan, look))
      return
    }
    const {PLAN_FORMATS} = await import('../../ui/plan/formats.js')
    this.printWhole(PLAN_FORMATS[format](plan, look))
  }
}
