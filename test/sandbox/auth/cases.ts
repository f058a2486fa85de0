import type {Decision, Layer} from '../../../src/sandbox/auth/policy/evaluate.js'

/** One row: the policies, one request, and what AWS answers. Anyone may add more. */
export interface Case {
  readonly title: string
  readonly statements: readonly object[]
  readonly version?: string
  readonly action: string
  readonly resource?: string
  readonly context?: Readonly<Record<string, readonly string[]>>
  readonly expected: Decision['decision']
}

const allow = (rest: object): object => ({Effect: 'Allow', Resource: '*', ...rest})
const deny = (rest: object): object => ({Effect: 'Deny', Resource: '*', ...rest})
const when = (Condition: object): readonly object[] => [allow({Action: 's3:*', Condition})]
const condition = (
  title: string,
  operator: object,
  [context, expected]: readonly [Case['context'], Decision['decision']],
): Case => ({title, statements: when(operator), action: 's3:GetObject', context: context ?? {}, expected})

const yes = 'allowed'
const no = 'implicitDeny'

const ACTIONS: readonly Case[] = [
  {
    title: 'nothing is allowed that no statement allows',
    statements: [allow({Action: 's3:Get*'})],
    action: 's3:PutObject',
    expected: no,
  },
  {title: 'actions have no case', statements: [allow({Action: 'IAM:getuser'})], action: 'iam:GetUser', expected: yes},
  {title: '? is one character', statements: [allow({Action: 's3:?etObject'})], action: 's3:GetObject', expected: yes},
  {title: '? is not none', statements: [allow({Action: 's3:?GetObject'})], action: 's3:GetObject', expected: no},
  {
    title: 'NotAction allows the rest',
    statements: [allow({NotAction: 'iam:*'})],
    action: 's3:GetObject',
    expected: yes,
  },
  {
    title: 'NotAction leaves its own out',
    statements: [allow({NotAction: 'iam:*'})],
    action: 'iam:GetUser',
    expected: no,
  },
  {
    title: 'a Deny wins',
    statements: [allow({Action: '*'}), deny({Action: 'iam:*'})],
    action: 'iam:GetUser',
    expected: 'explicitDeny',
  },
  {
    title: 'a resource has a case',
    statements: [allow({Action: '*', Resource: 'arn:aws:s3:::Acme'})],
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::acme',
    expected: no,
  },
  {
    title: 'NotResource allows the rest',
    statements: [{Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::secret/*'}],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::open/a',
    expected: yes,
  },
  {
    title: 'NotResource leaves its own out',
    statements: [{Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::secret/*'}],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::secret/a',
    expected: no,
  },
]

const HOME = {Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/${aws:username}/*'}
const NOT_HOME = {Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::bucket/${aws:username}/*'}
const TEAM = {Action: 's3:GetObject', Resource: "arn:aws:s3:::bucket-${aws:PrincipalTag/team, 'company-wide'}/*"}

/** IAM User Guide, "Variables and tags". */
const VARIABLES: readonly Case[] = [
  {
    title: 'a variable stands for its value',
    statements: [allow(HOME)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/alice/a',
    context: {'aws:username': ['alice']},
    expected: yes,
  },
  {
    title: 'and for no other',
    statements: [allow(HOME)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/bob/a',
    context: {'aws:username': ['alice']},
    expected: no,
  },
  {
    title: 'a variable without a value matches nothing',
    statements: [allow(HOME)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket//a',
    expected: no,
  },
  {
    title: 'nor everything, negated',
    statements: [NOT_HOME],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/bob/a',
    expected: no,
  },
  {
    title: 'a value that holds * is not a wildcard',
    statements: [allow(HOME)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/bob/a',
    context: {'aws:username': ['*']},
    expected: no,
  },
  {
    title: 'a default stands in',
    statements: [allow(TEAM)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket-company-wide/a',
    expected: yes,
  },
  {
    title: 'but not for a value',
    statements: [allow(TEAM)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket-company-wide/a',
    context: {'aws:PrincipalTag/team': ['yellow']},
    expected: no,
  },
  {
    title: '${*} is a star',
    statements: [allow({Action: '*', Resource: 'arn:aws:s3:::b/${*}'})],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/a',
    expected: no,
  },
  {
    title: 'variables are text in 2008-10-17',
    version: '2008-10-17',
    statements: [allow(HOME)],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/alice/a',
    context: {'aws:username': ['alice']},
    expected: no,
  },
  {
    title: 'an identity reaches its own folder (Cognito, role-based access control)',
    statements: [
      allow({Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/${cognito-identity.amazonaws.com:sub}/*'}),
    ],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/us-east-1:1/photo',
    context: {'cognito-identity.amazonaws.com:sub': ['us-east-1:1']},
    expected: yes,
  },
]

const LEADING = {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': ['${cognito-identity.amazonaws.com:sub}']}}
const sub = {'cognito-identity.amazonaws.com:sub': ['me']}

/** IAM User Guide, "Condition operators" and "Single-valued vs. multivalued context keys". */
const CONDITIONS: readonly Case[] = [
  condition('StringEquals', {StringEquals: {'s3:prefix': ['a', 'b']}}, [{'s3:prefix': ['b']}, yes]),
  condition('StringEquals has a case', {StringEquals: {'s3:prefix': 'A'}}, [{'s3:prefix': ['a']}, no]),
  condition('StringEquals knows no wildcards', {StringEquals: {'s3:prefix': 'a*'}}, [{'s3:prefix': ['ab']}, no]),
  condition('StringEqualsIgnoreCase', {StringEqualsIgnoreCase: {'s3:prefix': 'A'}}, [{'s3:prefix': ['a']}, yes]),
  condition('keys have no case', {StringEquals: {'AWS:UserName': 'a'}}, [{'aws:username': ['a']}, yes]),
  condition('StringLike', {StringLike: {'s3:prefix': 'home/*'}}, [{'s3:prefix': ['home/a/b']}, yes]),
  condition('StringNotLike', {StringNotLike: {'s3:prefix': 'home/*'}}, [{'s3:prefix': ['home/a/b']}, no]),
  condition('a missing key fails', {StringEquals: {'s3:prefix': 'a'}}, [{}, no]),
  condition('a missing key passes when negated', {StringNotEquals: {'s3:prefix': 'a'}}, [{}, yes]),
  condition('StringNotEquals means none of them', {StringNotEquals: {'s3:prefix': ['a', 'b']}}, [
    {'s3:prefix': ['b']},
    no,
  ]),
  condition('…IfExists passes a missing key', {StringEqualsIfExists: {'s3:prefix': 'a'}}, [{}, yes]),
  condition('…IfExists looks when it is there', {StringEqualsIfExists: {'s3:prefix': 'a'}}, [{'s3:prefix': ['b']}, no]),
  condition('all operators must be met', {StringEquals: {'s3:prefix': 'a'}, Bool: {'aws:SecureTransport': 'true'}}, [
    {'s3:prefix': ['a'], 'aws:SecureTransport': ['false']},
    no,
  ]),
  condition('NumericLessThanEquals', {NumericLessThanEquals: {'s3:max-keys': '10'}}, [{'s3:max-keys': ['10']}, yes]),
  condition('NumericLessThan', {NumericLessThan: {'s3:max-keys': 10}}, [{'s3:max-keys': ['10']}, no]),
  condition('numbers compare as numbers', {NumericGreaterThan: {'s3:max-keys': '9'}}, [{'s3:max-keys': ['10']}, yes]),
  condition('what is no number fails', {NumericNotEquals: {'s3:max-keys': 'many'}}, [{'s3:max-keys': ['10']}, no]),
  condition('DateGreaterThan', {DateGreaterThan: {'aws:CurrentTime': '2020-04-01T00:00:00Z'}}, [
    {'aws:CurrentTime': ['2026-01-01T00:00:00Z']},
    yes,
  ]),
  condition('DateLessThan', {DateLessThan: {'aws:CurrentTime': '2020-06-30T23:59:59Z'}}, [
    {'aws:CurrentTime': ['2026-01-01T00:00:00Z']},
    no,
  ]),
  condition('dates may be epoch seconds', {DateGreaterThan: {'aws:EpochTime': '1000'}}, [
    {'aws:EpochTime': ['1001']},
    yes,
  ]),
  condition('Bool', {Bool: {'aws:MultiFactorAuthPresent': true}}, [{'aws:MultiFactorAuthPresent': ['true']}, yes]),
  condition('Bool on a missing key', {Bool: {'aws:MultiFactorAuthPresent': 'false'}}, [{}, no]),
  condition('BoolIfExists on a missing key', {BoolIfExists: {'aws:MultiFactorAuthPresent': 'false'}}, [{}, yes]),
  condition('Null true', {Null: {'aws:TokenIssueTime': 'true'}}, [{}, yes]),
  condition('Null false', {Null: {'aws:TokenIssueTime': 'false'}}, [{}, no]),
  condition('BinaryEquals', {BinaryEquals: {key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA=='}}, [
    {key: ['QmluYXJ5VmFsdWVJbkJhc2U2NA==']},
    yes,
  ]),
  condition('IpAddress', {IpAddress: {'aws:SourceIp': '203.0.113.0/24'}}, [{'aws:SourceIp': ['203.0.113.42']}, yes]),
  condition('IpAddress outside', {IpAddress: {'aws:SourceIp': '203.0.113.0/24'}}, [
    {'aws:SourceIp': ['203.0.114.1']},
    no,
  ]),
  condition('IpAddress, version 6', {IpAddress: {'aws:SourceIp': '2001:db8:1234:5678::/64'}}, [
    {'aws:SourceIp': ['2001:db8:1234:5678::1']},
    yes,
  ]),
  condition('NotIpAddress', {NotIpAddress: {'aws:SourceIp': ['203.0.113.0/24']}}, [
    {'aws:SourceIp': ['203.0.113.1']},
    no,
  ]),
  condition('a network that is none fails', {NotIpAddress: {'aws:SourceIp': 'office'}}, [
    {'aws:SourceIp': ['203.0.113.1']},
    no,
  ]),
  condition('ArnLike', {ArnLike: {'aws:SourceArn': 'arn:aws:sns:*:111122223333:topic'}}, [
    {'aws:SourceArn': ['arn:aws:sns:eu-west-1:111122223333:topic']},
    yes,
  ]),
  condition('a * in ArnLike stays within its part', {ArnLike: {'aws:SourceArn': 'arn:aws:sns:*:topic'}}, [
    {'aws:SourceArn': ['arn:aws:sns:eu-west-1:111122223333:topic']},
    no,
  ]),
  condition('ArnEquals knows wildcards, too', {ArnEquals: {'aws:SourceArn': 'arn:aws:iam::*:role/a*'}}, [
    {'aws:SourceArn': ['arn:aws:iam::111122223333:role/ab:c']},
    yes,
  ]),
  condition('ArnNotLike', {ArnNotLike: {'aws:PrincipalArn': 'arn:aws:iam::*:role/admin'}}, [
    {'aws:PrincipalArn': ['arn:aws:iam::1:role/admin']},
    no,
  ]),
  condition('ForAllValues', {'ForAllValues:StringEquals': {'aws:TagKeys': ['a', 'b']}}, [
    {'aws:TagKeys': ['a', 'c']},
    no,
  ]),
  condition('ForAllValues of none', {'ForAllValues:StringEquals': {'aws:TagKeys': ['a']}}, [{}, yes]),
  condition('ForAnyValue', {'ForAnyValue:StringEquals': {'aws:TagKeys': ['a', 'b']}}, [
    {'aws:TagKeys': ['a', 'c']},
    yes,
  ]),
  condition('ForAnyValue of none', {'ForAnyValue:StringEquals': {'aws:TagKeys': ['a']}}, [{}, no]),
  condition('ForAllValues, negated', {'ForAllValues:StringNotEquals': {'aws:TagKeys': ['a']}}, [
    {'aws:TagKeys': ['b', 'a']},
    no,
  ]),
  condition('ForAnyValue, negated', {'ForAnyValue:StringNotEquals': {'aws:TagKeys': ['a']}}, [
    {'aws:TagKeys': ['b', 'a']},
    yes,
  ]),
  condition('own rows only', LEADING, [{...sub, 'dynamodb:LeadingKeys': ['me']}, yes]),
  condition('not others', LEADING, [{...sub, 'dynamodb:LeadingKeys': ['me', 'you']}, no]),
  condition('an unknown operator allows nothing', {StringResembles: {'s3:prefix': 'a'}}, [{'s3:prefix': ['a']}, no]),
  {
    title: 'an unknown operator does not weaken a Deny',
    statements: [allow({Action: '*'}), deny({Action: '*', Condition: {StringResembles: {a: 'b'}}})],
    action: 's3:GetObject',
    expected: 'explicitDeny',
  },
]

export const CASES: readonly Case[] = [...ACTIONS, ...VARIABLES, ...CONDITIONS]

const ALL = [allow({Action: '*'})]
const S3 = [allow({Action: 's3:*'})]
const EC2 = [allow({Action: 'ec2:*'})]

/** Layers, for the request s3:GetObject. */
export const LAYER_CASES: readonly {
  readonly title: string
  readonly scps?: readonly (readonly (readonly object[])[])[]
  readonly boundary?: readonly object[]
  readonly session?: readonly object[]
  readonly identity: readonly object[]
  readonly expected: readonly [Decision['decision'], Layer]
}[] = [
  {title: 'identity alone', identity: S3, expected: ['allowed', 'identity']},
  {
    title: 'every level of service control policies must allow',
    scps: [[ALL], [EC2], [ALL]],
    identity: ALL,
    expected: ['implicitDeny', 'scp'],
  },
  {
    title: 'any policy of a level may allow',
    scps: [[ALL], [EC2, S3]],
    identity: ALL,
    expected: ['allowed', 'identity'],
  },
  {
    title: 'a level without policies allows nothing',
    scps: [[ALL], []],
    identity: ALL,
    expected: ['implicitDeny', 'scp'],
  },
  {
    title: 'a service control policy denies',
    scps: [[ALL, [deny({Action: 's3:*'})]]],
    identity: ALL,
    expected: ['explicitDeny', 'scp'],
  },
  {
    title: 'a service control policy grants nothing',
    scps: [[ALL]],
    identity: EC2,
    expected: ['implicitDeny', 'identity'],
  },
  {title: 'a boundary narrows', boundary: EC2, identity: ALL, expected: ['implicitDeny', 'boundary']},
  {title: 'a boundary grants nothing', boundary: ALL, identity: EC2, expected: ['implicitDeny', 'identity']},
  {title: 'a session policy narrows', session: EC2, identity: ALL, expected: ['implicitDeny', 'session']},
  {title: 'a session policy grants nothing', session: ALL, identity: EC2, expected: ['implicitDeny', 'identity']},
]

const USER = {type: 'AWS', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/alice'} as const
const SESSION = {
  type: 'AWS',
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/dev/s',
  roleArn: 'arn:aws:iam::111122223333:role/team/dev',
} as const
const COGNITO = {type: 'Federated', name: 'cognito-identity.amazonaws.com'} as const

/** Trust policies, for sts:AssumeRole by somebody whose own policies allow it or not. */
export const TRUST_CASES: readonly {
  readonly title: string
  readonly principal: object | string
  readonly not?: boolean
  readonly by: typeof USER | typeof SESSION | typeof COGNITO
  readonly sameAccount: boolean
  readonly ownPolicies: boolean
  readonly boundary?: boolean
  readonly expected: Decision['decision']
}[] = [
  {
    title: 'naming the user suffices in its own account',
    principal: {AWS: USER.arn},
    by: USER,
    sameAccount: true,
    ownPolicies: false,
    expected: yes,
  },
  {
    title: 'even beyond its boundary',
    principal: {AWS: USER.arn},
    by: USER,
    sameAccount: true,
    ownPolicies: false,
    boundary: true,
    expected: yes,
  },
  {
    title: 'naming the role suffices',
    principal: {AWS: SESSION.roleArn},
    by: SESSION,
    sameAccount: true,
    ownPolicies: false,
    expected: yes,
  },
  {
    title: 'but within its boundary',
    principal: {AWS: SESSION.roleArn},
    by: SESSION,
    sameAccount: true,
    ownPolicies: false,
    boundary: true,
    expected: no,
  },
  {
    title: 'naming the session suffices',
    principal: {AWS: SESSION.arn},
    by: SESSION,
    sameAccount: true,
    ownPolicies: false,
    expected: yes,
  },
  {
    title: 'naming the account leaves it to its policies',
    principal: {AWS: 'arn:aws:iam::111122223333:root'},
    by: USER,
    sameAccount: true,
    ownPolicies: false,
    expected: no,
  },
  {
    title: 'which may allow',
    principal: {AWS: '111122223333'},
    by: USER,
    sameAccount: true,
    ownPolicies: true,
    expected: yes,
  },
  {
    title: 'across accounts, trust is not enough',
    principal: {AWS: USER.arn},
    by: USER,
    sameAccount: false,
    ownPolicies: false,
    expected: no,
  },
  {
    title: 'across accounts, policies are not enough',
    principal: {AWS: '444455556666'},
    by: USER,
    sameAccount: false,
    ownPolicies: true,
    expected: no,
  },
  {
    title: 'across accounts, both are',
    principal: {AWS: '111122223333'},
    by: USER,
    sameAccount: false,
    ownPolicies: true,
    expected: yes,
  },
  {
    title: 'in one account, policies are not enough',
    principal: {AWS: '444455556666'},
    by: USER,
    sameAccount: true,
    ownPolicies: true,
    expected: no,
  },
  {title: 'a star is everybody', principal: '*', by: USER, sameAccount: true, ownPolicies: false, expected: yes},
  {
    title: 'a service is nobody',
    principal: {Service: 'ec2.amazonaws.com'},
    by: USER,
    sameAccount: true,
    ownPolicies: true,
    expected: no,
  },
  {
    title: 'a web identity needs no policies',
    principal: {Federated: COGNITO.name},
    by: COGNITO,
    sameAccount: true,
    ownPolicies: false,
    expected: yes,
  },
  {
    title: 'an account is no web identity',
    principal: {AWS: '*'},
    by: COGNITO,
    sameAccount: true,
    ownPolicies: true,
    expected: no,
  },
  {
    title: 'NotPrincipal with Allow leaves out whom it names',
    principal: {AWS: USER.arn},
    not: true,
    by: USER,
    sameAccount: true,
    ownPolicies: true,
    expected: no,
  },
]
