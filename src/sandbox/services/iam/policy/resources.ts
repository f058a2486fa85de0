import {either, type Json, textsIn} from './json.js'

/**
 * What IAM says of resources in policies (messages as users met them: github.com/aws/aws-cdk/issues/22445,
 * github.com/cloud-gov/terraform-provision/pull/1838, github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1557,
 * github.com/cloudera-labs/cloudera.exe/issues/114; the rest and their order: getmoto/moto,
 * tests/test_iam/test_iam_policies.py). AWS's own managed policies keep all of it.
 */
export type ResourceFault =
  | {readonly legacy: true}
  /** Said only where nothing else is wrong that IAM looks at first. */
  | {readonly legacy: false; readonly message: string}

const IAM_PATHS = [
  ...['user/', 'federated-user/', 'role/', 'group/', 'instance-profile/', 'mfa/', 'server-certificate/', 'policy/'],
  ...['sms-mfa/', 'saml-provider/', 'oidc-provider/', 'report/', 'access-report/'],
]

/** In managed policies of AWS's own (IAMAuditRootUserCredentials, AWSCloudWatchOmniServiceRolePolicy), in no message. */
const OTHER_IAM_PATH = /^(\*$|root$|role-template\/)/

/** What S3 keeps in a region (service authorization reference, "Amazon S3", resource types). */
const REGIONAL_IN_S3 = /^(accesspoint|access-grants|job|storage-lens|storage-lens-group|async-request)\//

/** The first fault in the resources of a policy, if there is one. */
export function findResourceFault(statements: readonly Json[]): ResourceFault | undefined {
  return statements
    .flatMap((statement) => textsIn(either(statement, 'Resource') ?? []))
    .map(faultOf)
    .find((fault) => fault !== undefined)
}

const said = (message: string): ResourceFault => ({legacy: false, message})

function faultOf(resource: string): ResourceFault | undefined {
  if (resource === '*') return undefined
  // The colon of a variable separates nothing.
  const [, partition, ...parts] = resource.replaceAll(/\$\{[^}]*\}/g, (name) => name.replaceAll(':', '.')).split(':')
  const [service, region = '', , ...rest] = parts
  if (partition === undefined) return said(`Resource ${resource} must be in ARN format or "*".`)
  if (partition !== 'aws' && partition !== '*') {
    const shown = [...[0, 1, 2].map((index) => parts[index] ?? '*'), rest.length > 0 ? rest.join(':') : '*']
    return said(`Partition "${partition}" is not valid for resource "arn:${partition}:${shown.join(':')}".`)
  }
  if (service === undefined || /[*?]/.test(service))
    return said('Resource vendor must be fully qualified and cannot contain regexes.')
  if (service === '' || (resource.includes('::') && rest.length === 0)) return {legacy: true}
  return faultOfService(service, {resource, region, path: rest.join(':')})
}

interface Parts {
  readonly resource: string
  readonly region: string
  readonly path: string
}

function faultOfService(service: string, {resource, region, path}: Parts): ResourceFault | undefined {
  if (service === 's3' && region !== '' && !REGIONAL_IN_S3.test(path))
    return said(`Resource ${resource} can not contain region information.`)
  if (service !== 'iam') return undefined
  if (region !== '') return said(`IAM resource ${resource} cannot contain region information.`)
  if (OTHER_IAM_PATH.test(path) || IAM_PATHS.some((start) => path.startsWith(start))) return undefined
  return said(`IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`)
}
