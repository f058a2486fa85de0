import {DescribeIdentityPoolCommand, GetIdentityPoolRolesCommand} from '@aws-sdk/client-cognito-identity'
import {
  DescribeIdentityProviderCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  paginateListGroups,
  paginateListIdentityProviders,
  paginateListResourceServers,
  paginateListUserPoolClients,
  type GroupType,
  type IdentityProviderType,
  type ResourceServerType,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {ConflictError} from '../../../base/errors.js'
import {hasSecret, withoutSecret} from '../../../resources/cognito/app-client/secret.js'
import {userPoolDomain} from '../../../resources/cognito/user-pool/domain.js'
import {toSettings} from '../../../resources/cognito/user-pool/read.js'
import type {UserPoolDesired} from '../../../resources/cognito/user-pool/desired.js'
import {collect} from '../../../resources/pages.js'
import {present} from '../../../resources/present.js'
import type {Context} from '../../../base/resource.js'

/** A user pool as it is on AWS, with all that hangs on it. No secret is kept of it. */
export interface LivePool {
  readonly id: string
  /** As `cognito-idp.<region>.amazonaws.com/<id>`. */
  readonly providerName: string
  readonly tags: Readonly<Record<string, string>>
  readonly settings: UserPoolDesired
  /** Without their secrets; `secret` says whether they have one. */
  readonly clients: readonly LiveClient[]
  readonly groups: readonly GroupType[]
  readonly resourceServers: readonly ResourceServerType[]
  readonly providers: readonly IdentityProviderType[]
  readonly domains: readonly {readonly name: string; readonly certificate: string | undefined}[]
}

export interface LiveClient {
  readonly id: string
  readonly secret: boolean
  readonly client: UserPoolClientType
}

/** An identity pool as it is on AWS. */
export interface LiveIdentityPool {
  readonly id: string
  readonly name: string
  readonly guests: boolean
  readonly classicFlow: boolean
  readonly tags: Readonly<Record<string, string>>
  readonly providers: readonly {readonly providerName: string; readonly clientId: string; readonly check: boolean}[]
  /** ARNs. */
  readonly roles: {readonly authenticated?: string | undefined; readonly unauthenticated?: string | undefined}
}

/** Reads all of it; changes nothing. Throws ConflictError where there is no such pool in this account and region. */
export async function readLivePool(id: string, context: Context): Promise<LivePool> {
  const {aws} = context
  const {cognito: client} = aws
  const UserPoolId = id
  const answer = await absentWhen('ResourceNotFoundException', () =>
    client.send(new DescribeUserPoolCommand({UserPoolId})),
  )
  if (!answer) throw notThere('user pool', id, aws)
  const pool = present(answer.UserPool, 'UserPool')
  const mfa = await client.send(new GetUserPoolMfaConfigCommand({UserPoolId}))
  const [clients, groups, resourceServers, providers] = await Promise.all([
    collect(paginateListUserPoolClients({client}, {UserPoolId, MaxResults: 60}), (page) => page.UserPoolClients),
    collect(paginateListGroups({client}, {UserPoolId, Limit: 60}), (page) => page.Groups),
    collect(paginateListResourceServers({client}, {UserPoolId, MaxResults: 50}), (page) => page.ResourceServers),
    collect(paginateListIdentityProviders({client}, {UserPoolId, MaxResults: 60}), (page) => page.Providers),
  ])
  return {
    id,
    providerName: `cognito-idp.${aws.region}.amazonaws.com/${id}`,
    tags: pool.UserPoolTags ?? {},
    settings: toSettings(pool, mfa),
    clients: await Promise.all(clients.map(({ClientId = ''}) => readClient(id, ClientId, aws))),
    groups,
    resourceServers,
    providers: await Promise.all(
      providers.map(async ({ProviderName}) => {
        const found = await client.send(new DescribeIdentityProviderCommand({UserPoolId, ProviderName}))
        return withoutKeys(present(found.IdentityProvider, 'IdentityProvider'))
      }),
    ),
    domains: await Promise.all(domainsOf(pool).map((name) => readDomain(id, name, context))),
  }
}

async function readClient(UserPoolId: string, ClientId: string, {cognito}: Clients): Promise<LiveClient> {
  const {UserPoolClient} = await cognito.send(new DescribeUserPoolClientCommand({UserPoolId, ClientId}))
  const found = present(UserPoolClient, 'UserPoolClient')
  return {id: ClientId, secret: hasSecret(found), client: withoutSecret(found)}
}

function withoutKeys(provider: IdentityProviderType): IdentityProviderType {
  const details = Object.entries(provider.ProviderDetails ?? {}).filter(([name]) => !/secret|private_key/.test(name))
  return {...provider, ProviderDetails: Object.fromEntries(details)}
}

const domainsOf = ({CustomDomain, Domain}: UserPoolType): readonly string[] =>
  [CustomDomain, Domain].filter((name) => name !== undefined)

async function readDomain(userPoolId: string, domain: string, context: Context) {
  const found = await userPoolDomain.read({userPoolId, domain}, undefined, context)
  return {name: domain, certificate: found?.certificate}
}

/** Reads an identity pool with its roles; changes nothing. Throws ConflictError where there is none of this id. */
export async function readLiveIdentityPool(id: string, {aws}: Context): Promise<LiveIdentityPool> {
  const IdentityPoolId = id
  const pool = await absentWhen('ResourceNotFoundException', () =>
    aws.identity.send(new DescribeIdentityPoolCommand({IdentityPoolId})),
  )
  if (!pool) throw notThere('identity pool', id, aws)
  const {Roles = {}} = await aws.identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))
  return {
    id,
    name: pool.IdentityPoolName ?? '',
    guests: pool.AllowUnauthenticatedIdentities ?? false,
    classicFlow: pool.AllowClassicFlow ?? false,
    tags: pool.IdentityPoolTags ?? {},
    providers: (pool.CognitoIdentityProviders ?? []).map((provider) => ({
      providerName: provider.ProviderName ?? '',
      clientId: provider.ClientId ?? '',
      check: provider.ServerSideTokenCheck ?? false,
    })),
    roles: {authenticated: Roles['authenticated'], unauthenticated: Roles['unauthenticated']},
  }
}

const notThere = (what: string, id: string, {accountId, region}: Clients): ConflictError =>
  new ConflictError(`there is no ${what} ${id} in account ${accountId}, ${region}`, {
    code: 'NOT_THERE',
    hint: 'Is it in another account? Name that with --account, or choose other credentials with --profile.',
    details: {id, accountId, region},
  })
