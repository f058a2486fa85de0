import type {RecordsPlace} from '../manifest/manifest.js'
import {ROOMS} from '../resources/index.js'

/** What awsup itself needs beyond its rooms: to know who it is, to enter an account, to hand out secrets, to export. */
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
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListAccountsForParent',
]

/** What `access test --aws` asks with the reader's own credentials. Neither names a resource. */
const TESTS = ['access-analyzer:ValidatePolicy', 'iam:SimulateCustomPolicy']

/** An IAM policy document with all that it allows. */
export interface OperatorPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: string
  }[]
}

type Statement = OperatorPolicy['Statement'][number]

/**
 * A policy document for whoever runs awsup in the management account: every action that any kind needs, sorted; and
 * where the records are kept in S3, what reading and writing them takes.
 */
export function makeOperatorPolicy(records: RecordsPlace | undefined): OperatorPolicy {
  const actions = [...new Set([...OWN, ...[...ROOMS.values()].flatMap((room) => room.actions)])].sort()
  const management = actions.filter(
    (action) => /^(organizations|sts):/.test(action) || action === 'iam:CreateServiceLinkedRole',
  )
  return {
    Version: '2012-10-17',
    Statement: [
      {Sid: 'AwsupInTheManagementAccount', Effect: 'Allow', Action: management, Resource: '*'},
      {Sid: 'AwsupAsksAboutPolicies', Effect: 'Allow', Action: TESTS, Resource: '*'},
      ...(records ? recordsStatements(records) : []),
    ],
  }
}

/**
 * The list is allowed on all of the bucket: without it S3 answers 403 and not 404 where an object is not there (S3 API,
 * GetObject, permissions), and a read carries no `s3:prefix` that a condition could ask for.
 */
function recordsStatements({bucket, prefix}: RecordsPlace): readonly Statement[] {
  const arn = `arn:aws:s3:::${bucket}`
  const below = prefix === '' ? '' : `${prefix}/`
  return [
    {Sid: 'AwsupFindsItsRecords', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arn},
    {
      Sid: 'AwsupKeepsItsRecords',
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: `${arn}/${below}*`,
    },
  ]
}
