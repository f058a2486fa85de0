import {IAMClient} from '@aws-sdk/client-iam'
import {makeAccessKey} from '../../../../src/sandbox/auth/keys.js'
import {accessKeys} from '../../../../src/sandbox/services/iam/tables.js'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {accounts} from '../../../../src/sandbox/services/organizations/tables.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import type {Settings} from '../../../../src/sandbox/settings.js'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface World {
  readonly sandbox: Sandbox
  readonly accountId: string
  /** As the first account's administrator, an IAM user. */
  readonly client: IAMClient
  readonly clientWith: (keys: Keys) => IAMClient
  /** The sandbox's clock, to be moved. */
  readonly clock: {now: number}
}

/** A sandbox that serves IAM alone, with small pages so that every list crosses one. */
export async function openWorld(settings: Partial<Settings> = {}): Promise<World> {
  const clock = {now: Date.now()}
  const sandbox = await openSandbox({clock: () => clock.now, services: [iam], settings: {pageSize: 2, ...settings}})
  const clientWith = ({accessKeyId, secretAccessKey}: Keys): IAMClient =>
    new IAMClient({
      region: 'eu-west-1',
      credentials: {accessKeyId, secretAccessKey},
      requestHandler: requestHandlerFor(sandbox),
      maxAttempts: 1,
    })
  const admin = sandbox.credentials('admin')
  return {sandbox, accountId: admin.accountId, client: clientWith(admin), clientWith, clock}
}

/** A second account, and a client as its root user. */
export function openOtherAccount({sandbox, clientWith, clock}: World, accountId = '000000000042'): IAMClient {
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
  return clientWith(key)
}

export const allow = (action: string, resource = '*'): string =>
  JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: action, Resource: resource}]})

export const trust = (principal: unknown, extra: object = {}): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...extra}],
  })

export const trustEc2 = trust({Service: 'ec2.amazonaws.com'})
