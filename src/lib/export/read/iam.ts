import {
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  paginateListGroupPolicies,
  paginateListUserPolicies,
  type GetOpenIDConnectProviderResponse,
  type Group,
  type Policy,
  type Role,
  type User,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {parseDocument} from '../../resources/documents.js'
import {iamGroup} from '../../resources/iam/group.js'
import {managedPolicy} from '../../resources/iam/policy.js'
import {role} from '../../resources/iam/role.js'
import {iamUser} from '../../resources/iam/user.js'
import {collect} from '../../resources/pages.js'

/** Documents by name. */
export type Documents = Readonly<Record<string, object>>

export interface RoleFacts {
  readonly role: Role
  readonly trust: object
  readonly inlinePolicies: Documents
  /** ARNs. */
  readonly managedPolicies: readonly string[]
}

export async function readRole({id}: Recorded, context: Context): Promise<RoleFacts | undefined> {
  const actual = await role.read({name: id}, id, context)
  if (!actual) return undefined
  const answer = await unlessGone(() => context.aws.iam.send(new GetRoleCommand({RoleName: id})))
  if (!answer?.Role) return undefined
  const {trust, inlinePolicies, managedPolicies} = actual
  return {role: answer.Role, trust, inlinePolicies, managedPolicies}
}

export interface PolicyFacts {
  readonly policy: Policy
  readonly document: object
}

export async function readPolicy({id}: Recorded, context: Context): Promise<PolicyFacts | undefined> {
  const actual = await managedPolicy.read({name: ''}, id, context)
  if (!actual) return undefined
  const answer = await unlessGone(() => context.aws.iam.send(new GetPolicyCommand({PolicyArn: id})))
  return answer?.Policy && {policy: answer.Policy, document: actual.document}
}

export interface IamGroupFacts {
  readonly group: Group
  readonly inlinePolicies: Documents
  /** ARNs. */
  readonly managedPolicies: readonly string[]
}

export async function readIamGroup({id}: Recorded, context: Context): Promise<IamGroupFacts | undefined> {
  const client = context.aws.iam
  const named = {GroupName: id}
  const actual = await iamGroup.read({name: id}, id, context)
  if (!actual) return undefined
  const answer = await unlessGone(() => client.send(new GetGroupCommand({...named, MaxItems: 1})))
  if (!answer?.Group) return undefined
  const names = await collect(paginateListGroupPolicies({client}, named), ({PolicyNames}) => PolicyNames)
  const inlinePolicies = await documents(names, async (PolicyName) => {
    const {PolicyDocument} = await client.send(new GetGroupPolicyCommand({...named, PolicyName}))
    return parseDocument(PolicyDocument, `group ${id}, inline policy ${PolicyName}`)
  })
  return {group: answer.Group, inlinePolicies, managedPolicies: actual.managedPolicies}
}

export interface IamUserFacts {
  readonly user: User
  readonly inlinePolicies: Documents
  /** ARNs. */
  readonly managedPolicies: readonly string[]
  /** Names of IAM groups. */
  readonly groups: readonly string[]
}

export async function readIamUser({id}: Recorded, context: Context): Promise<IamUserFacts | undefined> {
  const client = context.aws.iam
  const named = {UserName: id}
  const actual = await iamUser.read({name: id}, id, context)
  if (!actual) return undefined
  const answer = await unlessGone(() => client.send(new GetUserCommand(named)))
  if (!answer?.User) return undefined
  const names = await collect(paginateListUserPolicies({client}, named), ({PolicyNames}) => PolicyNames)
  const inlinePolicies = await documents(names, async (PolicyName) => {
    const {PolicyDocument} = await client.send(new GetUserPolicyCommand({...named, PolicyName}))
    return parseDocument(PolicyDocument, `user ${id}, inline policy ${PolicyName}`)
  })
  const {managedPolicies, groups} = actual
  return {user: answer.User, inlinePolicies, managedPolicies, groups}
}

export interface OidcProviderFacts {
  readonly arn: string
  readonly provider: GetOpenIDConnectProviderResponse
}

/** One that awsup only uses is exported too: Terraform imports it, and does not delete what it is not told to. */
export async function readOidcProvider({id}: Recorded, {aws}: Context): Promise<OidcProviderFacts | undefined> {
  const asked = new GetOpenIDConnectProviderCommand({OpenIDConnectProviderArn: id})
  const provider = await unlessGone(() => aws.iam.send(asked))
  return provider && {arn: id, provider}
}

const documents = async (names: readonly string[], read: (name: string) => Promise<object>): Promise<Documents> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)))

const unlessGone = <T>(ask: () => Promise<T>): Promise<T | undefined> => absentWhen('NoSuchEntityException', ask)
