import {UsageError} from '../../base/errors.js'

/** Where a partition signs people in, and where its console is. */
interface Partition {
  /** `https://eu-west-1.signin.aws.amazon.com` */
  readonly signIn: string
  /** `https://eu-west-1.console.aws.amazon.com` */
  readonly console: string
  /** Where its services without a region are. */
  readonly global: string
  /** Whether a sign-out leads on to a link; known of the commercial regions alone. */
  readonly leadsOn: boolean
}

/**
 * The hosts of a region. Only the commercial partition has a host for each region that answers `/federation` (IAM user
 * guide, "Enable custom identity broker access to the AWS console"; AWS China and GovCloud user guides, "Endpoints").
 * Throws UsageError for a partition whose hosts awsup does not know.
 */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return ofPartition(region, 'amazonaws.cn', 'cn-north-1')
  if (region.startsWith('us-gov-')) return ofPartition(region, 'amazonaws-us-gov.com', 'us-gov-west-1')
  if (/^(eusc|us-iso\w?|eu-iso\w?)-/.test(region)) {
    throw new UsageError(`awsup does not know where the console of the region ${region} is`, {
      hint: 'Sign in on the page of that partition, or use awsup shell.',
      details: {region},
    })
  }
  const {console} = ofPartition(region, 'aws.amazon.com', 'us-east-1')
  return {signIn: `https://${region}.signin.aws.amazon.com`, console, global: 'us-east-1', leadsOn: true}
}

const ofPartition = (region: string, domain: string, global: string): Partition => ({
  signIn: `https://signin.${domain}`,
  console: `https://${region}.console.${domain}`,
  global,
  leadsOn: false,
})

/** Services whose page has another path than their name. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ['cognito', 'cognito/v2'],
  ['console', 'console'],
  ['dynamodb', 'dynamodbv2'],
  ['ec2', 'ec2/v2'],
  ['iam', 'iamv2'],
  ['organizations', 'organizations/v2'],
  ['route53', 'route53/v2'],
  ['sso', 'singlesignon'],
  ['ssm', 'systems-manager'],
  ['stepfunctions', 'states'],
])

/** Services whose page has their name. */
const NAMED: ReadonlySet<string> = new Set([
  ...['cloudformation', 'cloudtrail', 'cloudwatch', 'directconnect', 'ecs', 'kms', 'lambda', 'rds', 's3'],
  ...['secretsmanager', 'sns', 'sqs', 'trustedadvisor', 'vpc'],
])

/** Services of an account, not of a region. */
const GLOBAL: ReadonlySet<string> = new Set(['directconnect', 'iam', 'route53', 'trustedadvisor'])

export interface Destination {
  /** Not encoded. */
  readonly url: string
  /** Whether awsup knows that page; otherwise the service's name is taken for its path. */
  readonly isKnown: boolean
}

/**
 * The console's page of a service in a region; its home where no service is named. Throws UsageError for what cannot be
 * the name of a service. Pure.
 */
export function destinationOf(service: string | undefined, region: string): Destination {
  const name = (service ?? 'console').toLowerCase()
  if (!/^[a-z0-9]+(?:[-/][a-z0-9]+)*$/.test(name)) {
    throw new UsageError(`--service ${JSON.stringify(service)} is no name of a service`, {
      hint: 'Name it as the address of its page does: --service s3, --service dynamodb, --service cloudwatch.',
      details: {flag: '--service'},
    })
  }
  const {console, global} = partitionOf(region)
  if (name === 'logs') return {url: `${console}/cloudwatch/home?region=${region}#logsV2:log-groups`, isKnown: true}
  const page = `${PATHS.get(name) ?? name}/home`
  if (GLOBAL.has(name)) return {url: `${partitionOf(global).console}/${page}`, isKnown: true}
  return {url: `${console}/${page}?region=${region}`, isKnown: PATHS.has(name) || NAMED.has(name)}
}
