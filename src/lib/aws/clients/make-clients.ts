import type {AccessAnalyzerClient} from '@aws-sdk/client-accessanalyzer'
import type {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import type {IAMClient} from '@aws-sdk/client-iam'
import type {OrganizationsClient} from '@aws-sdk/client-organizations'
import type {S3Client} from '@aws-sdk/client-s3'
import type {SSOClient} from '@aws-sdk/client-sso'
import type {STSClient} from '@aws-sdk/client-sts'
import type {HttpHandler} from '@smithy/core/protocols'
import type {Clients} from './clients.js'
import type {Keys} from '../credentials/credentials.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import type {AccountPlanState} from '../free-tier.js'
import {makeMemo} from '../memo.js'
import {isOtherS3} from './endpoints.js'
import {keepUnknown} from './keep-unknown.js'
import {type CallSite, type Manners, sendCarefully} from '../calls/middleware.js'
import {lazily, quietly, type Sdk} from './sdk.js'
import {upload} from './upload.js'
import {readSecret, type SecretSources} from '../credentials/secrets.js'

/** What all clients of a run have in common. */
export interface ClientSettings {
  readonly manners: Manners
  /** How requests travel; one for all, so that connections are shared. */
  readonly requestHandler: HttpHandler
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

/** Clients of one account and region; each is made when it is first used. */
export function makeClients(sdk: Sdk, of: ClientsOf & {readonly accountId: string}, settings: ClientSettings): Clients {
  const make = <C extends Destroyable>(client: new (config: Config) => C): (() => C) =>
    lazily(() => makeClient((config) => new client(config), of, settings))
  const account = make(sdk.account.AccountClient)
  const organizations = make(sdk.organizations.OrganizationsClient)
  const sts = make(sdk.sts.STSClient)
  const iam = make(sdk.iam.IAMClient)
  const cognito = make(sdk.cognito.CognitoIdentityProviderClient)
  const identity = make(sdk.identity.CognitoIdentityClient)
  const dynamodb = make(sdk.dynamodb.DynamoDBClient)
  const s3 = lazily(() =>
    makeClient((config) => new sdk.s3.S3Client({...config, forcePathStyle: sdk.otherS3}), of, settings),
  )
  const amplify = make(sdk.amplify.AmplifyClient)
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
 * An STS client alone: what `whoami`, `exec` and `credentials` need, in a quarter of the time that all take to load.
 */
export async function openSts(of: ClientsOf, settings: ClientSettings): Promise<STSClient> {
  const {STSClient} = await import('@aws-sdk/client-sts')
  return makeClient((config) => new STSClient(config), of, settings)
}

/** An IAM client alone: who assumes a role with MFA asks for the own device. */
export async function openIam(of: ClientsOf, settings: ClientSettings): Promise<IAMClient> {
  const {IAMClient} = await import('@aws-sdk/client-iam')
  return makeClient((config) => new IAMClient(config), of, settings)
}

/** An Organizations client alone: whether an account may be entered is asked before anything else is loaded. */
export async function openOrganizations(of: ClientsOf, settings: ClientSettings): Promise<OrganizationsClient> {
  const {OrganizationsClient} = await import('@aws-sdk/client-organizations')
  return makeClient((config) => new OrganizationsClient(config), of, settings)
}

/**
 * An S3 client alone: only who keeps records there loads it. It finds buckets in whatever region they are; on a server
 * that is not AWS's own a bucket is part of the path, as such a server has no host name for each.
 */
export async function openS3(of: ClientsOf, settings: ClientSettings): Promise<S3Client> {
  const [{S3Client}, forcePathStyle] = await Promise.all([
    import('@aws-sdk/client-s3'),
    isOtherS3(process.env, settings.profile),
  ])
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

/** DynamoDB and S3 with somebody's keys: only who tries access for real loads them. */
export async function openData(of: ClientsOf, settings: ClientSettings): Promise<DataClients> {
  const [{DynamoDBClient}, s3] = await Promise.all([import('@aws-sdk/client-dynamodb'), openS3(of, settings)])
  return {dynamodb: makeClient((config) => new DynamoDBClient(config), of, settings), s3}
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
