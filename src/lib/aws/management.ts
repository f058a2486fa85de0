import type {AccessAnalyzerClient} from '@aws-sdk/client-accessanalyzer'
import type {IAMClient} from '@aws-sdk/client-iam'
import type {OrganizationsClient} from '@aws-sdk/client-organizations'
import type {S3Client} from '@aws-sdk/client-s3'
import type {STSClient} from '@aws-sdk/client-sts'
import type {Clients} from './clients/clients.js'
import type {Caller} from './clients/shared.js'
import type {Keys} from './credentials/credentials.js'
import {openGrace} from './calls/grace.js'
import {type Identity, readIdentity, requireAccount} from './credentials/identity.js'
import {
  type ClientSettings,
  makeClients,
  openAnalyzer,
  openIam,
  openOrganizations,
  openS3,
  openSts,
} from './clients/make-clients.js'
import {lazily, makeMemo} from './memo.js'
import {requireRegionOn} from './regions.js'

/** After Ctrl-C records in S3 are still written for so long, ms: what is under way is put on record, and the lock given back. */
const RECORDS_MS = 10_000

/** How long the caller's own account may be unknown in a region that was switched on just now; a guess, as none is documented. */
const OWN_LAG_MS = 120_000

/** The reader's own side of the door. */
export interface Management {
  /** Where it calls when nothing else is said. */
  readonly region: string
  caller(): Promise<Identity>
  keys(): Promise<Keys>
  sts(): STSClient
  iam(): IAMClient
  clients(region: string): Promise<Clients>
  organizations(): Promise<OrganizationsClient>
  s3(): Promise<S3Client>
  analyzer(region: string): Promise<AccessAnalyzerClient>
}

export interface ManagementOptions {
  readonly region: string
  /** Where buckets are looked for first. */
  readonly bucketRegion: string
  readonly keys: () => Promise<Keys>
  /** On record as the management account: any other is refused. */
  readonly expected: string | undefined
  /** Who is let in from another account: a role of the project in an environment's own. */
  readonly admits?: ((identity: Identity) => Promise<boolean>) | undefined
}

/** Nothing is called or loaded before the first question. */
export function openManagement(
  {region: home, bucketRegion, keys, expected, admits}: ManagementOptions,
  settings: ClientSettings,
): Management {
  const known: {arn?: string} = {}
  const own = (region: string, accountId?: string): Caller => ({
    accountId,
    region,
    credentials: keys,
    identity: () => known.arn,
  })
  const sts = lazily(() => openSts(own(home), settings))
  const caller = makeMemo(async () => {
    const identity = await readIdentity(sts())
    known.arn = identity.arn
    if (expected !== undefined && !(await admits?.(identity))) requireAccount(identity, expected)
    return identity
  })
  const s3 = makeMemo(async () => {
    const {accountId} = await caller('')
    const {manners} = settings
    const grace = openGrace(manners.context.signal, RECORDS_MS)
    settings.opened({destroy: () => grace.close()})
    const context = {...manners.context, signal: grace.signal}
    const alone = {
      ...settings,
      shared: new Map(),
      requestHandler: settings.aloneHandler,
      manners: {...manners, context},
    }
    return openS3(own(bucketRegion, accountId), alone)
  })
  const iam = lazily(() => openIam(own(home), settings))
  const organizations = makeMemo(async () => {
    const {accountId} = await caller('')
    return openOrganizations(own(home, accountId), settings)
  })
  return {
    region: home,
    caller: () => caller(''),
    keys,
    sts,
    iam,
    organizations: () => organizations(''),
    s3: () => s3(''),
    analyzer: makeMemo(async (region) => {
      const {accountId} = await caller('')
      return openAnalyzer(own(region, accountId), settings)
    }),
    clients: makeMemo(async (region) => {
      const {accountId} = await caller('')
      const clients = await makeClients({...own(region), accountId}, settings)
      const {context, clock} = settings.manners
      await requireRegionOn(clients, {timeoutMs: OWN_LAG_MS, context, clock})
      return clients
    }),
  }
}
