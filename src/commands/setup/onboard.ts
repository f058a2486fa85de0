import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import path from 'node:path'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {digestOf, openSecretsFile, type SecretsFile} from '../../cli/secrets/secrets-file.js'
import {
  applyPeople,
  changesOf,
  createAllSecrets,
  describePlan,
  endDelivered,
  endErrands,
  findNew,
  keptBeside,
  noteDelivery,
  openSession,
  planPeople,
  readTeam,
  readWhere,
  UsageError,
  withPeople,
  type Person,
  type Project,
  type SecretRequest,
  type Session,
  type UserSecrets,
} from '../../lib/index.js'
import {askToApply} from '../../ui/ask/ask.js'
import {renderKept, renderMistakes, renderWithoutSecrets} from '../../ui/people/onboarded.js'
import {renderNextSteps, renderToSend, type Newcomer} from '../../ui/people/next-steps.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {makeDiff, renderDiff} from '../../ui/plan/diff.js'
import {renderPlan} from '../../ui/plan/plan.js'
import {renderSecrets} from '../../ui/people/users.js'

type Onboarded = Results['onboard']

export default class Onboard extends AwsupCommand<Onboarded> {
  static override summary = 'Make the people of a CSV file, with their roles in environments.'
  static override description =
    'The first line names the columns: name, environment, role, and if you like console and access-key (yes or no: what a new person gets). Each further line gives one person a role in one environment. Instead of environment and role there can be a column for each environment, with the role in the cell. All mistakes in the file are listed with line and column, and nothing is done then. People and roles that awsup.yaml has and the file has not are left as they are. Run again with the same file, it continues what is unfinished; when everybody exists, it does nothing.'
  static override examples = [
    '<%= config.bin %> onboard team.csv --dry-run',
    '<%= config.bin %> onboard team.csv --secrets-file secrets.json',
  ]
  static override args = {file: Args.string({description: 'CSV file, UTF-8, with commas.', required: true})}
  static override flags = {
    yes: Flags.boolean({summary: 'Do it without asking.'}),
    'dry-run': Flags.boolean({summary: 'Show the edit of awsup.yaml and the plan; make and write nothing.'}),
    'secrets-file': Flags.string({
      summary: 'New file for the secrets (mode 0600), instead of showing them.',
      exclusive: ['dry-run'],
    }),
  }

  async run(): Promise<Onboarded> {
    const {args, flags} = await this.parse(Onboard)
    const project = await this.openProject()
    const people = await this.readPeople(args.file, project, flags.json)
    if (flags['secrets-file'] !== undefined && !people.some(({console, accessKey}) => console || accessKey))
      throw nothingToHold(args.file)
    const changed = await withPeople(project, people)
    const session = await openSession(project, this.connection)
    const plan = await planPeople(session, changed, people)
    const before = await findNew(session, plan, people)
    const kept = await keptBeside(project, people)
    const named = path.basename(args.file)
    const who = people.map(({name, roles}) => ({name, roles: Object.fromEntries(roles), isNew: before.names.has(name)}))
    const edit = await makeDiff({
      ...{path: 'awsup.yaml', before: project.source, after: changed.source},
      changed: changed !== project,
    })
    const isDone = changed === project && changesOf(plan).length === 0 && before.secrets.length === 0
    const look = {target: project.target, ink: this.ink, where: await readWhere(session, changed)}
    if (isDone) this.print(`Everybody in ${named} already exists with these roles: nothing to do.`)
    else this.print([...(edit === '' ? [] : [`${renderDiff(edit, this.ink)}\n`]), renderPlan(plan, look)].join('\n'))
    this.print(renderKept(named, kept))
    if (flags['dry-run']) return {people: who, kept, dryRun: true, edit, plan: describePlan(plan)}
    if (isDone) return {people: who, kept}

    const file = await this.openFile(project, flags['secrets-file'], before.secrets)
    try {
      const {secrets: requests} = file?.isWritten ? await findNew(session, plan, people) : before
      if (file?.isWritten && requests.length > 0) throw holdsOthers(file.path)
      const agreed = await askToApply(this, plan, {yes: flags.yes, look})
      const changes = await applyPeople(session, changed, {plan: agreed, secrets: requests})
      this.print(`\n${renderApplied(changes, look)}`)
      const secrets = await this.makeSecrets(session, requests, file)
      const nextSteps = await this.sayNext(session, people, {...before, shown: file ? [] : secrets})
      return {
        people: who.map((one) => ({...one, ...nextSteps.get(one.name)})),
        kept,
        changes,
        ...(file ? {secretsFile: file.path} : {secrets}),
      }
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  /** Throws UsageError `TEAM_FILE` after it listed every mistake. */
  private async readPeople(file: string, {manifest}: Project, json: boolean): Promise<readonly Person[]> {
    const {found, mistakes} = await readTeam(file, manifest)
    if (mistakes.length === 0) return found
    const named = path.basename(file)
    if (!json) this.tell(renderMistakes(named, mistakes))
    throw new UsageError(`${named} has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}`, {
      code: 'TEAM_FILE',
      hint: 'Nothing was changed. Correct the file, and run the same command again.',
      details: {file, mistakes},
    })
  }

  /** Only where there are secrets to make: the same command, run again, finds its file there and does not need it. */
  private async openFile(
    project: Project,
    path: string | undefined,
    requests: readonly SecretRequest[],
  ): Promise<SecretsFile | undefined> {
    if (path === undefined || requests.length === 0) return undefined
    const isOurs = (digest: string): Promise<boolean> =>
      endDelivered(project, this.connection, ...requests.map((request) => deliveryOf(request, digest)))
    return openSecretsFile(path, {isOurs, warn: (message) => this.warn(message)})
  }

  private async makeSecrets(
    session: Session,
    requests: readonly SecretRequest[],
    file: SecretsFile | undefined,
  ): Promise<readonly UserSecrets[]> {
    if (requests.length > 0) {
      const {secrets, errands} = await createAllSecrets(session, requests)
      this.afterwards(() => endErrands(session, errands))
      if (!file) return secrets
      await noteDelivery(session.engine, errands, digestOf(secrets))
      file.write(secrets)
    }
    if (file) this.print(`Secrets are in ${file.path}, readable by you alone.`)
    return []
  }

  /** For each new person: the secrets where they are shown, and what to send along. */
  private async sayNext(
    session: Session,
    people: readonly Person[],
    {names, secrets, shown}: Made,
  ): Promise<NextSteps> {
    const {accountId} = await session.door.caller()
    const steps = new Map<string, {readonly nextSteps: string}>()
    for (const {name, roles} of people.filter((person) => names.has(person.name))) {
      const asked = secrets.find((request) => request.name === name)
      const newcomer: Newcomer = {
        ...{name, roles, accountId, project: session.project.manifest.project, isNew: true},
        hasNewPassword: asked?.console ?? false,
        hasNewKey: asked?.accessKey ?? false,
        withCenter: session.project.manifest.identityCenter !== undefined,
      }
      for (const one of shown) if (one.user === name) this.print(`\n${renderSecrets(one, this.ink)}`)
      const nextSteps = renderNextSteps(newcomer)
      this.print(`\n${renderToSend(name, nextSteps)}`)
      steps.set(name, {nextSteps})
    }
    const without = [...names].filter((name) => !secrets.some((request) => request.name === name))
    if (without.length > 0 && !session.project.manifest.identityCenter) this.print(`\n${renderWithoutSecrets(without)}`)
    return steps
  }
}

type NextSteps = ReadonlyMap<string, {readonly nextSteps: string}>

interface Made {
  readonly names: ReadonlySet<string>
  readonly secrets: readonly SecretRequest[]
  /** Those that go to the terminal. */
  readonly shown: readonly UserSecrets[]
}

const deliveryOf = ({name, console, accessKey, environments}: SecretRequest, digest: string) => ({
  ...{digest, kind: 'user-secrets' as const, name, environments},
  parts: [...(console ? ['password'] : []), ...(accessKey ? ['keys'] : [])],
})

const nothingToHold = (file: string): UsageError =>
  new UsageError('--secrets-file has nothing to hold', {
    hint: `Nobody in ${path.basename(file)} gets a secret: add a column console or access-key with yes.`,
    details: {flag: '--secrets-file'},
  })

const holdsOthers = (file: string): UsageError =>
  new UsageError(`--secrets-file ${file} has the secrets of people who were made before`, {
    hint: 'Nothing was changed. There are more new people in the file: name another file for their secrets.',
    details: {flag: '--secrets-file'},
  })
