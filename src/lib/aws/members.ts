import {ACCESS_ROLE} from '../base/access-role.js'
import {assumeAccessRole} from './assume.js'
import type {Clients} from './clients/clients.js'
import {type AwsCredentials, makeKeyCache} from './credentials/credentials.js'
import {readIdentity, requireAccount, requireNotManagement, requireNotRoot} from './credentials/identity.js'
import {type ClientSettings, makeClients, openSts} from './clients/make-clients.js'
import type {Management} from './management.js'
import {makeMemo} from './memo.js'
import {isYoungAccount, type Readiness, serviceProbes, whenReady} from './calls/ready.js'
import {requireRegionOn} from './regions.js'
import {loadSdk} from './clients/sdk.js'

/** The member accounts' side of the door. */
export interface Members {
  credentialsFor(accountId: string): Promise<AwsCredentials>
  clients(accountId: string, region: string): Promise<Clients>
}

export interface Entry {
  /** What a new account may take to be ready. */
  readonly timeoutMs: number
  /** Account id → the role that it is entered by, where that is not AWS's own. */
  readonly accessRoles?: ReadonlyMap<string, string> | undefined
}

/** Enters accounts from the management account, each once. */
export function openMembers(
  management: Management,
  settings: ClientSettings,
  {timeoutMs, accessRoles}: Entry,
): Members {
  const {clock, context} = settings.manners

  const isYoung = makeMemo(async (accountId) => {
    const {organizations} = await management.clients(management.region)
    return isYoungAccount(organizations, accountId, clock)
  })
  const ready = <T>(accountId: string, what: string, work: () => Promise<T>): Promise<T> => {
    const readiness: Readiness = {what, isYoung: () => isYoung(accountId), timeoutMs, context, clock}
    return whenReady(work, readiness)
  }

  /** Account id → who we are in it. */
  const arns = new Map<string, string>()
  const enter = async (accountId: string): Promise<AwsCredentials> => {
    const by = await management.caller()
    requireNotRoot(by)
    requireNotManagement(by, accountId)
    const role = accessRoles?.get(accountId) ?? ACCESS_ROLE
    const sts = await management.sts()
    const keys = await ready(accountId, `account ${accountId} to become accessible`, () =>
      assumeAccessRole(sts, by, {accountId, role}),
    )
    await identify(accountId, keys)
    return keys
  }
  /** Also of keys that others handed out: they are used, and given to others, only once AWS said that they are of this account. */
  const identify = async (accountId: string, keys: AwsCredentials): Promise<void> => {
    const {region} = management
    const credentials = (): Promise<AwsCredentials> => Promise.resolve(keys)
    const sts = await openSts({accountId, region, credentials, identity: () => undefined}, settings)
    const identity = await ready(accountId, `account ${accountId} to know us`, () => readIdentity(sts))
    requireAccount(identity, accountId)
    arns.set(accountId, identity.arn)
  }
  const caches = makeMemo((accountId) => Promise.resolve(makeKeyCache(() => enter(accountId), clock)))
  const credentialsFor = async (accountId: string): Promise<AwsCredentials> => (await caches(accountId))()

  const open = async (accountId: string, region: string): Promise<Clients> => {
    const [sdk] = await Promise.all([loadSdk(), credentialsFor(accountId)])
    const credentials = (): Promise<AwsCredentials> => credentialsFor(accountId)
    const clients = makeClients(sdk, {accountId, region, credentials, identity: () => arns.get(accountId)}, settings)
    // Asked of the Account service, which is where every account is let in.
    await ready(accountId, `account ${accountId} to know us`, () =>
      requireRegionOn(clients, {timeoutMs, context, clock}),
    )
    const what = `the services of account ${accountId} in ${region} to answer`
    await Promise.all(serviceProbes(sdk, clients).map((probe) => ready(accountId, what, probe)))
    return clients
  }
  const clients = makeMemo((place) => {
    const [accountId = '', region = ''] = place.split(' ')
    return open(accountId, region)
  })

  return {credentialsFor, clients: (accountId, region) => clients(`${accountId} ${region}`)}
}
