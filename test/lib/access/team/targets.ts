import {ACCOUNTS, ADMINISTRATOR, BOUNDARY, POOL} from './world.js'

/** What an action is tried on. */
export interface Target {
  /** As a reader of the table names it. */
  readonly name: string
  /** ARN; `{account}` is the account of who asks. */
  readonly arn: string
  /** Condition keys that AWS fills from what it finds there. */
  readonly context: Readonly<Record<string, readonly string[]>>
}

const target = (name: string, arn: string, boundary?: string): Target => ({
  name,
  arn,
  context: boundary === undefined ? {} : {'iam:PermissionsBoundary': [boundary]},
})
const iam = (name: string, thing: string, boundary?: string): Target =>
  target(name, `arn:aws:iam::{account}:${thing}`, boundary)
const here = (name: string, service: string, thing: string): readonly Target[] => [
  target(name, `arn:aws:${service}:eu-west-1:{account}:${thing}`),
]

const ROLES: readonly Target[] = [
  iam('admin role', 'role/awsup/acme/acme-dev-admin'),
  iam('developer role', 'role/awsup/acme/acme-dev-developer', BOUNDARY),
  iam('identity pool role', 'role/acme-dev-authenticated'),
  iam('access role', 'role/OrganizationAccountAccessRole'),
  iam('single sign-on role', 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef'),
  iam('/app/ role, bounded', 'role/app/web', BOUNDARY),
  iam('/app/ role, not bounded', 'role/app/old'),
  iam('/app/ role, other boundary', 'role/app/other', ADMINISTRATOR),
]

const POLICIES: readonly Target[] = [
  iam('developer boundary', 'policy/awsup/acme/acme-dev-boundary'),
  iam('people’s boundary', 'policy/awsup/acme/acme-people-boundary'),
  iam('other policy', 'policy/acme-dev-authenticated-1'),
  iam('/app/ policy', 'policy/app/web'),
]

const USERS: readonly Target[] = [
  iam('jane, a person', 'user/awsup/acme/jane'),
  iam('kim, another person', 'user/awsup/acme/kim'),
  iam('other user', 'user/old'),
]

/** What an action of a service is tried on, by what the service authorization reference says that it acts on. */
const TARGETS: Readonly<Record<string, readonly Target[]>> = {
  role: ROLES,
  policy: POLICIES,
  user: USERS,
  group: [
    iam('group of administrators', 'group/operators'),
    iam('group under the people’s path', 'group/awsup/acme/x'),
  ],
  'instance profile': [
    iam('other instance profile', 'instance-profile/other'),
    iam('/app/ instance profile', 'instance-profile/app/web'),
  ],
  'service-linked role': [iam('service-linked role', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS')],
  'oidc provider': [iam('GitHub’s provider', 'oidc-provider/token.actions.githubusercontent.com')],
  'saml provider': [iam('single sign-on’s provider', 'saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE')],
  'server certificate': [iam('certificate', 'server-certificate/web')],
  'mfa device': [iam('jane’s device', 'mfa/jane'), iam('kim’s device', 'mfa/kim')],
  'delegation request': [iam('delegation request', 'delegation-request/0123456789abcdef')],
  account: [target('account', '*')],
  organization: [target('organization', '*')],
  session: [target('own session', '*')],
  'root user': [iam('root user', 'root')],
  anything: [target('anything', '*')],
  'user pool': here('user pool', 'cognito-idp', 'userpool/eu-west-1_AbCdEfGhI'),
  'identity pool': here('identity pool', 'cognito-identity', `identitypool/${POOL}`),
  table: here('table', 'dynamodb', 'table/todos'),
  function: here('function', 'lambda', 'function:web'),
  stack: here('stack', 'cloudformation', 'stack/web/01234567-89ab-cdef-0123-456789abcdef'),
  secret: here('secret', 'secretsmanager', 'secret:web-AbCdEf'),
  key: here('key', 'kms', 'key/01234567-89ab-cdef-0123-456789abcdef'),
  bucket: [target('bucket', 'arn:aws:s3:::acme-uploads')],
  object: [target('object', 'arn:aws:s3:::acme-uploads/a')],
}

const of = (name: string, env: 'dev' | 'prod', role: string): Target =>
  target(name, `arn:aws:iam::${ACCOUNTS[env]}:role/${role}`)

/** Roles that sessions are opened of, in their own accounts. */
const ASSUMED: readonly Target[] = [
  of('admin role of dev', 'dev', 'awsup/acme/acme-dev-admin'),
  of('developer role of dev', 'dev', 'awsup/acme/acme-dev-developer'),
  of('admin role of prod', 'prod', 'awsup/acme/acme-prod-admin'),
  of('viewer role of prod', 'prod', 'awsup/acme/acme-prod-viewer'),
  of('role of another project', 'dev', 'awsup/other/other-dev-admin'),
  of('identity pool role', 'dev', 'acme-dev-authenticated'),
  of('access role of dev', 'dev', 'OrganizationAccountAccessRole'),
  of('access role of prod', 'prod', 'OrganizationAccountAccessRole'),
  of('/app/ role of dev', 'dev', 'app/web'),
  of('/app/ role of prod', 'prod', 'app/web'),
]

export function targetsOf(service: string, type: string): readonly Target[] {
  const targets = service === 'sts' && type === 'role' ? ASSUMED : TARGETS[type]
  if (!targets) throw new Error(`nothing to try actions of ${service} on a ${type} on`)
  return targets
}
