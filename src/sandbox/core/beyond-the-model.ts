import type {Violation} from '../check/violations.js'

/** Something that AWS answers although its own model does not allow it. */
interface Answered {
  readonly service: string
  /** Where, without the numbers of entries. */
  readonly path: RegExp
  readonly reason: Violation['reason']
  readonly source: string
}

/** All of it. */
export const ANSWERED: readonly Answered[] = [
  {
    service: 'amplify',
    path: /\.stage$/,
    reason: 'INVALID_ENUM',
    source:
      'A branch without a stage is in the stage NONE (terraform-provider-aws, internal/service/amplify/branch_test.go).',
  },
  {
    service: 'cognito-idp',
    path: /^userPool\.schemaAttributes$/,
    reason: 'MAX_LENGTH_EXCEEDED',
    source: 'The 50 are custom attributes (Cognito quotas); the twenty that every pool has are answered beside them.',
  },
  {
    service: 'cognito-idp',
    path: /^userPool\.schemaAttributes\.member\.name$/,
    reason: 'MAX_LENGTH_EXCEEDED',
    source: 'phone_number_verified has 21 characters, custom: before a name of twenty makes 27.',
  },
  {
    service: 'cognito-idp',
    path: /^domainDescription\.customDomainConfig\.certificateArn$/,
    reason: 'INPUT_REQUIRED',
    source: 'A prefix has no certificate: CustomDomainConfig is {} (AWS CLI reference, describe-user-pool-domain).',
  },
  ...(['MIN_LENGTH_EXCEEDED', 'INVALID_PATTERN'] as const).map((reason) => ({
    service: 'sso-admin',
    path: /^inlinePolicy$/,
    reason,
    source:
      'Empty where a set has none (github.com/hashicorp/terraform-provider-aws, ssoadmin/permission_set_inline_policy.go).',
  })),
  {
    service: 'dynamodb',
    path: /^unprocessed(Keys|Items)$/,
    reason: 'MIN_LENGTH_EXCEEDED',
    source: 'Empty where all was done (API reference, BatchGetItem, BatchWriteItem).',
  },
  {
    service: 'dynamodb',
    path: /provisionedThroughput\.numberOfDecreasesToday$/,
    reason: 'MIN_VALUE_EXCEEDED',
    source: 'The examples of DescribeTable (API reference) answer 0.',
  },
  {
    service: 'cognito-idp',
    path: /\.clientSecretArn$/,
    reason: 'INVALID_PATTERN',
    source:
      'The pattern has secret/; ARNs of Secrets Manager have secret: (Service Authorization Reference, Secrets Manager).',
  },
  {
    service: 'iam',
    path: /^user\.(userName|path)$/,
    reason: 'INPUT_REQUIRED',
    source: 'The root user has neither (an answer of AWS as it was sent: github.com/brendanhay/amazonka/issues/102).',
  },
  {
    service: 'iam',
    path: /^user\.userId$/,
    reason: 'MIN_LENGTH_EXCEEDED',
    source: 'The root user’s is the id of the account, twelve digits (the same).',
  },
  {
    service: 'iam',
    path: /^accessKey\.userName$/,
    reason: 'INPUT_REQUIRED',
    source: 'A key of the root user belongs to no user; AccessKeyMetadata does not require the name. Not measured.',
  },
  {
    service: 'iam',
    path: /^sSHPublicKey\.fingerprint$/,
    reason: 'MIN_LENGTH_EXCEEDED',
    source: 'An MD5 in pairs with colons has 47 characters (API reference, SSHPublicKey, Fingerprint).',
  },
  {
    service: 'iam',
    path: /permissionsBoundary\.permissionsBoundaryType$/,
    reason: 'INVALID_ENUM',
    source:
      'localstack/localstack, tests/aws/services/iam/test_iam.py, recorded from AWS: Policy, as the SDK calls it.',
  },
  {
    service: 'organizations',
    path: /^createAccountStatus\.failureReason$/,
    reason: 'INVALID_ENUM',
    source: 'AWS adds reasons, and who reads an enumeration has to expect values that it does not know (Smithy, enum).',
  },
  {
    service: 'organizations',
    path: /^(policy\.policySummary|policies\.member)\.arn$/,
    reason: 'INVALID_PATTERN',
    source:
      'The pattern wants ten characters after p-; PolicyId allows eight, and AWS makes eight (p-d2ahfolz and others).',
  },
  {
    service: 's3',
    path: /^(nextP|p)artNumberMarker$/,
    reason: 'INVALID_TYPE',
    source: 'A number in the XML either way: the SDK has it as a text, the model as an integer.',
  },
  ...(['MIN_LENGTH_EXCEEDED', 'INVALID_PATTERN'] as const).map((reason) => ({
    service: 'sso-admin',
    path: /^inlinePolicy$/,
    reason,
    source:
      'Empty where there is none, as recorded answers have it, and as Terraform reads it (github.com/hashicorp/terraform-provider-aws, internal/service/ssoadmin/permission_set_inline_policy.go).',
  })),
  {
    service: 'ssm',
    path: /^(invalidP|p)arameters$/,
    reason: 'MIN_LENGTH_EXCEEDED',
    source: 'Empty where every name was found, or none (AWS CLI reference, get-parameters, its example).',
  },
]

/** A refusal that AWS's models do not list where AWS uses it. */
interface Refused {
  readonly service: string
  readonly error: string
  readonly source: string
}

/** All of them. */
export const REFUSED: readonly Refused[] = [
  {
    service: 'iam',
    error: 'NoSuchEntityException',
    source:
      'CreateRole with a permissions boundary that does not exist: the model lists it for CreateUser alone, whose parameter is the same.',
  },
  {
    service: 'sso',
    error: 'ForbiddenException',
    source: 'GetRoleCredentials without access, "No access" (github.com/aws/aws-sam-cli/issues/2129).',
  },
  {
    service: 'sts',
    error: 'InvalidParameterValue',
    source: 'IAM user guide, "Pass session tags in AWS STS", "Chaining roles with session tags".',
  },
  {
    service: 'sts',
    error: 'RegionDisabledException',
    source: 'Any call to a region’s endpoint that is switched off (IAM user guide, "Manage AWS STS in an AWS Region").',
  },
]

/** Whether AWS is known to answer so nevertheless. */
export const isAnsweredNevertheless = (service: string, {path, reason}: Violation): boolean =>
  ANSWERED.some(
    (known) => known.service === service && known.reason === reason && known.path.test(path.replaceAll(/\.\d+\b/g, '')),
  )

/** Whether AWS is known to refuse with it nevertheless. */
export const isRefusedNevertheless = (service: string, error: string): boolean =>
  REFUSED.some((known) => known.service === service && known.error === error)
