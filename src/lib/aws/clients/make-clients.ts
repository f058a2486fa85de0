import type {AccessAnalyzerClient} from '@aws-sdk/client-accessanalyzer'
import {AccountClient} from '@aws-sdk/client-account'
import {AmplifyClient} from '@aws-sdk/client-amplify'
import {CognitoIdentityClient} from '@aws-sdk/client-cognito-identity'
import {CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {IAMClient} from '@aws-sdk/client-iam'
import {OrganizationsClient} from '@aws-sdk/client-organizations'
import {S3Client} from '@aws-sdk/client-s3'
import type {SSOClient} from '@aws-sdk/client-sso'
import {STSClient} from '@aws-sdk/client-sts'
import type {HttpHandler} from '@smithy/core/protocols'
import {openAccountPages} from './account-pages.js'
import type {Clients} from './clients.js'
import type {Keys} from '../credentials/credentials.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import type {AccountPlanState} from '../free-tier.js'
import {lazily, makeMemo} from '../memo.js'
import {isOtherS3} from './endpoints.js'
import type {Manners} from '../calls/middleware.js'
import {quietly} from './quietly.js'
import {type Caller, NOBODY, shareClient, type SharedClient} from './shared.js'
import {upload} from './upload.js'
import {readSecret, type SecretSources} from '../credentials/secrets.js'

/** What all clients of a run have in common. */
export interface ClientSettings {
  readonly manners: Manners
  /** How requests travel; one for all, so that connections are shared. */
  readonly requestHandler: HttpHandler
  /** The same for what never waits behind other requests: records. */
  readonly aloneHandler: HttpHandler
  /** The same with the time that uploads have. */
  readonly uploadHandler: HttpHandler
  /** Where endpoints and the like may be configured. */
  readonly profile?: string | undefined
  /** Where a service is called, by its id; absent where no profile is chosen, and the SDK looks itself. */
  readonly endpointOf?: ((serviceId: string) => string | undefined) | undefined
  /** Told of every client, so that it can be closed. */
  opened(client: {destroy(): void}): void
  /** The clients that were made, by what they are and their region: every account uses the same. */
  readonly shared: SharedClients
  /** What was piped into stdin, for secrets that are said to be there. */
  input(): Promise<string>
}

/** How a client is made. Of what is made by the same function for the same region there is one. */
type Make<C> = (config: Config) => C

/** By how they are made and their region. */
type SharedClients = Map<Make<unknown>, Map<string, SharedClient<unknown>>>

interface Config {
  readonly region: string
  readonly credentials: Keys
  readonly requestHandler: HttpHandler
  readonly customUserAgent: string
  readonly profile?: string
}

const ACCOUNT: Make<AccountClient> = (config) => new AccountClient(config)
const ORGANIZATIONS: Make<OrganizationsClient> = (config) => new OrganizationsClient(config)
const STS: Make<STSClient> = (config) => new STSClient(config)
const IAM: Make<IAMClient> = (config) => new IAMClient(config)
const COGNITO: Make<CognitoIdentityProviderClient> = (config) => new CognitoIdentityProviderClient(config)
const IDENTITY: Make<CognitoIdentityClient> = (config) => new CognitoIdentityClient(config)
const DYNAMODB: Make<DynamoDBClient> = (config) => new DynamoDBClient(config)
const AMPLIFY: Make<AmplifyClient> = (config) => new AmplifyClient(config)
const S3: Make<S3Client> = (config) => new S3Client(config)
/** On a server that is not AWS's own a bucket is part of the path. */
const OTHER_S3: Make<S3Client> = (config) => new S3Client({...config, forcePathStyle: true})

/** Who called, as CloudTrail shows it (`userAgent`); the sandbox tells awsup from others by it, too. */
const USER_AGENT = 'awsup'

/**
 * Clients of one account and region. Each is made when it is first used, and only then the build reads its part of the
 * SDK: 20 to 60 ms of CPU time each.
 */
export async function makeClients(
  of: Caller & {readonly accountId: string},
  settings: ClientSettings,
): Promise<Clients> {
  const make = <C extends Destroyable>(client: Make<C>): (() => C) => lazily(() => makeClient(client, of, settings))
  const isOther = await isOtherS3(process.env, settings.profile)
  const account = make(ACCOUNT)
  const organizations = make(ORGANIZATIONS)
  const sts = make(STS)
  const iam = make(IAM)
  const cognito = make(COGNITO)
  const identity = make(IDENTITY)
  const dynamodb = make(DYNAMODB)
  const s3 = make(isOther ? OTHER_S3 : S3)
  const amplify = make(AMPLIFY)
  return {
    accountId: of.accountId,
    region: of.region,
    get account() {
      return account()
    },
    visibleMs: settings.manners.recent?.forMs ?? 0,
    get organizations() {
      return organizations()
    },
    findListed: async (accountId) => {
      const {reading} = settings.manners
      return reading?.pages(() => openAccountPages(organizations()))?.find(accountId)
    },
    get sts() {
      return sts()
    },
    get iam() {
      return iam()
    },
    get cognito() {
      return cognito()
    },
    get identity() {
      return identity()
    },
    get dynamodb() {
      return dynamodb()
    },
    get s3() {
      return s3()
    },
    get amplify() {
      return amplify()
    },
    readSecret: (reference) => readSecret(reference, secretSources(of, settings)),
    identityCenter: makeMemo(async (region) => {
      const {openIdentityCenter} = await import('./identity-center.js')
      return openIdentityCenter((client) => makeClient(client, {...of, region}, settings))
    }),
    upload: (url, bytes) => upload(url, bytes, settings.uploadHandler),
    readAccountPlan: () => readAccountPlan(of, settings),
  }
}

/** There is one endpoint of AWS Free Tier: only who is about to make an organization loads its client. */
async function readAccountPlan(of: Caller, settings: ClientSettings): Promise<AccountPlanState> {
  const {openFreeTier, readPlanState} = await import('../free-tier.js')
  return readPlanState(makeClient(openFreeTier, {...of, region: GLOBAL_REGION}, settings))
}

/** Where secrets are: only who refers to one loads these. */
const secretSources = (of: Caller, settings: ClientSettings): SecretSources => ({
  async ssm() {
    const {SSMClient} = await import('@aws-sdk/client-ssm')
    return makeClient((config) => new SSMClient(config), of, settings)
  },
  async secretsManager() {
    const {SecretsManagerClient} = await import('@aws-sdk/client-secrets-manager')
    return makeClient((config) => new SecretsManagerClient(config), of, settings)
  },
  input: () => settings.input(),
})

/**
 * An STS client alone: what `whoami`, `exec` and `credentials` need.
 */
export const openSts = (of: Caller, settings: ClientSettings): STSClient => makeClient(STS, of, settings)

/** An IAM client alone: who assumes a role with MFA asks for the own device. */
export const openIam = (of: Caller, settings: ClientSettings): IAMClient => makeClient(IAM, of, settings)

/** An Organizations client alone: whether an account may be entered is asked before anything else is loaded. */
export const openOrganizations = (of: Caller, settings: ClientSettings): OrganizationsClient =>
  makeClient(ORGANIZATIONS, of, settings)

/**
 * An S3 client alone, for records. It finds buckets in whatever region they are; on a server
 * that is not AWS's own a bucket is part of the path, as such a server has no host name for each.
 */
export async function openS3(of: Caller, settings: ClientSettings): Promise<S3Client> {
  const forcePathStyle = await isOtherS3(process.env, settings.profile)
  return makeClient((config) => new S3Client({...config, forcePathStyle, followRegionRedirects: true}), of, settings)
}

/** An Access Analyzer client alone: only who has policies looked at loads it. */
export async function openAnalyzer(of: Caller, settings: ClientSettings): Promise<AccessAnalyzerClient> {
  const {AccessAnalyzerClient} = await import('@aws-sdk/client-accessanalyzer')
  return makeClient((config) => new AccessAnalyzerClient(config), of, settings)
}

/** The access portal alone: its calls are not signed, so nobody's credentials are looked for. */
export async function openPortalClient(region: string, settings: ClientSettings): Promise<SSOClient> {
  const {SSOClient} = await import('@aws-sdk/client-sso')
  const credentials = (): Promise<Keys> => Promise.reject(new Error('calls of the portal are not signed'))
  const of = {accountId: undefined, region, credentials, identity: () => undefined}
  return makeClient((config) => new SSOClient(config), of, settings)
}

/** Clients of the data that front ends reach themselves. */
export interface DataClients {
  readonly dynamodb: DynamoDBClient
  readonly s3: S3Client
}

/** DynamoDB and S3 with somebody's keys, to try access for real. */
export async function openData(of: Caller, settings: ClientSettings): Promise<DataClients> {
  return {
    dynamodb: makeClient(DYNAMODB, of, settings),
    s3: await openS3(of, settings),
  }
}

interface Destroyable {
  readonly middlewareStack: unknown
  readonly config: {
    readonly serviceId: string
    /** What the SDK asks for the endpoint that is configured, before each call. */
    serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined
  }
  destroy(): void
}

function makeClient<C extends Destroyable>(make: Make<C>, of: Caller, settings: ClientSettings): C {
  const {shared} = settings
  const byRegion = shared.get(make) ?? new Map<string, SharedClient<unknown>>()
  shared.set(make, byRegion)
  const known = byRegion.get(of.region) as SharedClient<C> | undefined
  const client = known ?? makeShared(make, of.region, settings)
  byRegion.set(of.region, client)
  return client.as(of)
}

function makeShared<C extends Destroyable>(make: Make<C>, region: string, settings: ClientSettings): SharedClient<C> {
  const {requestHandler, profile, manners, endpointOf} = settings
  const config: Config = {
    region,
    credentials: NOBODY,
    requestHandler,
    customUserAgent: USER_AGENT,
    ...(profile === undefined ? {} : {profile}),
  }
  const made = quietly(() => make(config))
  if (endpointOf) made.config.serviceConfiguredEndpoint = () => Promise.resolve(endpointOf(made.config.serviceId))
  settings.opened(made)
  return shareClient(made, manners)
}
