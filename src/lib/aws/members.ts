import {ACCESS_ROLE} from '../base/access-role.js'
import {type Assumed, assumeRole, CHAINED_S, type Way} from './assume.js'
import type {STSClient} from '@aws-sdk/client-sts'
import {AccessError} from '../base/errors.js'
import type {Clients} from './clients/clients.js'
import {type AwsCredentials, type Keys, makeKeyCache} from './credentials/credentials.js'
import {
  type Identity,
  readIdentity,
  requireAccount,
  requireNotManagement,
  requireNotRoot,
} from './credentials/identity.js'
import {type ClientSettings, makeClients, openSts} from './clients/make-clients.js'
import type {Management} from './management.js'
import {makeMemo} from './memo.js'
import {type KeepSource, openPerson} from './people.js'
import {isYoungAccount, type Readiness, serviceProbes, whenReady} from './calls/ready.js'
import {requireRegionOn} from './regions.js'

/** The member accounts' side of the door. */
export interface Members {
  credentialsFor(accountId: string): Promise<AwsCredentials>
  /**
   * Asked before anything in an account is changed: AWS has to answer GetCallerIdentity with its id, once for all of the
   * same keys. Accounts that were not entered are no concern of it. Throws ConflictError `WRONG_ACCOUNT`.
   */
  requireOurs(accountId: string): Promise<void>
  clients(accountId: string, region: string): Promise<Clients>
  /** The session of a person from which roles are assumed: with a code, or kept from before. */
  signIn(): Promise<AwsCredentials>
}

export interface Entry {
  /** What a new account may take to be ready. */
  readonly timeoutMs: number
  /** How the caller enters an account; by AWS's own role where nothing is said. */
  readonly way?: ((by: Identity, accountId: string) => Promise<Way>) | undefined
  /** Of a caller whose role asks for MFA. */
  readonly askMfaCode?: ((device: string) => Promise<string>) | undefined
  /** Keeps the session of a person between runs; absent: for this run alone. */
  readonly keepSource?: KeepSource | undefined
}

/** Enters accounts from the management account, each once. */
export function openMembers(
  management: Management,
  settings: ClientSettings,
  {timeoutMs, way = administrator, askMfaCode, keepSource = unkept}: Entry,
): Members {
  const {clock, context} = settings.manners

  const isYoung = makeMemo(async (accountId) => {
    const clients = await management.clients(management.region)
    return isYoungAccount(clients, accountId, clock)
  })
  const ready = <T>(accountId: string, what: string, work: () => Promise<T>): Promise<T> => {
    const readiness: Readiness = {what, isYoung: () => isYoung(accountId), timeoutMs, context, clock}
    return whenReady(work, readiness)
  }

  /** Accounts that are entered as one who makes accounts. */
  const made = new Set<string>()
  /** Account id → who we are in it. */
  const arns = new Map<string, string>()
  /** Keys that AWS itself answered an account for, when they were used; those of the caller among them. */
  const proven = new WeakMap<AwsCredentials, Promise<void>>()
  const enter = async (accountId: string): Promise<AwsCredentials> => {
    const by = await management.caller()
    requireNotRoot(by)
    const taken = await way(by, accountId)
    if (taken.kind === 'own') {
      arns.set(accountId, by.arn)
      const own = ownSession(await management.keys(), accountId)
      proven.set(own, Promise.resolve())
      return own
    }
    if (!taken.mfa) requireNotManagement(by, accountId)
    const {keys, arn} = await assume(by, accountId, taken)
    // STS says with the keys whose they are. What does not say it, or is no STS, is asked.
    const entered = accountOfSession(arn)
    if (arn === undefined || entered === undefined) await prove(accountId, keys)
    else {
      requireAccount({accountId: entered, arn}, accountId)
      arns.set(accountId, arn)
    }
    return keys
  }
  const stsWith = (keys: AwsCredentials): STSClient => {
    const {region} = management
    const credentials = (): Promise<AwsCredentials> => Promise.resolve(keys)
    return openSts({accountId: undefined, region, credentials, identity: () => undefined}, settings)
  }
  const person = openPerson({
    keys: () => management.keys(),
    iam: () => management.iam(),
    sts: () => management.sts(),
    stsWith,
    askMfaCode,
    keep: keepSource,
  })
  const assume = async (by: Identity, accountId: string, taken: Extract<Way, {kind: 'role'}>): Promise<Assumed> => {
    // A person's role is there, or it is not: only who makes accounts waits until one can be entered.
    if (taken.mfa) return person.assume(by, accountId, taken)
    made.add(accountId)
    const {via, role, sessionName, durationS} = taken
    const sts = management.sts()
    const first = {accountId, role: via ?? role, sessionName, durationS: via === undefined ? durationS : CHAINED_S}
    const assumed = await ready(accountId, `account ${accountId} to become accessible`, () =>
      assumeRole(sts, by, first),
    )
    if (via === undefined) return assumed
    return assumeRole(stsWith(assumed.keys), by, {accountId, role, sessionName, durationS})
  }
  const identify = async (accountId: string, keys: AwsCredentials): Promise<void> => {
    const {region} = management
    const credentials = (): Promise<AwsCredentials> => Promise.resolve(keys)
    const sts = openSts({accountId, region, credentials, identity: () => undefined}, settings)
    const identity = await ready(accountId, `account ${accountId} to know us`, () => readIdentity(sts))
    requireAccount(identity, accountId)
    arns.set(accountId, identity.arn)
  }
  const prove = (accountId: string, keys: AwsCredentials): Promise<void> => {
    const known = proven.get(keys)
    if (known) return known
    const proving = identify(accountId, keys)
    proven.set(keys, proving)
    proving.catch(() => proven.delete(keys))
    return proving
  }
  const caches = makeMemo((accountId) => Promise.resolve(makeKeyCache(() => enter(accountId), clock)))
  const credentialsFor = async (accountId: string): Promise<AwsCredentials> => (await caches(accountId))()

  const open = async (accountId: string, region: string): Promise<Clients> => {
    const keys = await credentialsFor(accountId)
    const credentials = (): Promise<AwsCredentials> => credentialsFor(accountId)
    const clients = await makeClients({accountId, region, credentials, identity: () => arns.get(accountId)}, settings)
    // Asked of the Account service, which is where every account is let in.
    await ready(accountId, `account ${accountId} to know us`, () =>
      requireRegionOn(clients, {timeoutMs, context, clock}),
    )
    // What is older was ready long ago, and people who work there with a role of their own do not make accounts.
    if (made.has(accountId) && (await isYoung(accountId))) {
      await prove(accountId, keys)
      const what = `the services of account ${accountId} in ${region} to answer`
      await Promise.all(serviceProbes(clients).map((probe) => ready(accountId, what, probe)))
    }
    return clients
  }
  const clients = makeMemo((place) => {
    const [accountId = '', region = ''] = place.split(' ')
    return open(accountId, region)
  })

  return {
    // Others use them as they like: they are handed out only once AWS said that they are of this account.
    credentialsFor: async (accountId) => {
      const keys = await credentialsFor(accountId)
      await prove(accountId, keys)
      return keys
    },
    requireOurs: async (accountId) => {
      if (arns.has(accountId)) await prove(accountId, await credentialsFor(accountId))
    },
    signIn: () => person.signIn(),
    clients: (accountId, region) => clients(`${accountId} ${region}`),
  }
}

/** The account that an ARN of STS names; `undefined` where it is none. Pure. */
const accountOfSession = (arn = ''): string | undefined => /^arn:[\w-]+:sts::(\d{12}):assumed-role\//.exec(arn)?.[1]

const unkept: KeepSource = (_, make) => make()

/** A role that is assumed by a role lasts an hour at most, so never longer is asked for. */
const administrator = (): Promise<Way> =>
  Promise.resolve({kind: 'role', role: ACCESS_ROLE, durationS: CHAINED_S, mfa: false})

function ownSession({sessionToken, expiration, ...key}: Keys, accountId: string): AwsCredentials {
  if (sessionToken === undefined) throw new AccessError(`these are long-term keys of account ${accountId}`)
  // Variables of a shell need not say when their session ends: it is asked again before each hour is over.
  return {...key, sessionToken, expiration: expiration ?? new Date(Date.now() + CHAINED_S * 1000)}
}
