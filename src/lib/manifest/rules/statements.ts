import {every, pattern} from './names.js'
import type {Rule} from '../read/scalars.js'

/** `service:Action`, where the action may hold wildcards, as IAM's grammar has it. */
export const iamAction: Rule = pattern(
  'be an action such as polly:SynthesizeSpeech',
  /^(\*|[a-z][a-z0-9-]{0,62}:[A-Za-z0-9*?]{1,128})$/,
  'A service, a colon and an action; the action may hold * and ?.',
)

/** Braces are IAM's variables or awsup's own placeholders. */
const braces = (...names: readonly string[]): Rule =>
  pattern(
    `have no braces but \${…} and ${names.map((name) => `{${name}}`).join(', ')}`,
    new RegExp(`^(?:[^{}]|\\$\\{[^\${}]{1,200}\\}|\\{(?:${names.join('|')})\\})*$`),
  )

// IAM takes no characters beyond these in a policy (IAM user guide, quotas).
const plain = pattern(
  'be 1–1024 characters, none beyond U+00FF and no control characters',
  /^[\u0020-\u007e\u00a0-\u00ff]{1,1024}$/,
)

const IAM_THINGS = [
  ...['user', 'group', 'role', 'policy', 'mfa', 'instance-profile', 'server-certificate', 'saml-provider'],
  ...['oidc-provider', 'federated-user', 'sms-mfa', 'report', 'access-report', 'role-template'],
]

/**
 * What IAM refuses as malformed: a policy may name no other partition (github.com/aws/copilot-cli/issues/3844), services
 * in full, buckets and things of IAM without a region (github.com/aws/aws-cdk/issues/22445,
 * github.com/cloud-gov/terraform-provision/pull/1838), and things of IAM by what they are.
 */
const wellFormed: Rule = (value) => {
  const [, partition, service = '', region, , ...rest] = value.split(':')
  const path = rest.join(':')
  if (partition !== undefined && partition !== 'aws' && partition !== '*')
    return {must: 'be in the partition aws', hint: `Write arn:aws:… instead of arn:${partition}:…`}
  if (/[*?]/.test(service)) return {must: 'name its service in full', hint: 'For example: arn:aws:sqs:…'}
  // Access points, jobs and the like live in a region; buckets do not.
  if (service === 's3' && region !== '' && !/^(accesspoint|access-grants|job|storage-lens|async-request)\b/.test(path))
    return {must: 'have no region: S3 names buckets without one', hint: `Write arn:aws:s3:::${path}`}
  if (service !== 'iam') return undefined
  if (region !== '') return {must: 'have no region: IAM has none', hint: `Write arn:aws:iam::{account}:${path}`}
  return path === '*' || path === 'root' || IAM_THINGS.some((thing) => path.startsWith(`${thing}/`))
    ? undefined
    : {must: 'say what it names in IAM', hint: 'For example: arn:aws:iam::{account}:role/acme-*'}
}

/** An ARN, or `*`. Variables may stand only after its fifth colon (IAM user guide, "Variables and tags"). */
export const resourceArn: Rule = every(
  plain,
  (value) =>
    value === '*' || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./.test(value)
      ? undefined
      : {must: 'be an ARN or "*"', hint: 'For example: arn:aws:sqs:{region}:{account}:jobs'},
  pattern(
    'have variables only after its fifth colon',
    /^(?!arn:([^:]*:){0,3}[^:]*\$\{)/,
    'IAM puts nothing in before it.',
  ),
  braces('env', 'project', 'account', 'region'),
  wellFormed,
)

const NAMES = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike'],
  ...['StringNotLike', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'DateLessThan'],
  ...['DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals', 'IpAddress'],
  ...['NotIpAddress', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
]

/** An operator of IAM's conditions, with `ForAllValues:`, `ForAnyValue:` before it or `IfExists` behind it. */
export const conditionOperator: Rule = pattern(
  'be an operator of IAM such as StringEquals',
  new RegExp(`^(?:(?:ForAllValues|ForAnyValue):)?(?:Null|(?:${NAMES.join('|')})(?:IfExists)?)$`),
  'Capitals count.',
)

/** `aws:PrincipalTag/team`, `s3:prefix`. */
export const conditionKey: Rule = pattern(
  'be a condition key such as aws:PrincipalTag/team',
  /^[A-Za-z0-9-.]+:[A-Za-z0-9_.:=+\-@/]{1,200}$/,
)

/** A text; what looks like a number or truth has quotes. */
export const conditionValue: Rule = every(plain, braces('env', 'project', 'region'))

/** Why something is meant so, for the next reader of awsup.yaml. */
export const reason: Rule = pattern('say why, in 1–300 characters', /^(?=.*\S)[^\p{Cc}]{1,300}$/u)
