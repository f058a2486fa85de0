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
import {keepUnknown} from './keep-unknown.js'
import {type CallSite, type Manners, sendCarefully} from '../calls/middleware.js'
import {quietly} from './quietly.js'
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
  /** What was piped into stdin, for secrets that are said to be there. */
  input(): Promise<string>
}

/** Whose clients they are, and where they call. */
export interface ClientsOf extends CallSite {
  credentials(): Promise<Keys>
}

interface Config {
  readonly region: string
  readonly credentials: () => Promise<Keys>
  readonly requestHandler: HttpHandler
  readonly customUserAgent: string
  readonly profile?: string
}

/** Who called, as CloudTrail shows it (`userAgent`); the sandbox tells awsup from others by it, too. */
const USER_AGENT = 'awsup'

/**
 * Clients of one account and region. Each is made when it is first used, and only then the build reads its part of the
 * SDK: 20 to 60 ms of CPU time each.
 */
export async function makeClients(
  of: ClientsOf & {readonly accountId: string},
  settings: ClientSettings,
): Promise<Clients> {
  const make = <C extends Destroyable>(client: (config: Config) => C): (() => C) =>
    lazily(() => makeClient(client, of, settings))
  const forcePathStyle = await isOtherS3(process.env, settings.profile)
  const account = make((config) => new AccountClient(config))
  const organizations = make((config) => new OrganizationsClient(config))
  const sts = make((config) => new STSClient(config))
  const iam = make((config) => new IAMClient(config))
  const cognito = make((config) => new CognitoIdentityProviderClient(config))
  const identity = make((config) => new CognitoIdentityClient(config))
  const dynamodb = make((config) => new DynamoDBClient(config))
  const s3 = make((config) => new S3Client({...config, forcePathStyle}))
  const amplify = make((config) => new AmplifyClient(config))
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
async function readAccountPlan(of: ClientsOf, settings: ClientSettings): Promise<AccountPlanState> {
  const {openFreeTier, readPlanState} = await import('../free-tier.js')
  return readPlanState(makeClient(openFreeTier, {...of, region: GLOBAL_REGION}, settings))
}

/** Where secrets are: only who refers to one loads these. */
const secretSources = (of: ClientsOf, settings: ClientSettings): SecretSources => ({
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
export const openSts = (of: ClientsOf, settings: ClientSettings): STSClient =>
  makeClient((config) => new STSClient(config), of, settings)

/** An IAM client alone: who assumes a role with MFA asks for the own device. */
export const openIam = (of: ClientsOf, settings: ClientSettings): IAMClient =>
  makeClient((config) => new IAMClient(config), of, settings)

/** An Organizations client alone: whether an account may be entered is asked before anything else is loaded. */
export const openOrganizations = (of: ClientsOf, settings: ClientSettings): OrganizationsClient =>
  makeClient((config) => new OrganizationsClient(config), of, settings)

/**
 * An S3 client alone, for records. It finds buckets in whatever region they are; on a server
 * that is not AWS's own a bucket is part of the path, as such a server has no host name for each.
 */
export async function openS3(of: ClientsOf, settings: ClientSettings): Promise<S3Client> {
  const forcePathStyle = await isOtherS3(process.env, settings.profile)
  return makeClient((config) => new S3Client({...config, forcePathStyle, followRegionRedirects: true}), of, settings)
}

/** An Access Analyzer client alone: only who has policies looked at loads it. */
export async function openAnalyzer(of: ClientsOf, settings: ClientSettings): Promise<AccessAnalyzerClient> {
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
export async function openData(of: ClientsOf, settings: ClientSettings): Promise<DataClients> {
  return {
    dynamodb: makeClient((config) => new DynamoDBClient(config), of, settings),
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

function makeClient<C extends Destroyable>(client: (config: Config) => C, of: ClientsOf, settings: ClientSettings): C {
  const {requestHandler, profile, manners, endpointOf} = settings
  const config: Config = {
    region: of.region,
    credentials: () => of.credentials(),
    requestHandler,
    customUserAgent: USER_AGENT,
    ...(profile === undefined ? {} : {profile}),
  }
  const made = keepUnknown(
    sendCarefully(
      quietly(() => client(config)),
      of,
      manners,
    ),
  )
  if (endpointOf) made.config.serviceConfiguredEndpoint = () => Promise.resolve(endpointOf(made.config.serviceId))
  settings.opened(made)
  return made
}
