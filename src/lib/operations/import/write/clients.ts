import type {ExplicitAuthFlowsType} from '@aws-sdk/client-cognito-identity-provider'
import {toSettings} from '../../../resources/cognito/app-client/settings.js'
import type {Written} from '../../../manifest/edit/block.js'
import type {LiveClient, LivePool} from '../read/live.js'
import {sectionOf, type Section} from './pool.js'

/** What else a client is written by. */
export interface Around {
  readonly pool: LivePool
  /** Key in awsup.yaml → id. */
  readonly keys: ReadonlyMap<string, string>
  /** Ids of those whose tokens the identity pool takes; `undefined` where there is no identity pool. */
  readonly identities: readonly string[] | undefined
  /** Scope as Cognito calls it → as awsup.yaml does. */
  readonly scopes: ReadonlyMap<string, string>
  /** Name of a provider in the pool → its key; `undefined` where they stay as they are on AWS. */
  readonly providers: ReadonlyMap<string, string> | undefined
}

/** One app client in awsup.yaml's words. Pure. */
export function writeClient(
  {id, secret, client}: LiveClient,
  key: string,
  {pool, identities, scopes, providers}: Around,
): Section {
  const found = toSettings(client)
  const isMachine = found.flows?.includes('client_credentials') ?? false
  const named = (found.scopes ?? []).map((scope) => (scope.includes('/') ? scopes.get(scope) : scope))
  const shared = {
    name: found.name === key ? undefined : found.name,
    accessTokenMinutes: Math.round(found.accessTokenMinutes),
    idTokenMinutes: Math.round(found.idTokenMinutes),
    refreshTokenHours: Math.round(found.refreshTokenHours),
    scopes: named.length > 0 ? named.flatMap((scope) => scope ?? []) : undefined,
  }
  // A scope that awsup.yaml has no word for stays only where none is written.
  const kept = named.includes(undefined) && !isMachine ? {...shared, scopes: undefined} : shared
  if (isMachine) return sectionOf({type: 'machine', ...kept})
  const urls = [...found.callbackUrls, ...found.logoutUrls]
  return sectionOf({
    type: secret ? 'server' : urls.every((url) => /^https?:/i.test(url)) ? 'web' : 'native',
    ...kept,
    callbackUrls: found.callbackUrls.length > 0 ? found.callbackUrls : undefined,
    logoutUrls: same(found.logoutUrls, found.callbackUrls) ? undefined : found.logoutUrls,
    authFlows: authFlowsOf(client.ExplicitAuthFlows, pool),
    ...oauthOf(found),
    providers:
      providers &&
      (found.providers ?? []).flatMap((name) => (name === 'COGNITO' ? 'cognito' : (providers.get(name) ?? []))),
    identities: identities && !identities.includes(id) ? false : undefined,
  })
}

/** With `flows: []` the sign-in pages do not know it, and what was chosen for them stays. */
function oauthOf({
  oauth,
  flows = [],
  scopes = [],
  callbackUrls,
}: ReturnType<typeof toSettings>): Readonly<Record<string, Written | undefined>> {
  if (oauth) return {flows: flows.filter((flow) => flow !== 'client_credentials')}
  const isBare = flows.length === 0 && scopes.length === 0 && callbackUrls.length === 0
  return isBare ? {} : {flows: [], scopes: undefined}
}

const WAYS: readonly (readonly [string, readonly ExplicitAuthFlowsType[]])[] = [
  ['srp', ['ALLOW_USER_SRP_AUTH']],
  ['password', ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH']],
  ['admin', ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']],
  ['custom', ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY']],
]

/**
 * Ways to sign in; `undefined` where what awsup means by nothing is just that. A client for which nothing was ever said
 * has SRP and custom ones, and one of before 2018 SRP beside what it says (CreateUserPoolClient, `ExplicitAuthFlows`).
 */
function authFlowsOf(
  flows: readonly ExplicitAuthFlowsType[] | undefined,
  {settings}: LivePool,
): readonly string[] | undefined {
  if (flows === undefined || flows.length === 0) return ['srp', 'custom']
  const isOld = flows.every((flow) => !flow.startsWith('ALLOW_'))
  const ways = WAYS.filter(
    ([way, names]) =>
      names.some((name) => flows.includes(name)) ||
      (isOld && way === 'srp' && !flows.includes('CUSTOM_AUTH_FLOW_ONLY')),
  ).map(([way]) => way)
  const choice = flows.includes('ALLOW_USER_AUTH')
  const byItself = settings.passkeys || (settings.otp?.length ?? 0) > 0
  if (ways.includes('srp') && !isOld && (!choice || byItself)) return undefined
  return choice ? [...ways, 'choice'] : ways
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n')

/**
 * A key of awsup.yaml for every client: what the reader or a file calls it, else its own name made to fit. Those that
 * somebody named come first. Pure.
 */
export function nameClients(
  clients: readonly LiveClient[],
  named: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const free = (wish: string): string => {
    const base =
      wish
        .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
        .replace(/^[^A-Za-z]+|-+$/g, '')
        .slice(0, 60) || 'client'
    for (let number = 1; ; number += 1) {
      const key = number === 1 ? base : `${base}-${number}`
      if (!keys.has(key)) return key
    }
  }
  for (const [name, id] of Object.entries(named)) {
    if (clients.some((one) => one.id === id) && ![...keys.values()].includes(id)) keys.set(free(name), id)
  }
  const rest = clients.filter(({id}) => ![...keys.values()].includes(id))
  for (const {id, client} of [...rest].sort((a, b) => (a.id < b.id ? -1 : 1)))
    keys.set(free(client.ClientName ?? ''), id)
  return keys
}
