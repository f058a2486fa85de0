import {isMeant, makeProbes, requestOf, wrongCells, type Cell, type TestedRole} from '../../access/matrix/matrix.js'
import {ANOTHER, ME} from '../../access/matrix/people.js'
import {ownerClaims} from '../../access/tags.js'
import {requireNotCancelled} from '../../aws/clock.js'
import type {DataClients} from '../../aws/make-clients.js'
import {ConflictError, UsageError} from '../../errors.js'
import {groundOf} from '../access/compiled.js'
import {rolesOf} from '../access/meant.js'
import type {AccessTest} from '../access/test.js'
import {requireIds} from '../environments.js'
import type {Project} from '../../project.js'
import {openSession, type Session, type SessionOptions} from '../../session.js'
import {forgetIdentities, openIdentity} from './identity.js'
import {
  hasBucket,
  isLetThrough,
  objectOf,
  readTable,
  seed,
  tableOf,
  type LiveRequest,
  type TableKeys,
} from './requests.js'
import {makeThrowAway, MARK, removeLeftovers, removeThrowAway, signIn, type ThrowAway} from './throw-away.js'

/**
 * Makes two users in an environment's pool, signs them in, and sends requests with the credentials that they get: to
 * the tables and buckets of the rules alone, for items and objects of a throw-away name. All of it is taken away again,
 * also after a failure or Ctrl-C. Throws UsageError where nobody can sign in so.
 */
export async function testLiveAccess(
  project: Project,
  environment: string,
  options: SessionOptions,
): Promise<AccessTest> {
  const client = requireClient(project, environment)
  // Ctrl-C ends the requests, and must not end what takes everything away again.
  const session = await openSession(project, {...options, signal: new AbortController().signal})
  const undo: (() => Promise<unknown>)[] = []
  try {
    return await run(session, {environment, client, signal: options.signal, undo})
  } finally {
    for (const step of undo.toReversed()) await step().catch((error: unknown) => tellOf(error, options))
  }
}

function tellOf(error: unknown, {report}: SessionOptions): void {
  const message = error instanceof Error ? error.message : String(error)
  report({
    type: 'warning',
    code: 'LEFT_BEHIND',
    message: `something of the test is left behind, named ${MARK}: ${message}`,
  })
}

interface Run {
  readonly environment: string
  readonly client: string
  readonly signal: AbortSignal
  /** What takes away what was made; the last is undone first. */
  readonly undo: (() => Promise<unknown>)[]
}

async function run(session: Session, {environment, client, signal, undo}: Run): Promise<AccessTest> {
  const {project, engine, door} = session
  const ids = requireIds(project, environment)
  const aws = await engine.open(ids.accountId, ids.region)
  const pool = {aws, userPoolId: ids.userPoolId}
  const auth = project.manifest.environments.get(environment)?.auth
  if (!auth) throw new Error(`${environment} was not checked`)
  const notes: string[] = []
  const left = await removeLeftovers(pool, Date.now())
  if (left > 0) notes.push(`${left} users of a test that was killed are deleted`)

  const provider = `cognito-idp.${ids.region}.amazonaws.com/${ids.userPoolId}`
  const enter = async () => {
    requireNotCancelled(signal)
    const user = await makeThrowAway(pool, auth, ownerClaims(project.manifest.access))
    undo.push(() => removeThrowAway(pool, user.username))
    const token = await signIn(pool, ids.userPoolClientIds[client] ?? '', user)
    const identity = await openIdentity(aws, ids.identityPoolId, {[provider]: token})
    undo.push(() => forgetIdentities(aws, [identity.identityId]))
    return {...identity, user, sub: claimIn(token, 'sub')}
  }
  const [one, other] = [await enter(), await enter()]
  const admin = await door.data(ids.region, () => door.credentialsFor(ids.accountId))
  const everybody = rolesOf(project, environment)
  const places = await findPlaces(admin, everybody, notes)
  const trial = {roles: everybody, admin, places, signal, undo, ground: groundOf(project, environment)}
  const cells: Cell[] = []
  for (const role of everybody) {
    if (role.role.startsWith('group:')) continue
    const guest = role.role === 'guest'
    const me = guest ? await openIdentity(aws, ids.identityPoolId) : one
    if (guest) undo.push(() => forgetIdentities(aws, [me.identityId]))
    const values = new Map([
      [ME.identity, me.identityId],
      [ANOTHER.identity, other.identityId],
      [ME.sub, one.sub],
      [ANOTHER.sub, other.sub],
      [ME.claim, claimOf(one.user)],
      [ANOTHER.claim, claimOf(other.user)],
    ])
    const clients = await door.data(ids.region, () => Promise.resolve(me.keys))
    cells.push(...(await tryAll({...role, policies: []}, {...trial, clients, values})))
  }
  const roles = [...new Set(cells.map(({role}) => role))]
  return {
    environment,
    policies: 'live',
    roles: roles.map((role) => ({role, requests: cells.filter((cell) => cell.role === role).length})),
    ...wrongCells(cells),
    notes,
  }
}

interface Trial {
  readonly roles: readonly Pick<TestedRole, 'rules'>[]
  readonly admin: DataClients
  readonly clients: DataClients
  readonly places: ReadonlyMap<string, TableKeys | 'bucket'>
  /** Made-up values of the matrix → those of the people who signed in. */
  readonly values: ReadonlyMap<string, string>
  readonly signal: AbortSignal
  readonly undo: (() => Promise<unknown>)[]
  readonly ground: Parameters<typeof makeProbes>[1]
}

/** Sends every request of the matrix that can be sent without harm. */
async function tryAll(role: TestedRole, trial: Trial): Promise<readonly Cell[]> {
  const {admin, clients, places, values, signal, undo, ground} = trial
  const cells: Cell[] = []
  for (const probe of makeProbes(trial.roles, ground)) {
    requireNotCancelled(signal)
    const request = withValues(probe, values)
    const place = places.get(placeOf(request.resource))
    const meant = isMeant(probe, {rules: role.rules, ground, request: requestOf(role, probe)})
    if (place === undefined || meant === undefined) continue
    const table = place === 'bucket' ? undefined : place
    const away = await seed(admin, request, table)
    if (away) undo.push(away)
    const allowed = await isLetThrough(clients, request, table)
    if (allowed === undefined) continue
    const {action, target} = probe
    cells.push({role: role.role, action, resource: request.resource, target, meant, allowed})
  }
  return cells
}

/** Made-up people become real ones, and a made-up object a throw-away one. */
function withValues({action, resource, keys}: LiveRequest, values: Trial['values']): LiveRequest {
  const real = (text: string): string =>
    [...values].reduce((done, [from, to]) => done.replaceAll(from, to), text).replace(/\/awsup$/, `/${MARK}`)
  return {
    action,
    resource: real(resource),
    keys: Object.fromEntries(Object.entries(keys).map(([key, list]) => [key, list.map(real)])),
  }
}

const placeOf = (resource: string): string => tableOf(resource) || objectOf(resource)[0]

/** The tables and buckets of the rules that there are; of each other a note is taken. */
async function findPlaces(admin: DataClients, roles: readonly Pick<TestedRole, 'rules'>[], notes: string[]) {
  const places = new Map<string, TableKeys | 'bucket'>()
  for (const rule of roles.flatMap(({rules}) => rules)) {
    if ('dynamodb' in rule) {
      const found = await readTable(admin.dynamodb, rule.dynamodb.table)
      if (found && found !== 'unfit') places.set(rule.dynamodb.table, found)
      else
        notes.push(`table ${rule.dynamodb.table} ${found ? 'has a partition key that is no text' : 'does not exist'}`)
    }
    if ('s3' in rule) {
      if (await hasBucket(admin, rule.s3.bucket)) places.set(rule.s3.bucket, 'bucket')
      else notes.push(`bucket ${rule.s3.bucket} does not exist`)
    }
  }
  return places
}

const claimOf = ({claims}: ThrowAway): string => [...claims.values()][0] ?? MARK

/** A claim of a token that came from the pool itself a moment ago. */
function claimIn(token: string, claim: string): string {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const claims = typeof payload === 'object' && payload !== null ? Object.entries<unknown>({...payload}) : []
  const value = claims.find(([name]) => name === claim)?.[1]
  if (typeof value === 'string') return value
  throw new ConflictError(`the user pool’s token has no ${claim}`)
}

/** The first client that people sign in with and that has no secret. */
function requireClient(project: Project, environment: string): string {
  const auth = project.manifest.environments.get(environment)?.auth
  const client = [...(auth?.clients ?? [])].find(([, {type}]) => type === 'web' || type === 'native')?.[0]
  if (auth?.mfa !== 'on' && client !== undefined) return client
  throw new UsageError(
    client === undefined ? 'nobody can sign in without a secret' : 'the user pool asks everybody for a second factor',
    {hint: 'Try --deployed, which needs nobody to sign in.', details: {flag: '--live'}},
  )
}
