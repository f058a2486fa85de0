import {CognitoIdentityClient} from '@aws-sdk/client-cognito-identity'
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider'
import {makeAccessKey} from '../../../../src/sandbox/auth/keys.js'
import {cognitoIdentity} from '../../../../src/sandbox/services/cognito-identity/service.js'
import {readMessages} from '../../../../src/sandbox/services/cognito-idp/sign-up/outbox.js'
import {poolKeys, type PoolKeys} from '../../../../src/sandbox/services/cognito-idp/tables.js'
import {openPoolKeys} from '../../../../src/sandbox/services/cognito-idp/sign-in/tokens.js'
import {cognitoIdp} from '../../../../src/sandbox/services/cognito-idp/service.js'
import {accessKeys, users} from '../../../../src/sandbox/services/iam/tables.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {accounts} from '../../../../src/sandbox/services/organizations/tables.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import type {DeferredService, Service} from '../../../../src/sandbox/core/service.js'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface World {
  readonly sandbox: Sandbox
  readonly accountId: string
  /** As the first account's administrator, in eu-west-1. */
  readonly idp: CognitoIdentityProviderClient
  readonly identity: CognitoIdentityClient
  readonly idpWith: (keys: Keys, region?: string) => CognitoIdentityProviderClient
  readonly identityWith: (keys: Keys, region?: string) => CognitoIdentityClient
  readonly admin: Keys
  /** The sandbox's clock, to be moved. */
  readonly clock: {now: number}
}

/** A sandbox with small pages, so that every list crosses one. */
export async function openWorld(more: readonly (Service | DeferredService)[] = []): Promise<World> {
  const clock = {now: Date.now()}
  const services = [cognitoIdp, cognitoIdentity, ...more]
  const sandbox = await openSandbox({clock: () => clock.now, services, settings: {pageSize: 2}})
  const config = (credentials: Keys, region = 'eu-west-1') => ({
    region,
    credentials,
    requestHandler: requestHandlerFor(sandbox),
    maxAttempts: 1,
  })
  const idpWith: World['idpWith'] = (keys, region) => new CognitoIdentityProviderClient(config(keys, region))
  const identityWith: World['identityWith'] = (keys, region) => new CognitoIdentityClient(config(keys, region))
  const admin = sandbox.credentials('admin')
  const {accountId} = admin
  return {sandbox, accountId, admin, clock, idpWith, identityWith, idp: idpWith(admin), identity: identityWith(admin)}
}

/** A second account's root user. */
export function openOtherAccount({sandbox, clock}: World, accountId = '000000000042'): Keys {
  const key = makeAccessKey(accountId, undefined, clock.now)
  sandbox.world((tx) => {
    accessKeys.put(tx, [key.accessKeyId], key)
    accounts.put(tx, [accountId], {
      accountId,
      name: 'other',
      email: 'other@acme.dev',
      createdAt: clock.now,
      organizationId: undefined,
      joinedMethod: 'INVITED',
      joinedAt: clock.now,
      state: 'ACTIVE',
      parentId: undefined,
      tags: {},
    })
  })
  return key
}

/** An IAM user of the first account who may do what the statement says. */
export function openUser({sandbox, accountId, clock}: World, statement: object): Keys {
  const key = makeAccessKey(accountId, 'operator', clock.now)
  sandbox.world((tx) => {
    accessKeys.put(tx, [key.accessKeyId], key)
    users.put(tx, [accountId, 'operator'], {
      accountId,
      userName: 'operator',
      userId: 'AIDAOPERATOR000000000',
      path: '/',
      createdAt: clock.now,
      tags: {},
      inlinePolicies: {own: JSON.stringify({Version: '2012-10-17', Statement: [statement]})},
      attachedPolicies: [],
      permissionsBoundary: undefined,
      groups: [],
    })
  })
  return key
}

/** A pool, by its id. */
export async function makePool({idp}: World, settings: Partial<CreateUserPoolRequest> = {}): Promise<string> {
  const {UserPool} = await idp.send(new CreateUserPoolCommand({PoolName: 'acme', ...settings}))
  return UserPool?.Id ?? ''
}

/** An app client, by its id. */
export async function makeClient(
  {idp}: World,
  UserPoolId: string,
  settings: Partial<CreateUserPoolClientRequest> = {},
): Promise<string> {
  const {UserPoolClient} = await idp.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web', ...settings}))
  return UserPoolClient?.ClientId ?? ''
}

let shared: PoolKeys | undefined

/** Gives a pool keys that are drawn once per test file: drawing RSA keys is most of what a sign-in takes. */
export function shareKeys({sandbox}: World, poolId: string): void {
  sandbox.world((tx) => {
    shared ??= openPoolKeys('any', tx)
    poolKeys.put(tx, [poolId], shared)
  })
}

/** What a pool would have sent last. */
export function lastMessage({sandbox}: World, poolId: string): {to: string; reason: string; code: string} {
  const message = sandbox.world((tx) => readMessages(poolId, tx)).at(-1)
  if (!message) throw new Error(`${poolId} sent no message`)
  return message
}
