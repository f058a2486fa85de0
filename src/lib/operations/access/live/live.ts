import {randomUUID} from 'node:crypto'
import {wrongCells, type Cell} from '../../../access/matrix/matrix.js'
import type {Person} from '../../../access/matrix/people.js'
import {ownerClaims} from '../../../access/tags.js'
import {requireNotCancelled} from '../../../aws/clock.js'
import {openGrace} from '../../../aws/calls/grace.js'
import type {Keys} from '../../../aws/credentials/credentials.js'
import {UsageError} from '../../../base/errors.js'
import type {Project} from '../../../project/project.js'
import {openSession, type Session, type SessionOptions} from '../../../project/session.js'
import {groundOf} from '../../../project/ground.js'
import {rolesOf, type MeantRole} from '../meant.js'
import {withNothing} from '../nothing.js'
import {notesFor} from '../openings/rule-notes.js'
import {findRuleOpenings} from '../openings/rule-openings.js'
import type {AccessTest} from '../test-result.js'
import {requireIds, settingsOf} from '../../environments/environments.js'
import {openOwnPool, requireOwnIdentityPool} from '../../pool-users/own-pool.js'
import {forgetIdentities, openIdentity, openKeys} from './identity.js'
import {findKilled, openLiveJournal, type LiveJournal} from './journal.js'
import {removeLeftovers} from './leftovers.js'
import {findUnreachable} from './reachable.js'
import {GRACE_MS, takeAway} from './take-away.js'
import {makeThrowAway, planThrowAway, readSchema, removeThrowAway} from './throw-away.js'
import {findPlaces, tryAll, type Undo} from './trial.js'
import {openVisitor, type Visitor} from './visitors.js'

/**
 * Makes users in an environment's pool (two, and one in each group that has a role), signs them in, and sends requests
 * with the credentials that they get: to the tables and buckets of the rules alone, for items and objects of a
 * throw-away name. All of it is taken away again, also after a failure or Ctrl-C. Throws UsageError where nobody can
 * sign in so, or the pool would take no such user, before anything is made.
 */
export async function testLiveAccess(
  project: Project,
  environment: string,
  options: SessionOptions,
): Promise<AccessTest> {
  const client = requireClient(project, environment)
  // Ctrl-C ends the requests, and leaves what takes everything away again the time for it.
  const grace = openGrace(options.signal, GRACE_MS)
  const undo: Undo = new Map()
  let journal: LiveJournal | undefined
  const begun = (opened: LiveJournal): void => {
    journal = opened
  }
  try {
    const session = await openSession(project, {...options, signal: grace.signal})
    return await run(session, {environment, client, signal: options.signal, undo, begun})
  } finally {
    const isGone = await takeAway(undo, {report: options.report, signal: grace.signal})
    if (isGone) await journal?.end()
    grace.close()
  }
}

interface Run {
  readonly environment: string
  /** Name of the app client that people sign in with. */
  readonly client: string
  readonly signal: AbortSignal
  readonly undo: Undo
  /** Hears of the journal, once it is open. */
  readonly begun: (journal: LiveJournal) => void
}

async function run(session: Session, {environment, client, signal, undo, begun}: Run): Promise<AccessTest> {
  const {project, engine, door} = session
  const ids = requireIds(project, environment)
  const {auth} = settingsOf(project, environment)
  const aws = await openOwnPool(engine, project, ids)
  await requireOwnIdentityPool(aws, project, ids)
  const {userPoolId, identityPoolId, region} = ids
  const entrance = {aws, userPoolId, identityPoolId, region, clientId: ids.userPoolClientIds[client] ?? ''}
  const claims = ownerClaims(project.manifest.access)
  const making = {auth, claims, schema: await readSchema(entrance)}
  const roles = rolesOf(project, environment)
  const unreachable = findUnreachable(roles, {auth, client})
  const tried = roles.filter((role) => !unreachable.has(role))
  const withGuest = tried.some(({signedIn}) => !signedIn)
  // Whatever the pool would refuse is refused before anything is made.
  planThrowAway(making, withGuest ? `${region}:${randomUUID()}` : undefined)

  const admin = await door.data(region, () => door.credentialsFor(ids.accountId))
  const {places, notes} = await findPlaces(admin, roles)
  const stage = {roles, admin, places, ground: groundOf(project, environment)}
  const killed = await findKilled(engine, ids)
  const left = await removeLeftovers(entrance, stage, {now: Date.now(), claims, killed: killed.users})
  await killed.end()
  const journal = await openLiveJournal(engine, ids)
  begun(journal)

  const guest = withGuest ? await openIdentity(aws, identityPoolId) : undefined
  if (guest !== undefined) undo.set(guest, () => forgetIdentities(aws, [guest]))

  /** Somebody new who signed in, in a group or in none. */
  const enter = async (group?: string): Promise<Visitor> => {
    requireNotCancelled(signal)
    const user = await makeThrowAway(entrance, making, {
      group,
      note: guest,
      began: (username) => {
        undo.set(username, () => removeThrowAway(entrance, username))
        return journal.note(username)
      },
    })
    const visitor = await openVisitor(entrance, user)
    undo.set(visitor.identity, () => forgetIdentities(aws, [visitor.identity]))
    return visitor
  }
  const [one, another] = [await enter(), await enter()]
  const cells: Cell[] = []
  for (const role of tried) {
    const {me, keys} = await stepInto(role)
    const clients = await door.data(region, () => Promise.resolve(keys))
    cells.push(...(await tryAll({...role, policies: []}, stage, {clients, me, another, signal, undo})))
  }
  const known = new Set(tried.flatMap((role) => notesFor(project, environment, role)).map(({message}) => message))
  const test: AccessTest = {
    environment,
    policies: 'live',
    roles: tried.map(({role}) => ({role, requests: cells.filter((cell) => cell.role === role).length})),
    ...wrongCells(cells),
    openings: findRuleOpenings(project, environment),
    notes: [...known, ...notes, ...[...unreachable.values()], ...(left > 0 ? [leftNote(left)] : [])],
  }
  return withNothing(test, project)

  /** Who has the role, with its credentials: a guest, a new member of the group, or who is in no group. */
  async function stepInto(role: MeantRole): Promise<{readonly me: Person; readonly keys: Keys}> {
    if (!role.signedIn) return {me: {...one, identity: guest ?? ''}, keys: await openKeys(aws, guest ?? '')}
    const me = role.group === undefined ? one : await enter(role.group)
    return {me, keys: await openKeys(aws, me.identity, me.logins)}
  }
}

const leftNote = (users: number): string =>
  users === 1
    ? 'a user of a test that was killed is deleted, with all that it made'
    : `${users} users of a test that was killed are deleted, with all that they made`

/** The first client that people sign in with, that has no secret, and whose users the identity pool knows. */
function requireClient(project: Project, environment: string): string {
  const {auth} = settingsOf(project, environment)
  const client = [...auth.clients].find(
    ([, {type, identities}]) => (type === 'web' || type === 'native') && identities,
  )?.[0]
  if (auth.mfa !== 'on' && client !== undefined) return client
  throw new UsageError(
    client === undefined ? 'users cannot sign in without a secret' : 'the user pool asks everybody for a second factor',
    {hint: 'Try --deployed, which needs no sign-in.', details: {flag: '--live'}},
  )
}
