import {IAMClient} from '@aws-sdk/client-iam'
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  DescribeCreateAccountStatusCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {iam} from '../../../../src/sandbox/services/iam/service.js'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {organizations} from '../../../../src/sandbox/services/organizations/service.js'
import {openSandbox, type Sandbox} from '../../../../src/sandbox/sandbox.js'
import type {Settings} from '../../../../src/sandbox/settings.js'
import {sts} from '../../../../src/sandbox/services/sts/service.js'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Clients {
  readonly organizations: OrganizationsClient
  readonly sts: STSClient
  readonly iam: IAMClient
}

export interface World {
  readonly sandbox: Sandbox
  readonly accountId: string
  /** The sandbox's clock, to be moved. */
  readonly clock: {now: number}
  /** As the first account's administrator. */
  readonly admin: Clients
  readonly clientsWith: (keys: Keys, region?: string) => Clients
}

/** Organizations, STS and IAM, with small pages so that every list crosses one. */
export async function openWorld(settings: Partial<Settings> = {}): Promise<World> {
  const clock = {now: Date.now()}
  const services = [organizations, sts, iam]
  const sandbox = await openSandbox({clock: () => clock.now, services, settings: {pageSize: 2, ...settings}})
  const clientsWith = ({accessKeyId, secretAccessKey, ...session}: Keys, region: string = 'eu-west-1'): Clients => {
    const credentials = {accessKeyId, secretAccessKey, ...session}
    const config = {region, credentials, requestHandler: requestHandlerFor(sandbox), maxAttempts: 1}
    return {organizations: new OrganizationsClient(config), sts: new STSClient(config), iam: new IAMClient(config)}
  }
  const keys = sandbox.credentials('admin')
  return {sandbox, accountId: keys.accountId, clock, admin: clientsWith(keys), clientsWith}
}

/** A value that the answer must hold. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the answer lacks a value')
  return value
}

/** A world whose account manages an organization, with service control policies enabled. */
export async function openOrganization(settings: Partial<Settings> = {}): Promise<World & {rootId: string}> {
  const world = await openWorld(settings)
  await world.admin.organizations.send(new CreateOrganizationCommand({}))
  const {Roots = []} = await world.admin.organizations.send(new ListRootsCommand({}))
  const rootId = present(Roots[0]?.Id)
  const enable = new EnablePolicyTypeCommand({RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY'})
  await world.admin.organizations.send(enable)
  return {...world, rootId}
}

/** Asks for an account and waits, by the sandbox's clock, until it is there and its role can be assumed. */
export async function makeAccount({admin, clock, sandbox}: World, name: string): Promise<string> {
  const {CreateAccountStatus: asked} = await admin.organizations.send(
    new CreateAccountCommand({AccountName: name, Email: `${name}@acme.dev`}),
  )
  const {accountCreationMs, roleDelayMs} = sandbox.settings()
  clock.now += accountCreationMs + roleDelayMs
  const {CreateAccountStatus: status} = await admin.organizations.send(
    new DescribeCreateAccountStatusCommand({CreateAccountRequestId: asked?.Id}),
  )
  return present(status?.AccountId)
}

/** Clients inside a member account, by the role that Organizations made there. */
export async function enter({admin, clientsWith}: World, accountId: string, region?: string): Promise<Clients> {
  const {Credentials} = await admin.sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'test',
    }),
  )
  return clientsWith(keysOf(Credentials), region)
}

interface Given {
  readonly AccessKeyId: string | undefined
  readonly SecretAccessKey: string | undefined
  readonly SessionToken: string | undefined
}

export const keysOf = (given: Given | undefined): Keys => ({
  accessKeyId: present(given?.AccessKeyId),
  secretAccessKey: present(given?.SecretAccessKey),
  sessionToken: present(given?.SessionToken),
})

export const policyText = (effect: string, action: string | readonly string[], rest: object = {}): string =>
  JSON.stringify({Version: '2012-10-17', Statement: [{Effect: effect, Action: action, Resource: '*', ...rest}]})
