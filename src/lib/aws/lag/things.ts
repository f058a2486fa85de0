import type {Call} from '../calls/call.js'

/** A call and what it was sent. */
export interface Asked extends Pick<Call, 'service' | 'operation' | 'accountId'> {
  readonly input: Fields
}

export type Fields = Readonly<Record<string, unknown>>

/** One thing on AWS: `role`, `acme-dev-authenticated`. Names are unique within a sort and an account. */
export interface Thing {
  readonly sort: string
  readonly name: string
}

/** How the calls of a service name one sort of thing. */
interface Noun {
  readonly sort: string
  /** Members of the input that together name it. */
  readonly named: readonly string[]
  /** Where the answer to its create has what the input has not: member → path. */
  readonly answered?: Readonly<Record<string, string>>
}

const idAnswered = (sort: string, member: string, path: string): Noun => ({
  sort,
  named: [member],
  answered: {[member]: path},
})
const inPool = (sort: string, member: string): Noun => ({sort, named: ['UserPoolId', member]})

/** By service, then by the noun in the names of operations: CreateRole, DeleteRole. */
const NOUNS: Readonly<Record<string, Readonly<Record<string, Noun>>>> = {
  iam: {
    Role: {sort: 'role', named: ['RoleName']},
    User: {sort: 'user', named: ['UserName']},
    Group: {sort: 'group', named: ['GroupName']},
    Policy: idAnswered('policy', 'PolicyArn', 'Policy.Arn'),
    PolicyVersion: {
      sort: 'policy version',
      named: ['PolicyArn', 'VersionId'],
      answered: {VersionId: 'PolicyVersion.VersionId'},
    },
    OpenIDConnectProvider: idAnswered(
      'OpenID Connect provider',
      'OpenIDConnectProviderArn',
      'OpenIDConnectProviderArn',
    ),
    LoginProfile: {sort: 'console password of user', named: ['UserName']},
    AccessKey: {
      sort: 'access key',
      named: ['UserName', 'AccessKeyId'],
      answered: {AccessKeyId: 'AccessKey.AccessKeyId'},
    },
    RolePolicy: {sort: 'inline policy of role', named: ['RoleName', 'PolicyName']},
    UserPolicy: {sort: 'inline policy of user', named: ['UserName', 'PolicyName']},
    GroupPolicy: {sort: 'inline policy of group', named: ['GroupName', 'PolicyName']},
  },
  organizations: {
    Organization: {sort: 'organization', named: []},
    OrganizationalUnit: idAnswered('organizational unit', 'OrganizationalUnitId', 'OrganizationalUnit.Id'),
    Policy: idAnswered('policy of the organization', 'PolicyId', 'Policy.PolicySummary.Id'),
    Account: idAnswered('request for an account', 'CreateAccountRequestId', 'CreateAccountStatus.Id'),
  },
  'cognito-idp': {
    UserPool: idAnswered('user pool', 'UserPoolId', 'UserPool.Id'),
    UserPoolClient: idAnswered('app client', 'ClientId', 'UserPoolClient.ClientId'),
    UserPoolDomain: {sort: 'domain', named: ['Domain']},
    Group: inPool('group', 'GroupName'),
    ResourceServer: inPool('resource server', 'Identifier'),
    IdentityProvider: inPool('identity provider', 'ProviderName'),
  },
  sso: {PermissionSet: idAnswered('permission set', 'PermissionSetArn', 'PermissionSet.PermissionSetArn')},
  amplify: {
    App: idAnswered('hosting app', 'appId', 'app.appId'),
    Branch: {sort: 'hosting branch', named: ['appId', 'branchName']},
    DomainAssociation: {sort: 'domain of a hosting app', named: ['appId', 'domainName']},
  },
  'cognito-identity': {IdentityPool: idAnswered('identity pool', 'IdentityPoolId', 'IdentityPoolId')},
}

const OPERATION = /^(Create|Put|Delete|Get|Describe|Update)(\w+)$/

/** `Create` and what is created, for operations about one thing that is known here. */
export function readOperation({service, operation}: Pick<Asked, 'service' | 'operation'>) {
  const [, verb = '', name = ''] = OPERATION.exec(operation) ?? []
  const nouns = Object.hasOwn(NOUNS, service) ? (NOUNS[service] ?? {}) : {}
  const noun = Object.hasOwn(nouns, name) ? nouns[name] : undefined
  return {verb, noun}
}

/** The thing that a call is about, by its input or else by its answer; `undefined` where that is none known here. */
export function subjectOf(asked: Asked, output: Fields = {}): Thing | undefined {
  const {noun} = readOperation(asked)
  return noun && thingOf(noun, asked.input, output)
}

function thingOf({sort, named, answered = {}}: Noun, input: Fields, output: Fields = {}): Thing | undefined {
  const parts = named.map((member) => input[member] ?? (answered[member] && valueAt(output, answered[member])))
  return parts.every((part) => typeof part === 'string') ? {sort, name: parts.join('/')} : undefined
}

/** All things of one owner, as a list shows them. */
export interface Listed {
  /** Whose they are: `access key of user`, `alice`. */
  readonly owner: Thing
  /** A thing of this sort that the owner may have, by its own part of the name. */
  thing(own: string): Thing
  readonly shown: readonly Thing[]
}

/**
 * What a list shows, where that decides whether one more is made: a user's access keys, of which AWS allows two and shows
 * each secret once. `undefined` for every other call, and where there is another page.
 */
export function listedIn({service, operation, input}: Asked, output: Fields): Listed | undefined {
  const {UserName: user} = input
  if (service !== 'iam' || operation !== 'ListAccessKeys' || typeof user !== 'string') return undefined
  const {AccessKeyMetadata: items, IsTruncated: isPart} = output
  if (!Array.isArray(items) || isPart === true) return undefined
  const thing = (own: string): Thing => ({sort: 'access key', name: `${user}/${own}`})
  return {
    owner: {sort: 'access key of user', name: user},
    thing,
    shown: items.map((item: {readonly AccessKeyId?: string}) => thing(item.AccessKeyId ?? '')),
  }
}

const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inside, member) => (inside as Fields | undefined)?.[member], value)

/** The account that AWS says it has made, wherever it says so. */
export function accountIn(output: Fields): Thing | undefined {
  const id = valueAt(output, 'CreateAccountStatus.AccountId')
  return typeof id === 'string' ? {sort: 'account', name: id} : undefined
}

/** The thing of this noun that an input names, in a list; an empty list where it names none. */
export const named = (service: string, noun: string, input: Fields): readonly Thing[] => {
  const known = NOUNS[service]?.[noun]
  const thing = known && thingOf(known, input)
  return thing ? [thing] : []
}
