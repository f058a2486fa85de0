import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  applyEnvironment,
  changesOf,
  isUnfinished,
  openSession,
  planEnvironment,
  showEnvironment,
  readValues,
  withEnvironment,
  readWhere,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {askToApply} from '../../ui/ask/ask.js'
import {renderPlan} from '../../ui/plan/plan.js'

export default class EnvAdd extends AwsupCommand<Results['env add']> {
  static override summary = 'Add an environment to awsup.yaml, and make it: an account with its pools and roles.'
  static override description =
    'Shows the plan and asks first: an AWS account cannot be taken back. Comments and all other lines of awsup.yaml stay. Run again with the same settings, it continues what is unfinished; when all is made, it does nothing and ends with 0.'
  static override examples = [
    '<%= config.bin %> env add staging',
    '<%= config.bin %> env add staging --region eu-west-1 --email ops+staging@acme.dev --yes',
  ]
  static override args = {name: Args.string({description: 'Name of the new environment.', required: true})}
  static override flags = {
    region: Flags.string({summary: 'Its AWS region; by default where the first environment is.'}),
    email: Flags.string({summary: 'Address of its account; by default the one under organization.'}),
    protected: Flags.boolean({summary: 'Protect it: destroy and env remove refuse it.'}),
    value: Flags.string({
      summary: 'A value for its applications, as name=text (repeatable): see values in awsup.yaml.',
      multiple: true,
    }),
    yes: Flags.boolean({summary: 'Do it without asking.'}),
  }

  async run(): Promise<Results['env add']> {
    const {args, flags} = await this.parse(EnvAdd)
    const project = await this.openProject()
    const {region, email} = flags
    const values = await readValues(flags.value ?? [])
    const changed = await withEnvironment(project, {name: args.name, region, email, protected: flags.protected, values})
    const session = await openSession(project, this.connection)
    const plan = await planEnvironment(session, changed, args.name)
    if (changed === project && !(await isUnfinished(session, plan, args.name))) {
      const others = changesOf(plan).length
      this.print(`Environment ${args.name} already exists: nothing to do.`)
      if (others > 0) this.print(`Its settings differ from awsup.yaml. See how: awsup plan --env ${args.name}`)
      const changes = {created: [], adopted: [], updated: [], deleted: [], unchanged: plan.steps.length}
      return {environment: showEnvironment(changed, args.name), changes}
    }
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, changed)}
    this.print(renderPlan(plan, look))
    const agreed = await askToApply(this, plan, {yes: flags.yes, look})
    const changes = await applyEnvironment(session, changed, agreed)
    this.print(`\n${renderApplied(changes, look)}\n\nNext: awsup env switch ${args.name}`)
    return {environment: showEnvironment(changed, args.name), changes}
  }
}
