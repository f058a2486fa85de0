import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {digestOf, openSecretsFile} from '../../cli/secrets/secrets-file.js'
import {readStdin} from '../../cli/secrets/stdin.js'
import {
  applyUsers,
  createPoolUsers,
  createSecrets,
  endDelivered,
  endErrands,
  noteDelivery,
  openSession,
  PEOPLE,
  planUser,
  requirePoolUser,
  UsageError,
  withUser,
  type Applied,
  type Errand,
  type Project,
  type Session,
} from '../../lib/index.js'
import {renderApplied} from '../../ui/plan/applied.js'
import {renderNextSteps, renderToSend} from '../../ui/people/next-steps.js'
import {askChoice} from '../../ui/ask/ask.js'
import {renderTarget} from '../../ui/plan/look.js'
import {listed} from '../../ui/plan/question.js'
import {openInk} from '../../ui/text/ink.js'
import {renderSafe} from '../../ui/text/safe.js'
import {renderNoSignIn, renderPoolUser, renderSecrets} from '../../ui/people/users.js'

type Created = Results['user create']

export default class UserCreate extends AwsupCommand<Created> {
  static override summary = 'Make an IAM user in environments’ accounts, or with --pool a user of their user pools.'
  static override description =
    'An IAM user may change its first password and register MFA, and nothing else until it signed in with MFA; then it has what its groups allow (admins, developers, viewers, or those under userGroups in awsup.yaml). With --machine it has that at once, by access key and without MFA. Secrets are shown once, or written to --secrets-file for its owner alone; awsup does not store them.'
  static override examples = [
    '<%= config.bin %> user create alice --env dev --env prod --group developers --console',
    '<%= config.bin %> user create ci --machine --env dev --group viewers --access-key --secrets-file ci.json',
    '<%= config.bin %> user create bob@example.com --pool --env dev --group admins --suppress-invite',
  ]
  static override args = {
    name: Args.string({description: 'Name of the user; with --pool, what it signs in with.', required: true}),
  }
  static override flags = {
    env: Flags.string({summary: 'Environment (repeatable).', multiple: true}),
    group: Flags.string({summary: 'Group to put it in (repeatable).', multiple: true}),
    role: Flags.string({
      summary: 'A person of the team: role in an environment, such as dev=developer (repeatable).',
      helpValue: '<env>=<role>',
      multiple: true,
      exclusive: ['env', 'group', 'machine', 'pool'],
    }),
    console: Flags.boolean({summary: 'Also make a one-time console password.', exclusive: ['pool']}),
    'access-key': Flags.boolean({summary: 'Also make an access key, where the user has none.', exclusive: ['pool']}),
    'another-key': Flags.boolean({
      summary: 'With --access-key: make a second key where the user has one.',
      dependsOn: ['access-key'],
    }),
    machine: Flags.boolean({
      summary: 'A user for a machine: its access key works without MFA, and it has no password.',
      exclusive: ['pool', 'console'],
    }),
    'secrets-file': Flags.string({summary: 'New file for the secrets (mode 0600), instead of showing them.'}),
    pool: Flags.boolean({summary: 'A user of the user pool: a customer, not a colleague.'}),
    email: Flags.string({summary: 'E-mail address, where the name is not one.', dependsOn: ['pool']}),
    'suppress-invite': Flags.boolean({summary: 'Send no invitation.', dependsOn: ['pool']}),
    'password-stdin': Flags.boolean({
      summary: 'Read a lasting password from stdin; no invitation is sent.',
      dependsOn: ['pool'],
    }),
  }

  async run(): Promise<Created> {
    const {args, flags} = await this.parse(UserCreate)
    const project = await this.openProject()
    if (flags['secrets-file'] !== undefined && !flags.pool && !flags.console && !flags['access-key']) {
      throw new UsageError('--secrets-file has nothing to hold', {
        hint: 'Say which secret to make: --console, --access-key, or --pool.',
        details: {flag: '--secrets-file'},
      })
    }
    const roles = readRoles(flags.role)
    if (roles && (flags.console || flags['access-key'])) requireIamUsers(project, flags)
    const environments = roles ? [PEOPLE] : [...new Set(flags.env ?? [await this.askEnvironment(project)])]
    const request = {name: args.name, environments, groups: flags.group ?? [], roles}
    const password = flags['password-stdin'] ? await readPassword(this.signal) : undefined
    if (flags.pool) await requirePoolUser(project, {...request, email: flags.email, password})
    if (!flags.json) await this.sayTarget(project, args.name, roles ? [...roles.keys()] : environments)
    const changed = flags.pool ? project : await withUser(project, {...request, machine: flags.machine})
    const {console, pool, 'access-key': accessKey, 'another-key': anotherKey} = flags
    const parts = [...(console ? ['password'] : []), ...(accessKey ? ['keys'] : [])]
    const kind = pool ? 'pool-user' : 'user-secrets'
    const path = flags['secrets-file']
    const isOurs = (digest: string): Promise<boolean> =>
      endDelivered(project, this.connection, {digest, kind, name: args.name, environments, parts})
    const file =
      path === undefined ? undefined : await openSecretsFile(path, {isOurs, warn: (message) => this.warn(message)})
    if (file?.isWritten) return this.showFile({user: args.name, environments}, file.path)
    try {
      const made = pool
        ? await this.createInPools(project, {
            ...request,
            email: flags.email,
            suppressInvite: flags['suppress-invite'],
            password,
          })
        : await this.createUser(project, changed, {...request, console, accessKey, anotherKey})
      const {created, session, errands} = made
      this.afterwards(() => endErrands(session, errands))
      if (!file) return this.show(created)
      const {secrets, poolUsers, ...rest} = created
      await noteDelivery(session.engine, errands, digestOf(secrets ?? poolUsers))
      file.write(secrets ?? poolUsers)
      return this.showFile(rest, file.path)
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  /** On stderr, before anything is made: that an environment is protected. */
  private async sayTarget({manifest}: Project, name: string, environments: readonly string[]): Promise<void> {
    const isProtected = (environment: string) => manifest.environments.get(environment)?.protected
    if (!environments.some(isProtected)) return
    const ink = await openInk(process.stderr)
    const targets = environments.map((environment) => renderTarget(environment, isProtected(environment), ink))
    this.tell(`awsup: creating ${renderSafe(name)} in ${listed(targets)}`)
  }

  private async createUser(project: Project, changed: Project, request: UserFlags): Promise<Made> {
    const {name, environments} = request
    const session = await openSession(project, this.connection)
    const changes = await applyUsers(session, changed, await planUser(session, changed, request))
    this.print(renderApplied(changes, {target: project.target, ink: this.ink}))
    const created = {user: name, environments, changes, ...(await this.nextSteps(session, changes, request))}
    if (!request.console && !request.accessKey) {
      const isNew = (environment: string): boolean =>
        changes.created.some(({address}) => address === `${environment}.user.${name}`)
      if (!request.roles) this.print(renderNoSignIn({...request, user: name, environments: environments.filter(isNew)}))
      return {created, session, errands: []}
    }
    const {secrets, errands} = await createSecrets(session, request)
    if (request.accessKey && !request.roles && changed.manifest.users.get(name)?.machine !== true)
      this.warn(KEY_NEEDS_MFA)
    return {created: {...created, secrets}, session, errands}
  }

  private async createInPools(project: Project, request: PoolFlags): Promise<Made> {
    const session = await openSession(project, this.connection)
    const created = await createPoolUsers(session, request)
    const {name, environments} = request
    const errands = created.map(({errand}) => errand)
    return {created: {user: name, environments, poolUsers: created.map(({user}) => user)}, session, errands}
  }

  /** Of a person: what to do first, to send along. */
  private async nextSteps(
    session: Session,
    {created}: Applied,
    request: UserFlags,
  ): Promise<Pick<Created, 'nextSteps'>> {
    const {name, roles, console: hasNewPassword, accessKey: hasNewKey} = request
    if (!roles) return {}
    const {accountId} = await session.door.caller()
    const isNew = created.some(({address}) => address === `${PEOPLE}.user.${name}`)
    const {project, identityCenter} = session.project.manifest
    const withCenter = identityCenter !== undefined
    return {nextSteps: renderNextSteps({name, roles, accountId, project, isNew, hasNewPassword, hasNewKey, withCenter})}
  }

  private showFile(created: Created, path: string): Created {
    this.print(`Secrets are in ${path}, readable by you alone.`)
    this.printNext(created)
    return {...created, secretsFile: path}
  }

  private show(created: Created): Created {
    for (const secrets of created.secrets ?? []) this.print(`\n${renderSecrets(secrets, this.ink)}`)
    for (const user of created.poolUsers ?? []) this.print(renderPoolUser(user, this.ink))
    this.printNext(created)
    return created
  }

  private printNext({user, nextSteps}: Created): void {
    if (nextSteps !== undefined) this.print(`\n${renderToSend(user, nextSteps)}`)
  }

  private async askEnvironment({manifest}: Project): Promise<string> {
    const names = [...manifest.environments.keys()]
    const {interactive, signal} = this
    return askChoice('In which environment?', {flag: 'env', interactive, signal, example: names[0], choices: names})
  }
}

/** `BoolIfExists` in the self-service policy also stops long-term keys, which carry no word of MFA. */
const KEY_NEEDS_MFA =
  'this access key works only in sessions opened with MFA: aws sts get-session-token --serial-number <MFA device> --token-code <code>. For a machine, create a user with --machine.'

interface UserFlags {
  readonly name: string
  readonly roles: ReadonlyMap<string, string> | undefined
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  readonly console: boolean
  readonly accessKey: boolean
  readonly anotherKey: boolean
}

/** What was made, and the errands to end once it was handed out. */
interface Made {
  readonly created: Created
  readonly session: Session
  readonly errands: readonly Errand[]
}

interface PoolFlags extends Omit<UserFlags, 'roles' | 'console' | 'accessKey' | 'anotherKey'> {
  readonly email: string | undefined
  readonly suppressInvite: boolean
  readonly password: string | undefined
}

/** Throws UsageError where people sign in with IAM Identity Center: it has their passwords, and gives no access keys. */
function requireIamUsers({manifest}: Project, {console}: {readonly console: boolean}): void {
  if (!manifest.identityCenter) return
  const flag = console ? '--console' : '--access-key'
  throw new UsageError(`${flag} is for IAM users, and people sign in with IAM Identity Center here`, {
    code: 'OTHER_SIGN_IN',
    hint: 'Leave it out. The user has a password in IAM Identity Center: its console sends the invitation.',
    details: {flag},
  })
}

/** `dev=developer`, each environment once. Throws UsageError. */
function readRoles(given: readonly string[] | undefined): ReadonlyMap<string, string> | undefined {
  if (!given) return undefined
  const roles = new Map<string, string>()
  for (const text of given) {
    const [environment = '', role = '', ...rest] = text.split('=')
    if (environment !== '' && role !== '' && rest.length === 0 && !roles.has(environment)) {
      roles.set(environment, role)
      continue
    }
    throw new UsageError(
      `--role is ${JSON.stringify(text)}, must be an environment and a role, each environment once`,
      {
        hint: 'For example: --role dev=developer --role prod=viewer',
        details: {flag: '--role'},
      },
    )
  }
  return roles
}

async function readPassword(signal: AbortSignal): Promise<string> {
  const password = (await readStdin(signal)).replace(/\r?\n$/, '')
  if (password === '')
    throw new UsageError('stdin has no password', {hint: 'printf \'%s\' "$PASSWORD" | awsup user create …'})
  return password
}
