/** One call to AWS, as people and policies name it. */
export interface Call {
  /** Prefix of its IAM actions: organizations, sts, iam, cognito-idp, cognito-identity. */
  readonly service: string
  readonly operation: string
  readonly accountId: string | undefined
  readonly region: string
  /** ARN of who calls, as far as known. */
  readonly identity: string | undefined
  readonly attempts: number
  /** What AWS did not find although it was made a moment ago, when that was so to the end. */
  readonly unseen?: string | undefined
  /** Whether AWS may have done it at an earlier attempt, whose reply was lost. Absent: it did not. */
  readonly mayBeDone?: boolean
}

const CALL = Symbol('awsup.call')

const PREFIXES: Readonly<Record<string, string>> = {
  OrganizationsClient: 'organizations',
  STSClient: 'sts',
  IAMClient: 'iam',
  CognitoIdentityProviderClient: 'cognito-idp',
  CognitoIdentityClient: 'cognito-identity',
  AccessAnalyzerClient: 'access-analyzer',
  SSMClient: 'ssm',
  DynamoDBClient: 'dynamodb',
  S3Client: 's3',
  SecretsManagerClient: 'secretsmanager',
  SSOAdminClient: 'sso',
  SSOClient: 'sso',
  IdentitystoreClient: 'identitystore',
}

/** `IAMClient`, `CreateRoleCommand` → iam, CreateRole. */
export const nameCall = (clientName = '', commandName = ''): Pick<Call, 'service' | 'operation'> => ({
  service: PREFIXES[clientName] ?? clientName.replace(/Client$/, '').toLowerCase(),
  operation: commandName.replace(/Command$/, ''),
})

/** Notes on an error of the SDK which call it answers; the error itself stays what it was. */
export function noteCall(error: unknown, call: Call): void {
  if (error instanceof Error && Object.isExtensible(error)) Object.defineProperty(error, CALL, {value: call})
}

/** The call that an error answers, if it came through the door. */
export const callOf = (error: Error): Call | undefined =>
  CALL in error ? (error[CALL as keyof typeof error] as Call | undefined) : undefined

/**
 * Whether AWS may have done what it refuses now: the reply to an earlier attempt of the same call was lost, so that
 * "already exists" or "does not exist" can be about our own first success.
 */
export const mayBeDone = (error: unknown): boolean => error instanceof Error && callOf(error)?.mayBeDone === true

/**
 * Creates that AWS can not deduplicate: no token, no unique name. Sent again after a lost reply they make a second one
 * (aws-facts: two user pools measured), so they are sent once unless AWS surely did nothing.
 */
const SENT_ONCE: ReadonlySet<string> = new Set([
  'organizations:CreateAccount',
  'organizations:CreateGovCloudAccount',
  'organizations:CreateOrganization',
  'organizations:CreateOrganizationalUnit',
  'organizations:CreatePolicy',
  'organizations:InviteAccountToOrganization',
  'iam:CreateAccessKey',
  'iam:CreateServiceSpecificCredential',
  'iam:CreatePolicyVersion',
  'cognito-idp:CreateUserPool',
  'cognito-idp:CreateUserPoolClient',
  'cognito-idp:AddUserPoolClientSecret',
  'cognito-identity:CreateIdentityPool',
  'amplify:CreateApp',
  'amplify:CreateDeployment',
])

export const isSentOnce = ({service, operation}: Pick<Call, 'service' | 'operation'>): boolean =>
  SENT_ONCE.has(`${service}:${operation}`)

/**
 * Whether a call changes what an account holds. To assume a role or to check a policy does not. Single objects of S3 are
 * not counted: what awsup writes there are its records, whose every write has a condition of its own.
 */
export const changesSomething = ({service, operation}: Pick<Call, 'service' | 'operation'>): boolean =>
  !(service === 's3' && /^(Put|Delete)Object$/.test(operation)) &&
  !/^(Admin)?(Get|List|Describe|Head|Scan|AssumeRole|Simulate|Validate)/.test(operation)
