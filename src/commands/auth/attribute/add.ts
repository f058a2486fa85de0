import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {
  applyAttribute,
  isAttributeMissing,
  openSession,
  planAttribute,
  requireEnvironments,
  withAttribute,
  readWhere,
} from '../../../lib/index.js'
import {renderApplied} from '../../../ui/plan/applied.js'
import {askToApply} from '../../../ui/ask/ask.js'
import {renderPlan} from '../../../ui/plan/plan.js'

export default class AuthAttributeAdd extends AwsupCommand<Results['auth attribute add']> {
  static override summary =
    'Add a custom attribute to user pools, in place: writes awsup.yaml, shows the plan, asks, does it.'
  static override description =
    'AWS never changes or removes a custom attribute: its name, type, limits and whether it is mutable are for ever. A pool has at most 50, a name at most 20 characters.'
  static override examples = [
    '<%= config.bin %> auth attribute add tenant --max-length 64 --no-mutable',
    '<%= config.bin %> auth attribute add age --type number --env dev --yes --json',
  ]
  static override args = {name: Args.string({description: 'Its name, without custom: before it.', required: true})}
  static override flags = {
    type: Flags.option({
      summary: 'What it holds.',
      options: ['string', 'number', 'date', 'boolean'] as const,
      default: 'string' as const,
    })(),
    'max-length': Flags.integer({summary: 'Characters at most, for a string (1–2048).', min: 1, max: 2048}),
    mutable: Flags.boolean({
      summary: 'Whether its value can change once a user has one.',
      allowNo: true,
      default: true,
    }),
    env: Flags.string({summary: 'Only in this environment (repeatable); everywhere when absent.', multiple: true}),
    yes: Flags.boolean({summary: 'Do it without asking.'}),
  }

  async run(): Promise<Results['auth attribute add']> {
    const {args, flags} = await this.parse(AuthAttributeAdd)
    const project = await this.openProject()
    const environments = flags.env && requireEnvironments(project, flags.env)
    const {type, mutable, 'max-length': maxLength} = flags
    const changed = await withAttribute(project, {name: args.name, type, mutable, maxLength, environments})
    const session = await openSession(project, this.connection)
    const plan = await planAttribute(session, changed, environments)
    const environmentNames = requireEnvironments(project, environments)
    if (changed === project && !(await isAttributeMissing(plan))) {
      this.print(`The attribute ${args.name} already exists in ${environmentNames.join(', ')}: nothing to do.`)
      const changes = {created: [], adopted: [], updated: [], deleted: [], unchanged: plan.steps.length}
      return {attribute: args.name, environments: environmentNames, changes}
    }
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, changed)}
    this.print(renderPlan(plan, look))
    const agreed = await askToApply(this, plan, {yes: flags.yes, look})
    const changes = await applyAttribute(session, changed, agreed)
    this.print(`\n${renderApplied(changes, look)}`)
    return {attribute: args.name, environments: environmentNames, changes}
  }
}
