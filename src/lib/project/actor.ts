import {ACCESS_ROLE} from '../base/access-role.js'
import {AccessError, UsageError} from '../base/errors.js'
import {setName, teamPath, teamRoleName} from '../access/team/names.js'
import {READY_MADE} from '../access/team/role.js'
import {CHAINED_S, renderLength, type Way} from '../aws/assume.js'
import type {Identity} from '../aws/credentials/identity.js'
import {rolesIn} from '../manifest/desired/team/team.js'
import type {Manifest} from '../manifest/manifest.js'
import type {Recorded} from '../records/records.js'
import type {Project} from './project.js'

/** Who asks. */
export type Actor =
  /** Whose keys are of the account that manages the rest: awsup cannot know what they may do there. */
  | {readonly kind: 'administrator'}
  /** A user of `users` with roles. */
  | {readonly kind: 'person'; readonly name: string}
  /** A session of one of the project's roles, in the account of its environment: a shell of `exec`, or a deployment. */
  | {readonly kind: 'role'; readonly environment: string; readonly role: string; readonly user?: string}

/** What IAM calls the role of a permission set in an account (IAM Identity Center user guide, "Referencing permission sets"). */
const OF_SET = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/

/** The environment and role that a permission set stands for, by its name; `undefined`: it is none of this project's. Pure. */
export function setOwner(
  {manifest}: Pick<Project, 'manifest'>,
  set: string,
): {readonly environment: string; readonly role: string} | undefined {
  const {identityCenter: center, project, environments} = manifest
  for (const environment of center ? environments.keys() : []) {
    const role = rolesIn(manifest, environment).find(
      ([name]) => setName(center?.prefix ?? project, environment, name) === set,
    )
    if (role) return {environment, role: role[0]}
  }
  return undefined
}

/** Tells by the ARN of the caller, which AWS answered. Pure. */
export function actorOf({manifest}: Project, records: readonly Recorded[], {arn, accountId}: Identity): Actor {
  const [, , service, , , thing = ''] = arn.split(':')
  const path = `user${teamPath(manifest.project)}`
  if (service === 'iam' && thing.startsWith(path)) return {kind: 'person', name: thing.slice(path.length)}
  const [, assumed = '', session = ''] = service === 'sts' ? thing.split('/') : []
  const set = OF_SET.exec(assumed)?.[1]
  const owner = set === undefined ? undefined : setOwner({manifest}, set)
  if (owner && accountOf(records, owner.environment) === accountId) return {kind: 'role', ...owner, user: session}
  for (const environment of manifest.environments.keys()) {
    const begins = teamRoleName(manifest.project, environment, '')
    if (!assumed.startsWith(begins) || accountOf(records, environment) !== accountId) continue
    return {kind: 'role', environment, role: assumed.slice(begins.length)}
  }
  return {kind: 'administrator'}
}

/** What was asked for of a session. */
export interface Wish {
  /** Name in `roles`; absent: what awsup.yaml gives. */
  readonly role?: string | undefined
  /** Seconds. */
  readonly durationS?: number | undefined
}

/**
 * How an actor enters an account of the project. Throws AccessError where awsup.yaml gives no role there, UsageError
 * where the wish cannot be. Pure.
 */
export function wayInto(
  {manifest}: Project,
  {
    actor,
    records,
    accountId,
    wish,
  }: {
    readonly actor: Actor
    readonly records: readonly Recorded[]
    readonly accountId: string
    readonly wish: Wish
  },
): Way {
  const living = new Set(records.filter(({id}) => id === accountId).map(({address}) => address))
  const environment = [...manifest.environments.values()].find(
    ({name, account}) => account?.id === accountId || living.has(`${name}.account`),
  )?.name
  if (actor.kind === 'role') {
    if (actor.environment !== environment) throw elsewhere(actor, environment)
    if (wish.role !== undefined && wish.role !== actor.role) {
      requireRole(manifest, wish.role)
      throw notGiven(manifest, {environment, asked: wish.role, given: [actor.role]})
    }
    if (wish.durationS !== undefined) throw ownLength(actor)
    return {kind: 'own'}
  }
  if (environment === undefined) {
    if (actor.kind === 'administrator') return asAdministrator(manifest, undefined, wish)
    throw new AccessError(`this needs account ${accountId}, and ${actor.name} has no role there`, {
      code: 'BEYOND_REACH',
      hint: 'It is the account of no environment on record. An administrator of the organization can do it.',
      details: {accountId},
    })
  }
  if (actor.kind === 'administrator') return asAdministrator(manifest, environment, wish)
  const role = roleOf(manifest, {name: actor.name, environment, wish})
  return {
    kind: 'role',
    role: pathOf(manifest, environment, role),
    sessionName: actor.name,
    durationS: lengthOf(manifest, role, wish),
    mfa: true,
  }
}

/** Administrators have the role by which AWS lets them in, and try others from there. */
function asAdministrator(manifest: Manifest, environment: string | undefined, wish: Wish): Way {
  const own = environment === undefined ? undefined : manifest.environments.get(environment)?.account?.role
  const access = own ?? ACCESS_ROLE
  if (wish.role === undefined || environment === undefined)
    return {kind: 'role', role: access, durationS: wish.durationS ?? CHAINED_S, mfa: false}
  requireRoleIn(manifest, environment, wish.role)
  if (manifest.identityCenter) throw permissionSet(wish.role)
  if ((wish.durationS ?? 0) > CHAINED_S) {
    throw new UsageError('a role that is assumed from another lasts an hour at most', {
      hint: 'Leave out --duration, or sign in as a person who has the role.',
    })
  }
  const durationS = wish.durationS ?? CHAINED_S
  return {kind: 'role', role: pathOf(manifest, environment, wish.role), durationS, mfa: false, via: access}
}

interface Asking {
  readonly name: string
  readonly environment: string
  readonly wish: Wish
}

/** The role that a person gets in an environment. Throws AccessError where awsup.yaml gives none, or another. Pure. */
export function roleOf(manifest: Manifest, {name, environment, wish}: Asking): string {
  const given = manifest.users.get(name)?.roles?.get(environment)
  if (given !== undefined && (wish.role === undefined || wish.role === given)) return given
  if (wish.role !== undefined && !isRole(manifest, wish.role)) throw noSuchRole(manifest, wish.role)
  const asked = wish.role ?? 'a role'
  const reason =
    given === undefined ? `awsup.yaml gives ${name} no role there` : `awsup.yaml gives ${name} ${given} there`
  throw new AccessError(`${name} cannot assume ${asked} in ${environment}: ${reason}`, {
    code: 'NOT_GRANTED',
    hint: `${grantors(manifest, environment)} can change it: users.${name}.roles.${environment}: ${wish.role ?? 'viewer'} in awsup.yaml, then awsup apply.`,
    details: {user: name, environment, role: given, asked: wish.role},
  })
}

/** Who can give roles: administrators of the organization. Administrators of the environment are named, who know them. */
function grantors({users}: Manifest, environment: string): string {
  const admins = [...users].filter(([, {roles}]) => roles?.get(environment) === 'admin').map(([name]) => name)
  return admins.length === 0 ? 'An administrator of the organization' : `An administrator (${admins.join(', ')})`
}

interface NotGiven {
  readonly environment: string
  readonly asked: string | undefined
  /** Roles that the caller has there. */
  readonly given: readonly string[]
}

/** A role that somebody whose name nobody knows here does not have. */
export function notGiven(manifest: Manifest, {environment, asked, given}: NotGiven): AccessError {
  const has = given.length === 0 ? 'you have no role there' : `you are ${given.join(', ')} there`
  return new AccessError(`you cannot assume ${asked ?? 'a role'} in ${environment}: ${has}`, {
    code: 'NOT_GRANTED',
    hint: `${grantors(manifest, environment)} can change it: users.<name>.roles.${environment}: ${asked ?? 'viewer'} in awsup.yaml, then awsup apply.`,
    details: {environment, roles: given, asked},
  })
}

/** Throws UsageError where awsup.yaml has no such role. */
export function requireRole(manifest: Manifest, role: string): void {
  if (!isRole(manifest, role)) throw noSuchRole(manifest, role)
}

/** Throws UsageError where the environment has no such role: who has none to give tries what others have. */
function requireRoleIn(manifest: Manifest, environment: string, role: string): void {
  requireRole(manifest, role)
  const roles = rolesIn(manifest, environment).map(([name]) => name)
  if (roles.includes(role)) return
  const others = roles.length === 0 ? '' : ` Or use one that exists there: ${roles.join(', ')}.`
  throw new UsageError(`${environment} has no role ${role}: awsup.yaml gives it to nobody there`, {
    code: 'NO_ROLE_THERE',
    hint: `Give it to a user (users.<name>.roles.${environment}: ${role}), or write roles.${role}.environments: [${environment}], then awsup apply.${others}`,
    details: {environment, role, roles},
  })
}

const isRole = ({roles}: Manifest, role: string): boolean => roles.has(role) || READY_MADE.has(role)

function noSuchRole({roles}: Manifest, role: string): UsageError {
  const known = [...new Set([...READY_MADE.keys(), ...roles.keys()])]
  return new UsageError(`there is no role ${JSON.stringify(role)} in awsup.yaml`, {
    hint: `There are: ${known.join(', ')}.`,
    details: {role, roles: known},
  })
}

function lengthOf({roles}: Manifest, role: string, {durationS}: Wish): number {
  const longest = roles.get(role)?.sessionDurationS ?? CHAINED_S
  if (durationS !== undefined && durationS > longest) {
    throw new UsageError(
      `a session of ${role} lasts ${renderLength(longest)} at most, not ${renderLength(durationS)}`,
      {
        hint: `Ask for less, or have roles.${role}.sessionDuration changed in awsup.yaml.`,
        details: {role, durationS, longestS: longest},
      },
    )
  }
  return durationS ?? Math.min(longest, CHAINED_S)
}

const permissionSet = (role: string): UsageError =>
  new UsageError(`with IAM Identity Center ${role} is a permission set, which nobody assumes from other credentials`, {
    hint: 'To try it, assign it to yourself in IAM Identity Center, sign in there, and use its profile: awsup profiles sync writes one.',
    details: {role},
  })

const ownLength = ({environment, role}: Extract<Actor, {kind: 'role'}>): UsageError =>
  new UsageError(`these credentials are a session of ${role} in ${environment} already, and last until it ends`, {
    hint: 'Leave out --duration, or use the credentials from which the session was made.',
    details: {flag: '--duration', environment, role},
  })

const elsewhere = ({environment, role}: Extract<Actor, {kind: 'role'}>, asked: string | undefined): AccessError =>
  new AccessError(`these are credentials of ${role} in ${environment}, and not of ${asked ?? 'another account'}`, {
    code: 'OTHER_ENVIRONMENT',
    hint: `With them only ${environment} can be worked on: --env ${environment}. For others use your own credentials.`,
    details: {environment, role},
  })

const pathOf = ({project}: Manifest, environment: string, role: string): string =>
  `${teamPath(project).slice(1)}${teamRoleName(project, environment, role)}`

const accountOf = (records: readonly Recorded[], environment: string): string | undefined =>
  records.find(({address}) => address === `${environment}.account`)?.id
