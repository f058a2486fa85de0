import {UsageError} from '../../base/errors.js'
import {regionOf, type Found, type FoundPool} from '../../import/found.js'
import {CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Shape} from '../../import/part.js'
import {show} from '../../manifest/read/show.js'
import {accountId as accountRule, clientName} from '../../manifest/rules/names.js'
import {requireRegion} from '../environments/regions.js'
import {NEW_IDENTITY_POOL} from './read/identity-pools.js'
import type {ImportRequest} from './read/place.js'

/** What the command line says beside the source. */
export interface ImportAnswers {
  /** `dev`, or `dev=<user pool id>` where a source has several. */
  readonly environments: readonly string[]
  readonly accountId?: string | undefined
  readonly accessRole?: string | undefined
  readonly identityPoolId?: string | undefined
  /** `web=<client id>` */
  readonly clients?: readonly string[] | undefined
  /** Only checked: an id of a user pool begins with its region. */
  readonly region?: string | undefined
}

/** What `import pool` is told, as any other source tells it. Throws UsageError on what is no id. */
export function foundByHand(userPoolId: string): Found {
  requireShape('the user pool', userPoolId, USER_POOL_ID)
  return {pools: [{userPoolId, clients: {}, from: userPoolId}], outputs: [], notes: []}
}

/** Names of environments that a source knows by itself, for which nothing has to be asked. */
export const environmentsIn = ({pools}: Found): readonly string[] => pools.flatMap(({environment}) => environment ?? [])

/** Which pool goes into which environment. Throws UsageError where that is not said, or is not so. */
export function requestsFor(found: Found, answers: ImportAnswers): readonly ImportRequest[] {
  const named = answers.environments.length > 0 ? answers.environments : environmentsIn(found)
  const requests = named.map((entry) => {
    const [environment = '', id] = entry.split('=', 2)
    return requestFor({...choose(found, environment, id), environment}, answers)
  })
  const twice = requests.find(
    ({userPoolId}, index) => requests.findIndex((one) => one.userPoolId === userPoolId) < index,
  )
  if (!twice) return requireOneIdentityPool(requests, answers)
  throw new UsageError(`the user pool ${twice.userPoolId} is asked for in two environments`, {
    hint: `Each pool goes into one: ${listed(found)}`,
  })
}

/** An identity pool is of one environment. Throws UsageError where one is named for several. */
function requireOneIdentityPool(
  requests: readonly ImportRequest[],
  {identityPoolId}: ImportAnswers,
): readonly ImportRequest[] {
  if (identityPoolId === undefined || identityPoolId === NEW_IDENTITY_POOL || requests.length < 2) return requests
  throw new UsageError('--identity-pool names one identity pool, and several environments are imported', {
    hint: 'Import each of them separately: --env dev --identity-pool <id>',
    details: {flag: '--identity-pool'},
  })
}

function choose({pools, notes}: Found, environment: string, id: string | undefined): FoundPool {
  const own = pools.filter((pool) => (id === undefined ? pool.environment === environment : pool.userPoolId === id))
  const free = pools.filter((pool) => pool.environment === undefined)
  const fitting = own.length > 0 || id !== undefined ? own : free
  const [chosen, another] = fitting
  if (chosen && !another) return chosen
  throw new UsageError(
    chosen
      ? `which of ${fitting.length} user pools is ${show(environment)}?`
      : `there is no user pool for ${show(environment)}${id === undefined ? '' : `: ${id}`}`,
    {
      hint: [
        `Say it with --env ${environment}=<user pool id>. Found: ${listed({pools, notes, outputs: []})}.`,
        ...notes,
      ].join(' '),
      details: {flag: '--env'},
    },
  )
}

const listed = ({pools}: Found): string =>
  pools
    .map(
      ({userPoolId, environment, from}) =>
        `${userPoolId} (${environment === undefined ? from : `${environment}, ${from}`})`,
    )
    .join('; ')

function requestFor(pool: FoundPool & {readonly environment: string}, answers: ImportAnswers): ImportRequest {
  const {userPoolId} = pool
  const {accountId, identityPoolId, region} = answers
  requireRegion(`the region of the user pool ${userPoolId}`, regionOf(userPoolId))
  const named = Object.fromEntries((answers.clients ?? []).map(clientOf))
  if (accountId !== undefined) requireRule('--account', accountId, accountRule(accountId)?.must)
  if (identityPoolId !== undefined && identityPoolId !== NEW_IDENTITY_POOL)
    requireShape('--identity-pool', identityPoolId, IDENTITY_POOL_ID)
  if (region !== undefined && region !== regionOf(userPoolId)) {
    throw new UsageError(`--region says ${region}, but the user pool ${userPoolId} is in ${regionOf(userPoolId)}`, {
      hint: 'Leave --region out: the id of a user pool begins with its region.',
      details: {flag: '--region'},
    })
  }
  return {
    environment: pool.environment,
    userPoolId,
    identityPoolId: identityPoolId ?? pool.identityPoolId,
    // What the reader says comes first, and counts.
    clients: {...named, ...pool.clients, ...named},
    accountId: accountId ?? pool.accountId,
    accessRole: answers.accessRole,
  }
}

function clientOf(entry: string): readonly [string, string] {
  const [name = '', id = ''] = entry.split('=', 2)
  requireRule('--client', entry, clientName(name)?.must)
  requireShape('--client', id, CLIENT_ID)
  return [name, id]
}

const requireShape = (what: string, value: string, {must, pattern}: Shape): void =>
  requireRule(what, value, pattern.test(value) ? undefined : must)

function requireRule(what: string, value: string, must: string | undefined): void {
  if (must === undefined) return
  throw new UsageError(`${what} is ${show(value)}, must ${must}`, {
    hint: 'For example: awsup import pool eu-west-1_AbCdEfGhI --env dev --client web=1example23456789',
    ...(what.startsWith('--') && {details: {flag: what}}),
  })
}
