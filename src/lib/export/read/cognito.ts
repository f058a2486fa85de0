import {
  DescribeIdentityProviderCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetGroupCommand,
  GetUserPoolMfaConfigCommand,
  type DomainDescriptionType,
  type GetUserPoolMfaConfigResponse,
  type GroupType,
  type IdentityProviderType,
  type ResourceServerType,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {hasSecret, withoutSecret} from '../../resources/cognito/app-client/secret.js'
import {omit} from '../../resources/omit.js'
import {keyText} from '../record.js'

export interface UserPoolFacts {
  readonly pool: UserPoolType
  readonly mfa: GetUserPoolMfaConfigResponse
}

/** What a pool is and how it asks for a second factor: AWS answers them apart. */
export async function readUserPool({id}: Recorded, {aws}: Context): Promise<UserPoolFacts | undefined> {
  const answer = await unlessGone(() => aws.cognito.send(new DescribeUserPoolCommand({UserPoolId: id})))
  if (!answer?.UserPool) return undefined
  const mfa = await aws.cognito.send(new GetUserPoolMfaConfigCommand({UserPoolId: id}))
  return {pool: answer.UserPool, mfa: omit(mfa, '$metadata')}
}

export interface AppClientFacts {
  /** Its secret is not among them. */
  readonly client: Omit<UserPoolClientType, 'ClientSecret'>
  readonly hasSecret: boolean
}

export async function readAppClient(recorded: Recorded, {aws}: Context): Promise<AppClientFacts | undefined> {
  const named = {UserPoolId: keyText(recorded, 'userPoolId'), ClientId: recorded.id}
  const answer = await unlessGone(() => aws.cognito.send(new DescribeUserPoolClientCommand(named)))
  const found = answer?.UserPoolClient
  return found && {client: withoutSecret(found), hasSecret: hasSecret(found)}
}

export interface GroupFacts {
  readonly group: GroupType
}

export async function readGroup(recorded: Recorded, {aws}: Context): Promise<GroupFacts | undefined> {
  const named = {UserPoolId: keyText(recorded, 'userPoolId'), GroupName: recorded.id}
  const answer = await unlessGone(() => aws.cognito.send(new GetGroupCommand(named)))
  return answer?.Group && {group: answer.Group}
}

export interface DomainFacts {
  readonly name: string
  readonly domain: DomainDescriptionType
}

/** AWS answers an empty description for a domain that nobody has. */
export async function readDomain({id: name}: Recorded, {aws}: Context): Promise<DomainFacts | undefined> {
  const answer = await unlessGone(() => aws.cognito.send(new DescribeUserPoolDomainCommand({Domain: name})))
  const domain = answer?.DomainDescription
  return domain?.UserPoolId === undefined ? undefined : {name, domain}
}

export interface ResourceServerFacts {
  readonly server: ResourceServerType
}

export async function readResourceServer(recorded: Recorded, {aws}: Context): Promise<ResourceServerFacts | undefined> {
  const named = {UserPoolId: keyText(recorded, 'userPoolId'), Identifier: recorded.id}
  const answer = await unlessGone(() => aws.cognito.send(new DescribeResourceServerCommand(named)))
  return answer?.ResourceServer && {server: answer.ResourceServer}
}

export interface ProviderFacts {
  /** Its secret is not among the details. */
  readonly provider: IdentityProviderType
}

export async function readProvider(recorded: Recorded, {aws}: Context): Promise<ProviderFacts | undefined> {
  const named = {UserPoolId: keyText(recorded, 'userPoolId'), ProviderName: recorded.id}
  const answer = await unlessGone(() => aws.cognito.send(new DescribeIdentityProviderCommand(named)))
  const found = answer?.IdentityProvider
  if (!found) return undefined
  const {ProviderDetails = {}} = found
  return {provider: {...found, ProviderDetails: omit(ProviderDetails, 'client_secret', 'private_key')}}
}

export interface BrandingFacts {
  readonly userPoolId: string
  readonly clientId: string
  readonly id: string
}

/** Terraform's provider has no resource for it, so what it looks like is not read. */
export const readBranding = (recorded: Recorded): Promise<BrandingFacts> =>
  Promise.resolve({
    userPoolId: keyText(recorded, 'userPoolId'),
    clientId: keyText(recorded, 'clientId'),
    id: recorded.id,
  })

const unlessGone = <T>(ask: () => Promise<T>): Promise<T | undefined> => absentWhen('ResourceNotFoundException', ask)
