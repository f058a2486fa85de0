import {randomBytes} from 'node:crypto'
import {openDoor, type Door} from '../aws/door.js'
import type {Way} from '../aws/assume.js'
import {type Identity, requireAccount, requireNotEnvironment, requireNotRoot} from '../aws/credentials/identity.js'
import {explain} from '../aws/calls/refusals.js'
import {hintAtPortal} from '../aws/sign-in/portal-hint.js'
import {AccessError} from '../base/errors.js'
import type {Engine} from '../engine/engine.js'
import type {Report} from '../base/events.js'
import {makeDesired} from '../manifest/desired/desired.js'
import {type Actor, actorOf, wayInto, type Wish} from './actor.js'
import {requireSameTarget} from './other-target.js'
import {openGuard, openLookout} from './ownership.js'
import {recordsFolder, type Project, type Target} from './project.js'
import type {Recorded} from '../records/records.js'
import {openFileRecords} from '../records/files/file-records.js'
import {openRecords, type RecordsHome} from '../records/open-records.js'
import {openRecentNotes} from '../records/journal/recent-notes.js'
import {makeHolder} from '../records/holder.js'
import {GLOBAL_REGION, isOptIn} from '../base/regions.js'
import {describeForeign, findForeignJournals} from '../operations/environments/switch/foreign-journals.js'
import {ROOMS} from '../resources/index.js'
import type {Node} from '../base/resource.js'
import {keepSourceOf} from './kept-source.js'
import {openSandboxTarget} from './sandbox-target.js'
import {requireShellAlive} from './shell-alive.js'

/** What every operation that talks to AWS (or the sandbox) needs. */
export interface SessionOptions {
  readonly profile?: string | undefined
  readonly report: Report
  readonly signal: AbortSignal
  /** Asks for a code of the MFA device; absent where there is nobody to ask. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined
  /** Role of awsup.yaml to enter accounts with, and for how long; absent: what awsup.yaml gives to who asks. */
  readonly wish?: Wish | undefined
  /** Only to look: where there is no sandbox yet, one in memory answers, so that nothing is written. */
  readonly preview?: boolean | undefined
}

/** A project with the door to its target open. */
export interface Session {
  readonly project: Project
  readonly door: Door
  readonly engine: Engine
  /** Who asks. */
  readonly actor: Actor
  /** The manifest's resources, before anyone looked. */
  readonly nodes: readonly Node[]
}

/**
 * Opens the door to the project's target. Throws AccessError when there are no credentials that can do the work,
 * ConflictError where awsup.yaml left what is on AWS for the sandbox.
 */
export async function openSession(project: Project, options: SessionOptions): Promise<Session> {
  await requireSameTarget(project)
  return openSessionBehind(await openKnownDoor(project, options), project, options)
}

/** The same where the door is open already. */
export async function openSessionBehind(door: Door, project: Project, options: SessionOptions): Promise<Session> {
  const identity = await door.caller()
  requireNotRoot(identity)
  const records = await openRecords(recordsHome(project), door)
  const foreign = findForeignJournals(project)
  if (foreign) options.report({type: 'warning', code: 'FOREIGN_JOURNAL', message: describeForeign(foreign)})
  const organization = await records.load('organization')
  const all = await records.list()
  const actor = actorOf(project, all, identity)
  if (project.target === 'aws' && actor.kind === 'administrator') requireNotEnvironment(identity)
  if (organization && actor.kind !== 'role') requireAccount(identity, organization.accountId)
  const managementId = identity.accountId
  // What others may enter, their own policy and the trust of the role say.
  const isAdministrator = actor.kind === 'administrator'
  const guarded = {door, project, records: all}
  const requireOwn = isAdministrator ? openGuard(guarded) : () => Promise.resolve()
  const requireSeen = isAdministrator ? openLookout(guarded, requireOwn) : requireOwn
  door.guardWrites(async (account) => {
    await records.requireLock()
    if (account !== undefined && account !== managementId) await requireOwn(account)
  })
  const engine: Engine = {
    project: project.manifest.project,
    run: `${new Date().toISOString()}-${randomBytes(3).toString('hex')}`,
    rooms: ROOMS,
    records,
    open: async (account, region, use) => {
      if (account === 'management' && !isAdministrator) throw beyond(actor)
      if (isAdministrator && (account === 'management' || account === managementId)) return door.management(region)
      await (use === 'looking' ? requireSeen : requireOwn)(account)
      return door.member(account, region)
    },
    beyond: isAdministrator ? undefined : isManagement(all),
    lookAgain: (what, since, look) => door.lookAgain(what, since, look),
    explain,
    report: options.report,
    signal: options.signal,
  }
  return {project, door, engine, actor, nodes: makeDesired(project.manifest)}
}

/** Accounts and the organization are in the management account, and their records name it. */
function isManagement(records: readonly Recorded[]): NonNullable<Engine['beyond']> {
  const kinds = ['organization', 'account', 'existing-account']
  const own = records.find(({kind}) => kinds.includes(kind))?.accountId
  return ({account}) => account === 'management' || account === own
}

const beyond = (actor: Actor): AccessError =>
  new AccessError(
    `this needs the account of the organization, and ${actor.kind === 'person' ? actor.name : 'this role'} has no role there`,
    {code: 'BEYOND_REACH', hint: 'An administrator of the organization can do it.'},
  )

/** Credentials of another account than the one on record are refused before the first call that matters. */
export type DoorOptions = SessionOptions & {readonly managementAccountId?: string | undefined}

/** The door alone, for what needs no plan: `whoami`, `exec`, `credentials`. */
export async function openProjectDoor(project: Project, options: DoorOptions): Promise<Door> {
  const {report, signal, profile, askMfaCode, managementAccountId, preview} = options
  requireShellAlive(project.target, options)
  const common = {
    // The management account's own STS, IAM and Organizations: an environment's region may be off there.
    region: GLOBAL_REGION,
    bucketRegion: recordsRegion(project),
    managementAccountId,
    way: openWays(project, options.wish ?? {}),
    keepSource: keepSourceOf(project, options),
    admits: async (identity: Identity) => (await findActor(project, identity)).kind === 'role',
    notes: openRecentNotes(recordsFolder(project)),
  }
  if (project.target === 'sandbox') {
    const sandbox = await openSandboxTarget(project.root, {inMemoryWhenNew: preview})
    return openDoor({target: 'sandbox', ...common, ...sandbox}, report, signal)
  }
  const door = await openDoor({target: 'aws', ...common, profile, askMfaCode}, report, signal)
  const {identityCenter, project: session} = project.manifest
  return identityCenter ? hintAtPortal(door, {session, prefix: identityCenter.prefix ?? session}) : door
}

/**
 * The door before there is a project: to ask whose credentials these are. In a folder that has no sandbox yet, one in
 * memory answers, so that asking writes nothing.
 */
export async function openDoorWithoutProject(
  {root, target}: {readonly root: string; readonly target: Target},
  options: SessionOptions,
): Promise<Door> {
  const {report, signal, profile, askMfaCode} = options
  requireShellAlive(target, options)
  if (target === 'aws') return openDoor({target, region: 'us-east-1', profile, askMfaCode}, report, signal)
  return openDoor(
    {target, region: 'us-east-1', ...(await openSandboxTarget(root, {inMemoryWhenNew: true}))},
    report,
    signal,
  )
}

/** The door for the management account on record, if there is one on this machine: any other is refused. */
export async function openKnownDoor(project: Project, options: SessionOptions): Promise<Door> {
  // Where the records are in S3 this is their local copy: the nearest that there is before the door is open.
  const local = openFileRecords(recordsFolder(project))
  // Records that cannot be right are refused before anybody is asked anything.
  if (project.manifest.records === undefined) await local.list()
  const known = await local.load('organization')
  return openProjectDoor(project, {...options, managementAccountId: known?.accountId})
}

/** Who asks, by the records on this machine. */
export const findActor = async (project: Project, identity: Identity): Promise<Actor> =>
  actorOf(project, await openFileRecords(recordsFolder(project)).list(), identity)

/** How accounts are entered, by the records on this machine: read again only for an account that they did not name. */
function openWays(project: Project, wish: Wish): (by: Identity, accountId: string) => Promise<Way> {
  const local = openFileRecords(recordsFolder(project))
  let records: Promise<readonly Recorded[]> | undefined
  return async (by, accountId) => {
    const isNamed = (all: readonly Recorded[]): boolean =>
      all.some((one) => [one.id, one.accountId].includes(accountId))
    if (!records || !isNamed(await records)) records = local.list()
    const all = await records
    return wayInto(project, {actor: actorOf(project, all, by), records: all, accountId, wish})
  }
}

/**
 * Where a bucket for records is looked for first (S3 says where it is, if elsewhere), or would be made: beside the
 * environments, unless that region may be off in the management account.
 */
const recordsRegion = ({manifest}: Project): string =>
  [...manifest.environments.values()].find(({region}) => !isOptIn(region))?.region ?? GLOBAL_REGION

/** Where the records of a project are. */
export const recordsHome = (project: Project): RecordsHome => ({
  directory: recordsFolder(project),
  target: project.target,
  s3: project.manifest.records,
  region: recordsRegion(project),
})

/** Does the work while nobody else can change the same records. */
export async function locked<T>({engine}: Session, work: () => Promise<T>): Promise<T> {
  const release = await engine.records.lock(makeHolder())
  try {
    return await work()
  } finally {
    await release()
  }
}
