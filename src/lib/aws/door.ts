import type {AccessAnalyzerClient} from '@aws-sdk/client-accessanalyzer'
import type {OrganizationsClient} from '@aws-sdk/client-organizations'
import type {S3Client} from '@aws-sdk/client-s3'
import type {SSOClient} from '@aws-sdk/client-sso'
import type {HttpHandler} from '@smithy/core/protocols'
import type {Report} from '../base/events.js'
import type {ListedAccount} from './clients/account-pages.js'
import {atMost, MOST_AT_ONCE} from './clients/at-most.js'
import type {Clients} from './clients/clients.js'
import {type Clock, systemClock} from './clock.js'
import {type AwsCredentials, type Keys} from './credentials/credentials.js'
import {readProfileEndpoints, requireEndpoints} from './clients/endpoints.js'
import {credentialsTimeoutMs, readyTimeoutMs, replyTimeoutMs} from './calls/deadlines.js'
import type {Way} from './assume.js'
import type {Identity} from './credentials/identity.js'
import {lookAgain} from './lag/look-again.js'
import {type NotesHome, openRecent} from './lag/recent.js'
import {visibleTimeoutMs} from './lag/visible.js'
import {makeClients, openData, openPortalClient, type ClientSettings, type DataClients} from './clients/make-clients.js'
import {openManagement} from './management.js'
import {openMembers} from './members.js'
import {makeMemo} from './memo.js'
import type {KeepSource} from './people.js'
import type {Manners} from './calls/middleware.js'
import {chosenProfile, openManagementKeys} from './credentials/management-keys.js'
import {openPace} from './calls/pace.js'
import {openReading, type How} from './clients/reading.js'
import {GLOBAL_REGION} from '../base/regions.js'
import {regionTimeoutMs} from './regions.js'
import {quietly} from './clients/quietly.js'
import {readStdin} from './credentials/secrets.js'
import {wholeReplies} from './calls/whole-replies.js'

/** The one way to AWS. Whatever is opened is opened once, and closed by `close`. */
export interface Door {
  /** Clients that act with the reader's own credentials, after AWS said whose they are. */
  management(region: string): Promise<Clients>
  /** Clients of a member account: entered, known to be the right one, and its services known to answer. */
  member(accountId: string, region: string): Promise<Clients>
  /** Who the reader is. */
  caller(): Promise<Identity>
  /** Keys of the access role of a member account, for an hour; at least five minutes are left. */
  credentialsFor(accountId: string): Promise<AwsCredentials>
  /** The session of a person from which roles are assumed: with a code of the device, or kept from before. */
  signIn(): Promise<AwsCredentials>
  /** Organizations with the reader's own credentials, after AWS said whose they are. */
  organizations(): Promise<OrganizationsClient>
  /** A member account from a page of accounts, while `whileReading` goes on; `undefined` where no page tells. */
  findListed(accountId: string): Promise<ListedAccount | undefined>
  /** S3 with the reader's own credentials, after AWS said whose they are. */
  s3(): Promise<S3Client>
  /** Access Analyzer of a region with the reader's own credentials, after AWS said whose they are. */
  analyzer(region: string): Promise<AccessAnalyzerClient>
  /** The access portal of IAM Identity Center, which takes tokens instead of signatures. */
  portal(region: string): Promise<SSOClient>
  /** DynamoDB and S3 of a region with keys that somebody was given, and no account to be checked. */
  data(region: string, keys: () => Promise<Keys>): Promise<DataClients>
  /** Clients of an account with keys that somebody was given: of a user, or of a session of theirs. */
  withKeys(place: {readonly accountId: string; readonly region: string}, keys: Keys): Promise<Clients>
  /**
   * Asks until there is an answer, or until what was made at `since` (ms since 1970) must show everywhere: `undefined`
   * then.
   */
  lookAgain<T>(what: string, since: number, look: () => Promise<T | undefined>): Promise<T | undefined>
  /**
   * From now on `check` is asked before each call that changes something, with the account that it would change; what it
   * throws stops that call.
   */
  guardWrites(check: (accountId: string | undefined) => Promise<void>): void
  /**
   * While `work` runs nothing is changed: the same is not asked twice, and accounts are asked for in pages, unless `how`
   * says that each is asked about.
   */
  whileReading<T>(work: () => Promise<T>, how?: How): Promise<T>
  close(): void
}

interface Aws {
  readonly target: 'aws'
  readonly region: string
  readonly profile?: string | undefined
  /** Asks the reader for the six digits of the device `serial`. */
  readonly askMfaCode?: ((serial: string) => Promise<string>) | undefined
}

interface Sandbox {
  readonly target: 'sandbox'
  readonly requestHandler: HttpHandler
  readonly credentials: Keys
  readonly region?: string | undefined
  /** How late what is made shows in it, ms. */
  readonly lagMs?: number | undefined
}

/** Where calls go, and who sends them. */
export type DoorOptions = (Aws | Sandbox) & {
  /** On record as the management account: any other is refused before the first call that matters. */
  readonly managementAccountId?: string | undefined
  readonly clock?: Clock | undefined
  /** Where buckets are looked for first; where the rest is when absent. */
  readonly bucketRegion?: string | undefined
  /** Where what was made and deleted a moment ago is remembered beyond this door; nowhere when absent. */
  readonly notes?: NotesHome | undefined
  /** How the caller enters an account; by AWS's own role where nothing is said. */
  readonly way?: ((by: Identity, accountId: string) => Promise<Way>) | undefined
  /** Keeps the session of a person between runs. */
  readonly keepSource?: KeepSource | undefined
  /** Who is let in from another account than that on record: a role of the project in an environment's own. */
  readonly admits?: ((identity: Identity) => Promise<boolean>) | undefined
}

/** A server that exists takes a connection sooner than this, ms. */
const CONNECTION_TIMEOUT_MS = 5_000
/** For the whole of an upload: 500 MiB at 5 Mbit a second, ms. */
const UPLOAD_MS = 15 * 60_000

/**
 * Opens it; nothing is called before the first question. `report` is told of waits and warnings, `signal` ends every
 * wait (a call in flight is waited for: what it did must become known). Throws UsageError where AWSUP_READY_TIMEOUT,
 * AWSUP_REGION_TIMEOUT, AWSUP_REPLY_TIMEOUT or AWSUP_VISIBLE_TIMEOUT is no number, or an endpoint is set that cannot be
 * one; its questions throw AccessError, ConflictError `WRONG_ACCOUNT`, and what AWS answers (see `explain`).
 */
export async function openDoor(options: DoorOptions, report: Report, signal: AbortSignal): Promise<Door> {
  const timeoutMs = readyTimeoutMs()
  const replyMs = replyTimeoutMs()
  regionTimeoutMs()
  const {clock = systemClock, managementAccountId: expected, region = GLOBAL_REGION} = options
  const opened: {destroy(): void}[] = []
  const forMs = visibleTimeoutMs(process.env['AWSUP_VISIBLE_TIMEOUT'], options)
  const context = {report, signal}
  const recent = openRecent({clock, forMs, home: options.notes})
  let check: (accountId: string | undefined) => Promise<void> = () => Promise.resolve()
  const reading = openReading()
  const beforeWrite = async (accountId: string | undefined): Promise<void> => {
    if (accountId !== undefined) await members.requireOurs(accountId)
    await check(accountId)
  }
  const manners = {context, clock, recent, reading, beforeWrite}
  const reach = await makeReach(options, {manners, replyMs})
  const input = makeMemo(() => readStdin())
  const settings: ClientSettings = {
    ...reach,
    opened: (client) => void opened.push(client),
    shared: new Map(),
    input: () => input(''),
  }
  const keys =
    options.target === 'aws'
      ? openManagementKeys({
          ...{profile: options.profile, region, askMfaCode: options.askMfaCode, report, signal},
          ...{requestHandler: reach.requestHandler, timeoutMs: credentialsTimeoutMs(replyMs)},
        })
      : () => Promise.resolve(options.credentials)
  const management = openManagement(
    {region, bucketRegion: options.bucketRegion ?? region, keys, expected, admits: options.admits},
    settings,
  )
  const askMfaCode = options.target === 'aws' ? options.askMfaCode : undefined
  const members = openMembers(management, settings, {
    timeoutMs,
    way: options.way,
    askMfaCode,
    keepSource: options.keepSource,
  })
  return {
    management: (place) => management.clients(place),
    member: (accountId, place) => members.clients(accountId, place),
    caller: () => management.caller(),
    credentialsFor: (accountId) => members.credentialsFor(accountId),
    signIn: () => members.signIn(),
    organizations: () => management.organizations(),
    findListed: async (accountId) => (await management.clients(region)).findListed(accountId),
    s3: () => management.s3(),
    analyzer: (place) => management.analyzer(place),
    portal: (place) => openPortalClient(place, settings),
    data: (place, credentials) =>
      openData({accountId: undefined, region: place, credentials, identity: () => undefined}, settings),
    withKeys: (place, given) =>
      makeClients({...place, credentials: () => Promise.resolve(given), identity: () => undefined}, settings),
    lookAgain: (what, since, look) => lookAgain(what, look, {context, clock, deadline: since + forMs}),
    guardWrites: (asked) => {
      check = asked
    },
    whileReading: (work, how) => reading.during(work, how),
    close: () => {
      for (const client of opened) client.destroy()
    },
  }
}

interface Reaching {
  readonly manners: Manners
  readonly replyMs: number
}

/** In the sandbox nothing is paced: it has no rates, and there is nobody to spare. */
async function makeReach(
  options: Aws | Sandbox,
  {manners, replyMs}: Reaching,
): Promise<Omit<ClientSettings, 'opened' | 'shared' | 'input'>> {
  const patience = {timeoutMs: replyMs, signal: manners.context.signal}
  if (options.target === 'sandbox') {
    const uploadHandler = wholeReplies(options.requestHandler, {...patience, timeoutMs: UPLOAD_MS})
    const requestHandler = wholeReplies(options.requestHandler, patience)
    return {manners, uploadHandler, requestHandler, aloneHandler: requestHandler}
  }
  requireEndpoints(process.env)
  const {STSClient} = await import('@aws-sdk/client-sts')
  const {region} = options
  const chosen = chosenProfile(options.profile)
  // The client's own way to carry requests: later clients share its connections.
  const requestHandler = {connectionTimeout: Math.min(CONNECTION_TIMEOUT_MS, replyMs)}
  const {config} = quietly(() => new STSClient({region, requestHandler}))
  const carrier = config.requestHandler as HttpHandler
  return {
    manners: {...manners, pace: openPace(manners.clock)},
    aloneHandler: wholeReplies(carrier, patience),
    requestHandler: atMost(MOST_AT_ONCE, wholeReplies(carrier, patience), manners.context.signal),
    uploadHandler: wholeReplies(carrier, {...patience, timeoutMs: UPLOAD_MS}),
    ...(chosen !== undefined && (await readProfileEndpoints(chosen))),
  }
}
