import {expect, test} from 'vitest'
import {evaluate} from '../../../../src/lib/access/evaluate/evaluate.js'
import {readPolicy} from '../../../../src/lib/access/evaluate/policy.js'
import {
  APPLY_ACTIONS,
  deployerBoundary,
  deployerPolicy,
  PLAN_ACTIONS,
  planPolicy,
} from '../../../../src/lib/access/team/deployer.js'
import {allActions} from '../../../../src/lib/operations/permissions/permissions.js'

const ACCOUNT = '111122223333'
const scope = {
  partition: 'aws',
  account: ACCOUNT,
  project: 'acme',
  environment: 'dev',
  existingRoles: [],
  records: undefined,
} as const
const iam = (thing: string): string => `arn:aws:iam::${ACCOUNT}:${thing}`
const BOUNDARY = iam('policy/awsup/acme/acme-dev-ci-boundary')

/** Templates as AWS gets them. */
const written = (document: object): unknown =>
  JSON.parse(JSON.stringify(document), (_, value: {$text?: string[]} | null) =>
    Array.isArray(value?.$text) ? value.$text.join('') : value,
  )
const ANYTHING = readPolicy({Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: '*', Resource: '*'}]})

interface Asked {
  readonly action: string
  readonly resource?: string
  readonly boundaryOf?: string
  readonly passedTo?: string
}

/** Whether a session may, with the policy that it has and, `atMost`, with any. */
function may({action, resource = '*', boundaryOf, passedTo}: Asked, policy: object | undefined): boolean {
  const context = {
    ...(boundaryOf === undefined ? {} : {'iam:PermissionsBoundary': [boundaryOf]}),
    ...(passedTo === undefined ? {} : {'iam:PassedToService': [passedTo]}),
  }
  const layers = {
    identity: [policy ? readPolicy(written(policy)) : ANYTHING],
    boundary: [readPolicy(written(deployerBoundary(scope)))],
  }
  return evaluate(layers, {action, resource, context}).decision === 'allowed'
}

const WORK: readonly Asked[] = [
  {action: 'iam:PutRolePolicy', resource: iam('role/acme-dev-authenticated'), boundaryOf: BOUNDARY},
  {action: 'iam:CreateRole', resource: iam('role/acme-dev-group-admins'), boundaryOf: BOUNDARY},
  {action: 'iam:CreatePolicy', resource: iam('policy/acme-dev-group-admins-1')},
  {action: 'iam:TagRole', resource: iam('role/acme-dev-guest')},
  {
    action: 'iam:PassRole',
    resource: iam('role/acme-dev-authenticated'),
    passedTo: 'cognito-identity.amazonaws.com',
  },
  {action: 'cognito-idp:UpdateUserPool'},
  {action: 'iam:GetRole', resource: iam('role/acme-dev-authenticated')},
]

test.each(WORK)('a deployer may $action on $resource', (asked) => {
  expect(may(asked, deployerPolicy(scope))).toBe(true)
})

const NEVER: readonly Asked[] = [
  {action: 'iam:PutRolePolicy', resource: iam('role/acme-dev-authenticated')},
  {action: 'iam:PutRolePolicy', resource: iam('role/acme-dev-authenticated'), boundaryOf: iam('policy/other')},
  {action: 'iam:PutRolePolicy', resource: iam('role/awsup/acme/acme-dev-ci-web'), boundaryOf: BOUNDARY},
  {action: 'iam:UpdateAssumeRolePolicy', resource: iam('role/awsup/acme/acme-dev-developer'), boundaryOf: BOUNDARY},
  {action: 'iam:AttachRolePolicy', resource: iam('role/OrganizationAccountAccessRole'), boundaryOf: BOUNDARY},
  {action: 'iam:CreateRole', resource: iam('role/acme-dev-authenticated')},
  {action: 'iam:CreateRole', resource: iam('role/app/x'), boundaryOf: BOUNDARY},
  {action: 'iam:DeleteRolePermissionsBoundary', resource: iam('role/acme-dev-authenticated'), boundaryOf: BOUNDARY},
  {action: 'iam:CreatePolicyVersion', resource: BOUNDARY},
  {action: 'iam:CreatePolicyVersion', resource: iam('policy/acme-dev-self-service')},
  {action: 'iam:PassRole', resource: iam('role/acme-dev-authenticated'), passedTo: 'lambda.amazonaws.com'},
  {action: 'iam:PassRole', resource: iam('role/admin'), passedTo: 'cognito-identity.amazonaws.com'},
  ...[
    ...['iam:CreateUser', 'iam:CreateAccessKey', 'iam:UpdateLoginProfile', 'iam:AddUserToGroup', 'iam:PutUserPolicy'],
    ...['iam:CreateOpenIDConnectProvider', 'iam:AddClientIDToOpenIDConnectProvider', 'iam:CreateSAMLProvider'],
    ...['iam:CreateServiceLinkedRole', 'sts:AssumeRole', 'sts:AssumeRoot', 'sts:GetFederationToken'],
    ...['organizations:LeaveOrganization', 'sso:CreateAccountAssignment', 'identitystore:CreateGroupMembership'],
    ...['account:EnableRegion', 'lambda:UpdateFunctionCode', 'cloudformation:CreateStack', 'ssm:SendCommand'],
  ].map((action) => ({action})),
]

test.each(NEVER)('whatever its policies say, a deployer may not $action on $resource', (asked) => {
  expect(may(asked, undefined)).toBe(false)
})

test('what a deployer may do with Cognito and sites is what awsup does there, but for losing users and addresses', () => {
  const own = allActions().filter((action) => /^(amplify|cognito|ssm|secretsmanager)/.test(action))
  const left = own.filter((action) => ![...PLAN_ACTIONS, ...APPLY_ACTIONS].includes(action))
  expect(left).toEqual([
    ...['amplify:DeleteApp', 'amplify:DeleteBranch'],
    'cognito-identity:DeleteIdentities',
    'cognito-identity:DeleteIdentityPool',
    ...['cognito-idp:AdminAddUserToGroup', 'cognito-idp:AdminCreateUser', 'cognito-idp:AdminDeleteUser'],
    ...['cognito-idp:AdminGetUser', 'cognito-idp:AdminSetUserPassword', 'cognito-idp:DeleteUserPool'],
    'cognito-idp:ListUsers',
  ])
  expect([...APPLY_ACTIONS].filter((action) => !own.includes(action))).toEqual([])
})

test('of tables and buckets a deployer reads how they are set up, and nothing that is in them', () => {
  const own = allActions().filter((action) => /^(dynamodb|s3):/.test(action))
  const reads = own.filter((action) => may({action}, deployerPolicy(scope)))
  expect(reads).toEqual(own.filter((action) => PLAN_ACTIONS.includes(action)))
  expect(own.filter((action) => !reads.includes(action) && /:(Describe|Get|List)/.test(action))).toEqual([
    's3:ListBucketVersions',
  ])
})

test('the role that looks changes nothing and reads neither users nor secrets', () => {
  for (const action of [...APPLY_ACTIONS, 'cognito-idp:ListUsers', 'cognito-idp:AdminGetUser', 'iam:PutRolePolicy'])
    expect({action, may: may({action}, planPolicy(scope))}).toEqual({action, may: false})
  for (const action of PLAN_ACTIONS)
    expect({action, may: may({action}, planPolicy(scope))}).toEqual({action, may: true})
})
