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
    AccessKey: idAnswered('access key', 'AccessKeyId', 'AccessKey.AccessKeyId'),
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
