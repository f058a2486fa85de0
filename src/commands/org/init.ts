import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {PLAN_FLAGS, saidYes} from '../../cli/flags/plan-flags.js'
import type {Results} from '../../cli/results.js'
import {
  applyChanges,
  continueProject,
  describePlan,
  discardNewSandbox,
  hasManifest,
  hasSandbox,
  openSession,
  planChanges,
  proposeProject,
  summarize,
  writeManifest,
  type InitAnswers,
  type Project,
  type Session,
  readWhere,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {askToApply} from '../../ui/ask/ask.js'
import {askInit} from '../../ui/ask/init.js'
import {renderEquivalent} from '../../ui/text/equivalent.js'
import {renderInitialized} from '../../ui/initialized.js'
import {renderPlan} from '../../ui/plan/plan.js'

export default class OrgInit extends AwsupCommand<Results['org init']> {
  static override summary = 'From one AWS account to an organization with an account, pools and roles per environment.'
  static override description =
    'Writes awsup.yaml, shows the plan, asks, and makes it. Where awsup.yaml already exists, it counts: running again changes nothing that is right. --dry-run shows the plan, and makes and writes nothing.'
  static override examples = [
    '<%= config.bin %> org init',
    "<%= config.bin %> org init --dry-run --project acme --email 'aws+{env}@acme.dev'",
    "<%= config.bin %> org init --sandbox --project acme --email 'aws+{env}@acme.dev' --yes",
    "<%= config.bin %> org init --project acme --email 'aws+{env}@acme.dev' --env dev --env prod --region eu-west-1 --profile acme",
  ]
  static override flags = {
    project: Flags.string({summary: 'Name that begins every name awsup gives; lower-case letters, digits, hyphens.'}),
    email: Flags.string({summary: 'Address of every account, with {env} in it: each AWS account needs its own.'}),
    env: Flags.string({summary: 'An environment (repeatable); dev and prod when absent.', multiple: true}),
    region: Flags.string({summary: 'Region of the environments; AWS_REGION, else us-east-1, when absent.'}),
    'dry-run': Flags.boolean({summary: 'Show the plan; make and write nothing.'}),
    yes: Flags.boolean({summary: 'Do it without asking.'}),
    ...PLAN_FLAGS,
  }

  async run(): Promise<Results['org init']> {
    const {flags} = await this.parse(OrgInit)
    const root = this.projectDirectory
    const answers = {project: flags.project, email: flags.email, environments: flags.env, region: flags.region}
    const fresh = !(await hasManifest(root))
    const {project, equivalent} = fresh
      ? await this.propose(root, answers)
      : {project: await continueProject(root, answers, this.target), equivalent: undefined}
    const look = {target: project.target, ink: this.ink}

    if (flags['dry-run']) return this.preview(project)
    const hadSandbox = await hasSandbox(root)
    const {session, agreed} = await this.ask(project, flags).catch(async (error: unknown) => {
      if (fresh) await discardNewSandbox(root, hadSandbox)
      throw error
    })
    if (fresh) await writeManifest(project)
    const applied = await applyChanges(session, agreed)

    const result = await summarize(session, applied)
    this.print(`\n${renderApplied(applied, look)}\n\n${renderInitialized(result, this.ink)}`)
    if (equivalent !== undefined) this.tell(`\nThe same without questions:\n${equivalent}`)
    return result
  }

  /** Shows what is to be made, and asks. */
  private async ask(project: Project, flags: Parameters<typeof saidYes>[0]) {
    // A run that nobody can say yes to only shows the plan, and leaves nothing behind.
    const preview = !flags.yes && !this.interactive
    const session = await openSession(project, {...this.connection, preview})
    const {plan, look} = await this.showPlan(session)
    return {session, agreed: await askToApply(this, plan, {...saidYes(flags), look})}
  }

  private async preview(project: Project): Promise<Results['org init']> {
    const {plan} = await this.showPlan(await openSession(project, {...this.connection, preview: true}))
    this.print('\nDry run: nothing was made, and nothing was written.')
    return {dryRun: true, target: project.target, plan: describePlan(plan)}
  }

  private async showPlan(session: Session) {
    const {project} = session
    const plan = await planChanges(session, {})
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, project)}
    this.print(renderPlan(plan, look))
    return {plan, look}
  }

  /** What is to be written, and where anything was asked, the command line that would have said it. */
  private async propose(root: string, answers: InitAnswers) {
    const {target, ...complete} = await askInit({...answers, target: this.target}, this)
    const project = await proposeProject(root, complete, target)
    if (answers.project !== undefined && answers.email !== undefined) return {project, equivalent: undefined}
    const words = [
      ...(target === 'sandbox' ? ['--sandbox'] : []),
      ...(this.profile === undefined ? [] : ['--profile', this.profile]),
      ...['--project', complete.project, '--email', complete.email],
      ...complete.environments.flatMap((name) => ['--env', name]),
      ...['--region', complete.region, '--yes'],
    ]
    return {project, equivalent: renderEquivalent(['org', 'init', ...words])}
  }
}
