import type {Ref, Template} from '../../base/resource.js'
import {teamPath} from './names.js'

/** A machine that works in environments' accounts with tokens of its own issuer instead of keys. */
export interface Deployer {
  /** `deployer`, or a role of people whose permissions it gets instead. */
  readonly role: string
  readonly issuer: Issuer
  /** By environment, in the order of the file. */
  readonly environments: ReadonlyMap<string, Subjects>
  /** Only of GitHub: what a workflow needs to know. */
  readonly github?: {readonly repository: string; readonly hasIds: boolean} | undefined
}

/** Who signs the tokens. */
export interface Issuer {
  /** Of its provider among the nodes of an environment: `github`, `gitlab`. */
  readonly label: string
  /** `https://token.actions.githubusercontent.com` */
  readonly url: string
  readonly audience: string
}

/** Whose tokens get in. */
export interface Subjects {
  readonly apply: readonly string[]
  /** Of runs that only look; none where the issuer cannot tell them apart. */
  readonly plan: readonly string[]
  /** Whether a subject ends with a part that is new in each run: the `*` behind it is the only wildcard there is. */
  readonly isOpenEnded?: true
  /** Only of GitHub: what its jobs are tied to. */
  readonly tie?: {readonly by: 'branch' | 'environment' | 'tag' | 'subject'; readonly name: string} | undefined
}

/** `acme-dev-ci-web`. ≤64 characters with `-plan` behind it: the readers see to that. */
export const deployerRoleName = (project: string, environment: string, deployer: string): string =>
  `${project}-${environment}-ci-${deployer}`

/** The same of the role that only looks. */
export const planRoleName = (project: string, environment: string, deployer: string): string =>
  `${deployerRoleName(project, environment, deployer)}-plan`

/** `dev.ci.web` */
export const deployerAddress = (environment: string, deployer: string): string => `${environment}.ci.${deployer}`

/** `dev.ci.web.plan` */
export const planAddress = (environment: string, deployer: string): string =>
  `${deployerAddress(environment, deployer)}.plan`

/** The managed policy that is the boundary of all deployers of an environment, by address and name. */
export const deployerBoundaryAddress = (environment: string): string => `${environment}.policy.ci-boundary`
export const deployerBoundaryName = (project: string, environment: string): string =>
  `${project}-${environment}-ci-boundary`

/**
 * Lets in exactly the tokens of these subjects that are meant for AWS. Both are tested by StringEquals, so that no claim
 * that is missing and no pattern lets in anybody else (aws-actions/configure-aws-credentials, README, "OIDC").
 *
 * @param provider ARN of the issuer's provider in the same account
 */
export function deployerTrust(
  provider: string | Ref,
  {url, audience}: Issuer,
  {names, isOpenEnded = false}: {readonly names: readonly string[]; readonly isOpenEnded?: boolean | undefined},
) {
  const host = url.replace(/^https:\/\//, '')
  const audienceTest = {[`${host}:aud`]: audience}
  const subjectTest = {[`${host}:sub`]: isOpenEnded ? names.map((name) => `${name}:*`) : names}
  return {
    Version: '2012-10-17' as const,
    Statement: [
      {
        Sid: 'TokensOfTheseRuns',
        Effect: 'Allow' as const,
        Principal: {Federated: provider},
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: isOpenEnded
          ? {StringEquals: audienceTest, StringLike: subjectTest}
          : {StringEquals: {...audienceTest, ...subjectTest}},
      },
    ],
  }
}

/** Where a deployer works. */
export interface DeployerScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string
  readonly account: string | Ref
  readonly project: string
  readonly environment: string
  /** Names of roles that existed before awsup, which Cognito hands out: a path before it. */
  readonly existingRoles: readonly string[]
  /** Where the records are kept, when that is S3. */
  readonly records: {readonly bucket: string; readonly prefix: string} | undefined
}

/** What is not for machines, whatever their policies say: identities, other accounts, and code that runs as another role. */
const OUT_OF_REACH = [
  ...['account:*', 'account-access:*', 'iam:*', 'identitystore:*', 'organizations:*', 'signin:*'],
  ...['rolesanywhere:*', 'sso:*', 'sso-directory:*', 'sts:*'],
  ...['apprunner:*', 'bedrock-agentcore:*', 'cloudformation:*', 'codebuild:*', 'codepipeline:*', 'datapipeline:*'],
  ...['ec2:*', 'ec2-instance-connect:*', 'ecs:*', 'glue:*', 'sagemaker:*', 'scheduler:*', 'states:*'],
  ...['lambda:Add*', 'lambda:Create*', 'lambda:Publish*', 'lambda:Put*', 'lambda:Update*'],
  ...['ssm:SendCommand', 'ssm:Start*', 'kms:CreateGrant', 'kms:PutKeyPolicy', 'secretsmanager:PutResourcePolicy'],
]

/** Writes to roles that IAM judges by the boundary of the role (service authorization reference, `iam:PermissionsBoundary`). */
const ROLE_WRITES = [
  ...['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRole', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy'],
  ...['iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole'],
]
const ROLE_TAGS = ['iam:TagRole', 'iam:UntagRole']
const POLICY_WRITES = [
  ...['iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion'],
  ...['iam:SetDefaultPolicyVersion', 'iam:TagPolicy', 'iam:UntagPolicy'],
]

/** The roles that the identities of the environment's pool get, and their policies; they have no path. */
const IDENTITY_ROLES = ['authenticated', 'guest', 'group-*']
const IDENTITY_POLICIES = ['authenticated-*', 'guest-*', 'group-*']

/**
 * What writes of IAM a machine may do: the roles of the identity pool alone, and those only under the same boundary, so
 * that none of them can be more than the machine itself. Not its own role, nor people's, nor boundaries: they have the path
 * of the team.
 */
function identityStatements(scope: DeployerScope) {
  const {partition, account, project, environment, existingRoles} = scope
  const arn = (thing: string): Template => ({$text: [`arn:${partition}:iam::`, account, `:${thing}`]})
  const own = (type: string, names: readonly string[]) =>
    names.map((name) => arn(`${type}/${project}-${environment}-${name}`))
  const roles = own('role', IDENTITY_ROLES)
  const allow = {Effect: 'Allow' as const}
  const boundary = arn(`policy${teamPath(project)}${deployerBoundaryName(project, environment)}`)
  return [
    {
      ...{Sid: 'IdentityRoles', ...allow, Action: ROLE_WRITES, Resource: roles},
      Condition: {StringEquals: {'iam:PermissionsBoundary': boundary}},
    },
    {Sid: 'IdentityRoleTags', ...allow, Action: ROLE_TAGS, Resource: roles},
    {Sid: 'IdentityPolicies', ...allow, Action: POLICY_WRITES, Resource: own('policy', IDENTITY_POLICIES)},
    {
      ...{Sid: 'RolesForCognito', ...allow, Action: ['iam:PassRole']},
      Resource: [...roles, ...existingRoles.map((name) => arn(`role/${name}`))],
      Condition: {StringEquals: {'iam:PassedToService': 'cognito-identity.amazonaws.com'}},
    },
  ]
}

/** Reads of the account's identities: no policy of IAM shows a secret. */
const IAM_READS = [
  'iam:GetGroup*',
  'iam:GetLoginProfile',
  'iam:GetOpenID*',
  'iam:GetPolicy*',
  'iam:GetRole*',
  'iam:GetUser*',
  'iam:List*',
]

/**
 * Permissions boundary of deployers, and of the roles of the identity pool that they may change. It grants nothing; what it
 * does not name is denied.
 */
export const deployerBoundary = (scope: DeployerScope) => ({
  Version: '2012-10-17' as const,
  Statement: [
    {Sid: 'Services', Effect: 'Allow' as const, NotAction: OUT_OF_REACH, Resource: '*'},
    {
      Sid: 'Reads',
      Effect: 'Allow' as const,
      Action: ['account:Get*', 'account:List*', ...IAM_READS, 'iam:Simulate*', 'sts:GetCallerIdentity'],
      Resource: '*',
    },
    ...identityStatements(scope),
  ],
})

/**
 * Reads that a plan makes in the account of an environment. Users of pools, items, objects and values of secrets are not among
 * them.
 */
export const PLAN_ACTIONS: readonly string[] = [
  'account:GetRegionOptStatus',
  ...['amplify:GetApp', 'amplify:GetBranch', 'amplify:GetDomainAssociation', 'amplify:ListApps'],
  ...['cognito-identity:DescribeIdentityPool', 'cognito-identity:GetIdentityPoolRoles'],
  ...['cognito-identity:GetPrincipalTagAttributeMap', 'cognito-identity:ListIdentityPools'],
  ...['cognito-idp:DescribeIdentityProvider', 'cognito-idp:DescribeManagedLoginBrandingByClient'],
  ...['cognito-idp:DescribeResourceServer', 'cognito-idp:DescribeUserPool', 'cognito-idp:DescribeUserPoolClient'],
  ...['cognito-idp:DescribeUserPoolDomain', 'cognito-idp:GetGroup', 'cognito-idp:GetUserPoolMfaConfig'],
  ...['cognito-idp:ListGroups', 'cognito-idp:ListIdentityProviders', 'cognito-idp:ListResourceServers'],
  ...['cognito-idp:ListUserPoolClientSecrets', 'cognito-idp:ListUserPoolClients', 'cognito-idp:ListUserPools'],
  ...['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'],
  'dynamodb:ListTagsOfResource',
  ...['s3:GetBucketCORS', 's3:GetBucketOwnershipControls', 's3:GetBucketPolicy', 's3:GetBucketPublicAccessBlock'],
  ...['s3:GetBucketTagging', 's3:GetBucketVersioning', 's3:GetEncryptionConfiguration'],
  ...['s3:GetLifecycleConfiguration', 's3:ListAllMyBuckets'],
  'sts:GetCallerIdentity',
]

/**
 * What `apply` does with Cognito, with hosted sites and with secrets that awsup.yaml names, and `deploy` with sites. Not what
 * would lose users: pools are deleted by people. And nothing that changes tables and buckets: the same calls that make and
 * set them up let all items and objects expire and switch off backups, and no condition of IAM tells these apart.
 */
export const APPLY_ACTIONS: readonly string[] = [
  ...['amplify:CreateApp', 'amplify:CreateBranch', 'amplify:CreateDeployment', 'amplify:CreateDomainAssociation'],
  ...['amplify:DeleteDomainAssociation', 'amplify:GetJob', 'amplify:ListJobs', 'amplify:StartDeployment'],
  ...['amplify:StopJob', 'amplify:TagResource', 'amplify:UpdateApp', 'amplify:UpdateBranch'],
  'amplify:UpdateDomainAssociation',
  ...['cognito-identity:CreateIdentityPool', 'cognito-identity:SetIdentityPoolRoles'],
  ...['cognito-identity:SetPrincipalTagAttributeMap', 'cognito-identity:TagResource'],
  'cognito-identity:UpdateIdentityPool',
  ...['cognito-idp:AddCustomAttributes', 'cognito-idp:AddUserPoolClientSecret', 'cognito-idp:CreateGroup'],
  ...['cognito-idp:CreateIdentityProvider', 'cognito-idp:CreateManagedLoginBranding'],
  ...['cognito-idp:CreateResourceServer', 'cognito-idp:CreateUserPool', 'cognito-idp:CreateUserPoolClient'],
  ...['cognito-idp:CreateUserPoolDomain', 'cognito-idp:DeleteGroup', 'cognito-idp:DeleteIdentityProvider'],
  ...['cognito-idp:DeleteManagedLoginBranding', 'cognito-idp:DeleteResourceServer'],
  ...['cognito-idp:DeleteUserPoolClient', 'cognito-idp:DeleteUserPoolClientSecret'],
  ...['cognito-idp:DeleteUserPoolDomain', 'cognito-idp:SetUserPoolMfaConfig', 'cognito-idp:TagResource'],
  ...['cognito-idp:UpdateGroup', 'cognito-idp:UpdateIdentityProvider', 'cognito-idp:UpdateResourceServer'],
  ...['cognito-idp:UpdateUserPool', 'cognito-idp:UpdateUserPoolClient', 'cognito-idp:UpdateUserPoolDomain'],
  ...['secretsmanager:GetSecretValue', 'ssm:GetParameter'],
]

const looking = (Action: readonly string[]) => [
  {Sid: 'Looks', Effect: 'Allow' as const, Action: [...Action, ...IAM_READS], Resource: '*'},
]

/** Records in S3: a plan reads them, an apply writes them and their lock. */
function recordsStatements({partition, records}: DeployerScope, actions: readonly string[]) {
  if (!records) return []
  const bucket = `arn:${partition}:s3:::${records.bucket}`
  const below = records.prefix === '' ? '' : `${records.prefix}/`
  return [
    {Sid: 'FindsRecords', Effect: 'Allow' as const, Action: ['s3:ListBucket'], Resource: bucket},
    {Sid: 'Records', Effect: 'Allow' as const, Action: actions, Resource: `${bucket}/${below}*`},
  ]
}

/** What the role that only looks may do. */
export const planPolicy = (scope: DeployerScope) => ({
  Version: '2012-10-17' as const,
  Statement: [...looking(PLAN_ACTIONS), ...recordsStatements(scope, ['s3:GetObject'])],
})

/** What a deployer may do: awsup's own work in the account of the environment, within its boundary. */
export const deployerPolicy = (scope: DeployerScope) => ({
  Version: '2012-10-17' as const,
  Statement: [
    ...looking([...PLAN_ACTIONS, ...APPLY_ACTIONS]),
    ...identityStatements(scope),
    ...recordsStatements(scope, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject']),
  ],
})
