import {type HttpHandler, HttpRequest} from '@smithy/core/protocols'
import type {Readable} from 'node:stream'
import {buffer} from 'node:stream/consumers'
import * as account from '@aws-sdk/client-account'
import * as amplify from '@aws-sdk/client-amplify'
import * as cognitoIdentity from '@aws-sdk/client-cognito-identity'
import * as cognitoIdp from '@aws-sdk/client-cognito-identity-provider'
import * as dynamodb from '@aws-sdk/client-dynamodb'
import * as identitystore from '@aws-sdk/client-identitystore'
import * as iam from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import * as organizations from '@aws-sdk/client-organizations'
import * as s3 from '@aws-sdk/client-s3'
import * as secretsmanager from '@aws-sdk/client-secrets-manager'
import * as sso from '@aws-sdk/client-sso'
import * as ssoAdmin from '@aws-sdk/client-sso-admin'
import * as ssoOidc from '@aws-sdk/client-sso-oidc'
import * as ssm from '@aws-sdk/client-ssm'
import * as sts from '@aws-sdk/client-sts'
import {openFreeTier, readPlanState} from '../../../src/lib/aws/free-tier.js'
import type {Keys, Send} from '../facts.js'
import type {Members} from './fill.js'

/** Where calls go, and with whose keys. */
export interface Place {
  readonly endpoint?: string
  readonly requestHandler?: HttpHandler
  readonly credentials: Credentials
  /** eu-west-1 when absent. */
  readonly region?: string
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

type Config = Place & {readonly region: string; readonly maxAttempts: number; readonly forcePathStyle: boolean}

interface Client {
  send(command: never): Promise<unknown>
}

/** By the name that facts call a service: how its client is made, and where its commands are. */
const SERVICES: Readonly<Record<string, readonly [(config: Config) => Client, object]>> = {
  account: [(config) => new account.AccountClient(config), account],
  amplify: [(config) => new amplify.AmplifyClient(config), amplify],
  'cognito-identity': [(config) => new cognitoIdentity.CognitoIdentityClient(config), cognitoIdentity],
  'cognito-idp': [(config) => new cognitoIdp.CognitoIdentityProviderClient(config), cognitoIdp],
  dynamodb: [(config) => new dynamodb.DynamoDBClient(config), dynamodb],
  freetier: [freeTier, {GetAccountPlanStateCommand: Object}],
  iam: [(config) => new iam.IAMClient(config), iam],
  lambda: [(config) => new lambda.LambdaClient(config), lambda],
  identitystore: [(config) => new identitystore.IdentitystoreClient(config), identitystore],
  organizations: [(config) => new organizations.OrganizationsClient(config), organizations],
  s3: [(config) => new s3.S3Client(config), s3],
  secretsmanager: [(config) => new secretsmanager.SecretsManagerClient(config), secretsmanager],
  signin: [signIn, {getSigninTokenCommand: commandOf('getSigninToken'), loginCommand: commandOf('login')}],
  sso: [(config) => new sso.SSOClient(config), sso],
  'sso-oidc': [(config) => new ssoOidc.SSOOIDCClient(config), ssoOidc],
  'sso-admin': [(config) => new ssoAdmin.SSOAdminClient(config), ssoAdmin],
  ssm: [(config) => new ssm.SSMClient(config), ssm],
  sts: [(config) => new sts.STSClient(config), sts],
}

/** There is no package of the SDK for it: its one operation is asked as awsup asks. */
function freeTier(config: Config): Client {
  const client = openFreeTier(config)
  return {send: () => readPlanState(client)}
}

interface SignInCommand {
  readonly action: string
  readonly input: Members
}

function commandOf(action: string): unknown {
  return class implements SignInCommand {
    readonly action = action
    readonly input: Members
    constructor(input: Members) {
      this.input = input
    }
  }
}

/** The sign-in service is not in the SDK: unsigned forms, answered with JSON, with a page, or with 400. */
function signIn({endpoint = 'http://127.0.0.1', requestHandler, region}: Config): Client {
  const carrier = requestHandler ?? (new sts.STSClient({region}).config.requestHandler as HttpHandler)
  return {
    send: async ({action, input}: SignInCommand) => {
      const body = new URLSearchParams({Action: action, ...input} as Record<string, string>).toString()
      const {protocol, hostname, port} = new URL(endpoint)
      const headers = {host: hostname, 'content-type': 'application/x-www-form-urlencoded'}
      const place = {protocol, hostname, ...(port === '' ? {} : {port: Number(port)}), path: '/federation'}
      const {response} = await carrier.handle(new HttpRequest({method: 'POST', ...place, headers, body}))
      const {statusCode: status} = response
      const said = response.body as Buffer | Readable
      const text = (Buffer.isBuffer(said) ? said : await buffer(said)).toString('utf8')
      if (status === 200) return text.startsWith('{') ? (JSON.parse(text) as Members) : {page: text}
      throw Object.assign(new Error(text), {name: 'BadRequest', $metadata: {httpStatusCode: status}})
    },
  }
}

/** Sends calls by the SDK, each once. Throws a TypeError for an operation that it has not. */
export function sendBySdk(place: Place): Send {
  const config = {region: 'eu-west-1', ...place, maxAttempts: 1, forcePathStyle: true}
  const clients = new Map<string, Client>()
  return async (operation, input, as) => {
    const [service = '', name = ''] = operation.split(':')
    const [makeClient, commands] = SERVICES[service] ?? []
    const command = (commands as Readonly<Record<string, unknown>> | undefined)?.[`${name}Command`]
    if (!makeClient || !command) throw new TypeError(`the SDK has no ${operation}`)
    const whose = `${service} ${as?.AccessKeyId ?? ''}`
    const client = clients.get(whose) ?? makeClient({...config, ...(as && {credentials: credentialsOf(as)})})
    clients.set(whose, client)
    return (await client.send(new (command as new (input: Members) => never)(input))) as Members
  }
}

const credentialsOf = ({AccessKeyId, SecretAccessKey, SecretKey, SessionToken}: Keys): Credentials => ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey ?? SecretKey ?? '',
  ...(SessionToken !== undefined && {sessionToken: SessionToken}),
})
