import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../cli/command.js'
import type {Results} from '../cli/results.js'
import {
  changesOf,
  describePlan,
  loadProject,
  openSession,
  planChanges,
  requireEnvironments,
  readWhere,
} from '../lib/index.js'
import {renderPlan} from '../ui/plan/plan.js'

/** `plan --check` found changes. */
const CHANGES = 10

export default class Plan extends AwsupCommand<Results['plan']> {
  static override summary = 'Show what would have to change for AWS to match awsup.yaml; changes nothing.'
  static override examples = ['<%= config.bin %> plan', '<%= config.bin %> plan --env dev --check --json']
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable), with what it needs.', multiple: true}),
    check: Flags.boolean({summary: `End with exit code ${CHANGES} when something would change.`}),
  }

  async run(): Promise<Results['plan']> {
    const {flags} = await this.parse(Plan)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const environments = flags.env && requireEnvironments(project, flags.env)
    const session = await openSession(project, this.connection)
    const plan = await planChanges(session, {environments})
    const where = await readWhere(session, project)
    this.print(renderPlan(plan, {target: project.target, ink: this.ink, where}))
    if (flags.check && changesOf(plan).length > 0) this.exitCode = CHANGES
    return describePlan(plan)
  }
}
