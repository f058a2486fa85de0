import {ACCESS_ROLE} from '../../base/access-role.js'
import type {Environment, Manifest, RecordsPlace} from '../../manifest/manifest.js'
import {requireEnvironment, type Project} from '../../project/project.js'
import {isOptIn} from '../../base/regions.js'
import {ROOMS} from '../../resources/index.js'
import {importStatements} from './data-statements.js'
import {idOf, memberStatements} from './member-statements.js'
import {LOOK_ACTIONS, MEMBER_ACTIONS, OWN_ACTIONS, TEST_ACTIONS} from './own-actions.js'
import {peopleStatements} from './team-statements.js'
import type {OperatorPolicy, PolicyStatement} from './policy.js'

/** All actions that the rooms and the operations need, sorted. */
export const allActions = (): readonly string[] =>
  [...new Set([...OWN_ACTIONS, ...[...ROOMS.values()].flatMap(({actions}) => actions)])].sort()

const SERVICE_ROLE = 'iam:CreateServiceLinkedRole'
const IN_MANAGEMENT = /^(organizations|freetier|sts):/

/** What IAM Identity Center is asked: in the management account, and only where people sign in with it. */
const OF_CENTER = /^(sso|identitystore):/

/** Whether an action is needed in the accounts that environments live in, rather than for the organization. */
const isMemberAction = (action: string): boolean =>
  !IN_MANAGEMENT.test(action) && !OF_CENTER.test(action) && action !== SERVICE_ROLE

/** Asked in the management account before a region is enabled elsewhere: whether AWS has it. */
const WHICH_REGIONS = 'account:ListRegions'

/** Whether any of these environments is in a region that new accounts have off. */
const enablesRegions = (environments: readonly Environment[]): boolean =>
  environments.some(({region}) => isOptIn(region))

/** What the accounts of these environments are asked for: of the Account service only where a region has to be enabled. */
const memberActions = (environments: readonly Environment[]): readonly string[] =>
  allActions().filter(
    (action) => isMemberAction(action) && (!action.startsWith('account:') || enablesRegions(environments)),
  )

/**
 * The policy that the operator needs in the management account, and nothing more. It depends on the project: on where
 * environments live, by which roles their accounts are entered, and where the records are.
 *
 * @param manifest `undefined` before there is a project: then the policy is that of a project with an organization
 */
export function makeOperatorPolicy(manifest: Manifest | undefined): OperatorPolicy {
  const environments = [...(manifest?.environments.values() ?? [])]
  const own = environments.filter(({account}) => account?.id === 'management')
  const members = environments.filter(({account}) => account?.id !== 'management')
  const hasOrganization = !manifest || manifest.organization !== undefined
  return {
    Version: '2012-10-17',
    Statement: [
      ...organizationStatements({
        hasOrganization,
        hasMembers: members.length > 0,
        enables: !manifest || enablesRegions(members),
      }),
      ...(manifest && members.length === 0 ? [] : [enterStatement(members)]),
      ...(manifest && own.length > 0 ? memberStatements(manifest, own, memberActions(own)) : []),
      ...(manifest?.identityCenter ? [CENTER_STATEMENT] : manifest ? peopleStatements(manifest) : []),
      {Sid: 'AwsupAsksAboutPolicies', Effect: 'Allow', Action: TEST_ACTIONS, Resource: '*'},
      SIGN_IN,
      ...(manifest?.records ? recordsStatements(manifest.records) : []),
    ],
  }
}

/**
 * The policy that the role needs by which awsup enters one environment's account. `OrganizationAccountAccessRole` has
 * more: it is the administrator of its account. This is for a role that awsup.yaml names instead. Throws UsageError
 * where awsup.yaml has no such environment.
 */
export function makeEnvironmentPolicy(project: Project, name: string): OperatorPolicy {
  const environment = project.manifest.environments.get(requireEnvironment(project, name))
  const environments = environment ? [environment] : []
  return {
    Version: '2012-10-17',
    Statement: memberStatements(project.manifest, environments, memberActions(environments)),
  }
}

/**
 * What `import table` and `import bucket` need beside: a policy of its own, attached while they are used. Of one environment, else
 * of those in the management account; of any account before there is a project. Throws UsageError where awsup.yaml has no such
 * environment.
 */
export function makeImportPolicy(project: Project | undefined, name: string | undefined): OperatorPolicy {
  const all = [...(project?.manifest.environments.values() ?? [])]
  const wanted = project && name !== undefined ? requireEnvironment(project, name) : undefined
  const meant = all.filter((one) => (wanted === undefined ? one.account?.id === 'management' : one.name === wanted))
  const places = meant.map(({region, account}) => ({region, accountId: idOf(account?.id)}))
  const anywhere = {region: '*', accountId: '*'}
  return {
    Version: '2012-10-17',
    Statement: importStatements(places.length > 0 ? places : [anywhere], allActions()),
  }
}

function organizationStatements({
  hasOrganization,
  hasMembers,
  enables,
}: Record<'hasOrganization' | 'hasMembers' | 'enables', boolean>): readonly PolicyStatement[] {
  const asked = hasOrganization ? allActions().filter((action) => IN_MANAGEMENT.test(action)) : MEMBER_ACTIONS
  const actions = hasOrganization || hasMembers ? asked : ['sts:GetCallerIdentity']
  const all = [...(enables ? [WHICH_REGIONS] : []), ...actions]
  const manage = {Sid: 'AwsupInTheManagementAccount', Effect: 'Allow', Action: all, Resource: '*'} as const
  const look = {Sid: 'AwsupReadsTheOrganization', Effect: 'Allow', Action: LOOK_ACTIONS, Resource: '*'} as const
  return hasOrganization ? [manage, SERVICE_ROLE_OF_ORGANIZATIONS] : [manage, look]
}

/** CreateOrganization makes the role AWSServiceRoleForOrganizations in the caller's name; no other role is allowed. */
const SERVICE_ROLE_OF_ORGANIZATIONS: PolicyStatement = {
  Sid: 'AwsupMakesTheServiceRoleOfOrganizations',
  Effect: 'Allow',
  Action: [SERVICE_ROLE],
  Resource: 'arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*',
  Condition: {StringEquals: {'iam:AWSServiceName': 'organizations.amazonaws.com'}},
}

/** ARNs of sets and instances are made by AWS, so no resource can be named before they exist. */
const CENTER_STATEMENT: PolicyStatement = {
  Sid: 'AwsupInIdentityCenter',
  Effect: 'Allow',
  Action: allActions().filter((action) => OF_CENTER.test(action)),
  Resource: '*',
}

/** `aws login` takes these. Source: AWS managed policy SignInLocalDevelopmentAccess, version 3. */
const SIGN_IN: PolicyStatement = {
  Sid: 'AwsupSignsInWithAwsLogin',
  Effect: 'Allow',
  Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
  Resource: 'arn:aws:signin:*:*:oauth2/public-client/*',
}

/**
 * Only roles of accounts of the operator's own organization, so that no record and no awsup.yaml can lead elsewhere.
 * Source of the key: IAM user guide, global condition keys, `aws:ResourceOrgID`.
 */
function enterStatement(members: readonly Environment[]): PolicyStatement {
  const named = members.map(({account}) =>
    account?.role === undefined
      ? `arn:aws:iam::${account?.id ?? '*'}:role/${ACCESS_ROLE}`
      : `arn:aws:iam::${account.id}:role/${account.role}`,
  )
  const roles = [...new Set(named.length > 0 ? named : [`arn:aws:iam::*:role/${ACCESS_ROLE}`])].sort()
  return {
    Sid: 'AwsupEntersAccountsOfItsOrganization',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Resource: roles.length === 1 ? (roles[0] ?? '') : roles,
    Condition: {StringEquals: {'aws:ResourceOrgID': '${aws:PrincipalOrgID}'}},
  }
}

/**
 * The list is allowed on all of the bucket: without it S3 answers 403 and not 404 where an object does not exist (S3
 * API, GetObject, permissions), and a read carries no `s3:prefix` that a condition could ask for.
 */
function recordsStatements({bucket, prefix}: RecordsPlace): readonly PolicyStatement[] {
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
