import {ROOMS} from '../resources/index.js'

/** What awsup itself needs beyond its rooms: to know who it is, to enter an account, to hand out secrets. */
const OWN = [
  'sts:AssumeRole',
  'sts:GetCallerIdentity',
  'cognito-idp:AddUserPoolClientSecret',
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:DeleteUserPoolClientSecret',
  'cognito-idp:ListUserPoolClientSecrets',
  'cognito-idp:ListUsers',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:DeleteAccessKey',
  'iam:GetAccessKeyLastUsed',
  'iam:GetLoginProfile',
  'iam:ListAccessKeys',
  'iam:UpdateLoginProfile',
  'organizations:ListAccountsForParent',
]

/** An IAM policy document with one statement. */
export interface OperatorPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: string
  }[]
}

/** A policy document for whoever runs awsup in the management account: every action that any kind needs, sorted. */
export function makeOperatorPolicy(): OperatorPolicy {
  const actions = [...new Set([...OWN, ...[...ROOMS.values()].flatMap((room) => room.actions)])].sort()
  const management = actions.filter(
    (action) => /^(organizations|sts):/.test(action) || action === 'iam:CreateServiceLinkedRole',
  )
  return {
    Version: '2012-10-17',
    Statement: [{Sid: 'AwsupInTheManagementAccount', Effect: 'Allow', Action: management, Resource: '*'}],
  }
}
