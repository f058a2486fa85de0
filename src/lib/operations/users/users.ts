import {applyPlan} from '../../engine/apply/apply.js'
import {makePlan} from '../../engine/plan/make-plan.js'
import type {Applied, Plan} from '../../engine/plan/plan.js'
import {ConflictError, UsageError} from '../../base/errors.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {addUser} from '../../manifest/edit/edit.js'
import {show} from '../../manifest/read/show.js'
import {recordsFolder, requireEnvironments, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {openFileRecords} from '../../records/files/file-records.js'
import {locked, type Session} from '../../project/session.js'
import {asked} from '../asked.js'
import type {UserState} from './state.js'
import {saveManifest} from '../environments/manifest-file.js'
import {accessAddress, accessAddresses} from './people.js'

/** An IAM user of an environment's account. */
export interface UserRequest {
  readonly name: string
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  /** Environment → role, of a person in the account of the organization: then there are no environments and groups. */
  readonly roles?: ReadonlyMap<string, string> | undefined
  /** Made for a machine: no MFA, no password. */
  readonly machine?: boolean | undefined
}

/** Where a user of the manifest is, and whether it was made there. */
export interface UserSummary {
  readonly name: string
  readonly groups: readonly string[]
  /** Works with an access key alone, without MFA. */
  readonly machine: boolean
  /** Environment → role, of a person: the IAM user is in the account of the organization. */
  readonly roles?: Readonly<Record<string, string>>
  /** The person signs in with IAM Identity Center: passwords and MFA are there, and no API tells them. */
  readonly identityCenter?: true
  readonly environments: readonly {
    readonly name: string
    readonly made: boolean
    readonly accountId: string | undefined
    /** How the user can sign in there; absent where nobody asked AWS, or AWS has no such user. */
    readonly state?: UserState
  }[]
}

/**
 * The project as it would be with this user in it: groups are added to those it has, environments to those it is in.
 * Throws UsageError on a name, group or environment that cannot be. Nothing is written.
 */
export function withUser(project: Project, {name, environments, groups, roles, machine = false}: UserRequest): Project {
  requireEnvironments(project, roles ? [...roles.keys()] : environments)
  const existing = project.manifest.users.get(name)
  if (machine && existing?.machine === false) {
    throw new UsageError(`${show(name)} is already a user with MFA`, {
      code: 'USER_EXISTS',
      hint: `Choose another name for the machine, or write machine: true at users.${name} in awsup.yaml: the user then needs no MFA.`,
    })
  }
  const once = {name, environments: [...new Set(environments)], groups: [...new Set(groups)], roles, machine}
  return makeProject(
    asked(() => addUser(project.source, once)),
    project,
  )
}

/** What making this user takes: itself, its groups and policy, in accounts that must be there already. */
export function planUser(session: Session, changed: Project, request: UserRequest): Promise<Plan> {
  const {name, environments, roles} = request
  const addresses = roles
    ? accessAddresses(changed.manifest, name)
    : environments.map((environment) => `${environment}.user.${name}`)
  return planUsers(session, changed, addresses)
}

/** The same for several, by their addresses. */
export async function planUsers({engine}: Session, changed: Project, addresses: readonly string[]): Promise<Plan> {
  const plan = await makePlan(engine, makeDesired(changed.manifest), {addresses})
  const missing = plan.steps.find(({kind, action}) => ['account', 'region'].includes(kind) && action === 'create')
  if (missing) {
    throw new ConflictError(`environment ${missing.environment ?? ''} is not made yet`, {
      code: 'NOT_MADE',
      hint: `Make it first: awsup apply --env ${missing.environment ?? ''}`,
    })
  }
  return plan
}

/**
 * Says in awsup.yaml what is asked now (the rest of it stays as it is, comments and all), then does the plan. In this
 * order, because a run that dies in between is finished by the next `apply`: what is still to be made is in the
 * manifest, what is still to go is on record.
 */
export const applyUsers = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  locked(session, async () => {
    saveManifest(session.project, changed)
    return applyPlan(session.engine, plan)
  })

/** Every user of the manifest, from the manifest and the records. */
export async function listUsers(project: Project): Promise<readonly UserSummary[]> {
  const made = new Map(
    (await openFileRecords(recordsFolder(project)).list()).map((recorded) => [recorded.address, recorded.accountId]),
  )
  return [...project.manifest.users].map(([name, {environments, groups, machine, roles}]) => ({
    name,
    groups,
    machine,
    ...(roles ? {roles: Object.fromEntries(roles)} : {}),
    ...(roles && project.manifest.identityCenter ? {identityCenter: true as const} : {}),
    environments: (roles ? [...roles.keys()] : environments).map((environment) => {
      const role = roles?.get(environment)
      const address =
        role === undefined ? `${environment}.user.${name}` : accessAddress(project.manifest, {name, environment, role})
      const accountId = made.get(address)
      return {name: environment, made: accountId !== undefined, accountId}
    }),
  }))
}
