import {ACCOUNTS, ADMINISTRATOR, BOUNDARY, type Principal} from '../world.js'
import {boundaryKey, isUser, providersOf, trusts, trustsService, type Context, type Fact, type State} from './state.js'

/** One way to get more: who holds a principal that may do all of `asks` has the fact. */
export interface Move {
  readonly fact: Fact
  readonly asks: readonly Ask[]
  /** A role that the move makes. */
  readonly made?: readonly [string, Principal]
}

export interface Ask {
  readonly action: string
  readonly resource: string
  readonly context?: Context
}

const ask = (action: string, resource = '*', context: Context = {}): Ask => ({action, resource, context})

/** Any one of several actions on the same thing. */
const any =
  (actions: readonly string[], context?: Context) =>
  (fact: Fact, resource: string): readonly Move[] =>
    actions.map((action) => ({fact, asks: [ask(action, resource, context)]}))

/** Everything that a held principal could try next. The 65 paths of pathfinding.cloud, and what it has not. */
export function movesOf(id: string, principal: Principal, state: State): readonly Move[] {
  const here = [...state.principals].filter(([, {account}]) => account === principal.account)
  return [
    ...here.flatMap(([other, one]) => (isUser(one) ? userMoves(other, one, state) : roleMoves(other, one, state))),
    ...[...state.principals].flatMap(([other, one]) => assumeMoves(id, [other, one], state)),
    ...policyMoves(principal, state),
    ...newRoles(principal, state),
    ...signInMoves(principal),
    ...thingMoves(principal, state),
  ]
}

/** What changes a role, and what becomes it. */
function roleMoves(id: string, {arn}: Principal, state: State): readonly Move[] {
  const key = boundaryKey(id, state)
  return [
    ...any(['iam:PutRolePolicy'], key)(`full ${id}`, arn),
    ...any(['iam:AttachRolePolicy'], {...key, 'iam:PolicyARN': [ADMINISTRATOR]})(`full ${id}`, arn),
    ...any(['iam:DeleteRolePolicy', 'iam:DetachRolePolicy'], key)(`undenied ${id}`, arn),
    ...any(['iam:UpdateAssumeRolePolicy'], key)(`open ${id}`, arn),
    ...any(['iam:DeleteRolePermissionsBoundary'], key)(`unbounded ${id}`, arn),
    ...any(['iam:PutRolePermissionsBoundary'], {'iam:PermissionsBoundary': [ADMINISTRATOR]})(`unbounded ${id}`, arn),
    ...boundMoves(id, state),
    ...passMoves(id, arn, state),
    ...providersOf(id, state).flatMap((provider) => providerMoves(id, arn, provider)),
  ]
}

/** A role that gets the boundary may be one that developers may change from then on. */
function boundMoves(id: string, {principals}: State): readonly Move[] {
  const role = principals.get(id)
  const bounded = `${id} under the boundary`
  if (!role || role.boundary === BOUNDARY || principals.has(bounded)) return []
  const context = {'iam:PermissionsBoundary': [BOUNDARY]}
  const asks = [ask('iam:PutRolePermissionsBoundary', role.arn, context)]
  return [{fact: `undenied ${bounded}`, asks, made: [bounded, {...role, boundary: BOUNDARY}]}]
}

/** What runs somebody's code or requests with a role that it is handed. */
const RUNNERS: readonly (readonly [string, readonly string[]])[] = [
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:InvokeFunction']],
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping']],
  ['lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:AddPermission']],
  ['ec2.amazonaws.com', ['ec2:RunInstances']],
  ['ec2.amazonaws.com', ['ec2:AssociateIamInstanceProfile', 'ssm:StartSession']],
  ['ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:RunTask']],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateStack']],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet']],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances']],
  ['codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuild']],
  ['glue.amazonaws.com', ['glue:CreateJob', 'glue:StartJobRun']],
  ['glue.amazonaws.com', ['glue:CreateDevEndpoint']],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl']],
  ['datapipeline.amazonaws.com', ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition']],
  ['tasks.apprunner.amazonaws.com', ['apprunner:CreateService']],
  ['states.amazonaws.com', ['states:CreateStateMachine', 'states:StartExecution']],
  ['ssm.amazonaws.com', ['ssm:StartAutomationExecution']],
  ['scheduler.amazonaws.com', ['scheduler:CreateSchedule']],
  ['rolesanywhere.amazonaws.com', ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile']],
  ['pods.eks.amazonaws.com', ['eks:CreatePodIdentityAssociation']],
]

const passMoves = (id: string, arn: string, state: State): readonly Move[] =>
  RUNNERS.filter(([service]) => trustsService(id, service, state)).map(([service, actions]) => ({
    fact: `hold ${id}`,
    asks: [ask('iam:PassRole', arn, {'iam:PassedToService': [service]}), ...actions.map((action) => ask(action))],
  }))

const COGNITO = 'cognito-identity.amazonaws.com'
/** Any of these makes somebody a user of the application, or a member of any of its groups. */
const APP_USER = ['cognito-idp:SignUp', 'cognito-idp:AdminCreateUser', 'cognito-idp:AdminSetUserPassword']
const PROVIDER_CHANGES = [
  'iam:AddClientIDToOpenIDConnectProvider',
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateSAMLProvider',
  'iam:UpdateOpenIDConnectProviderThumbprint',
  'iam:UpdateSAMLProvider',
]

function providerMoves(id: string, arn: string, provider: string): readonly Move[] {
  if (provider !== COGNITO) return any(PROVIDER_CHANGES)(`hold ${id}`, provider)
  const pass = ask('iam:PassRole', arn, {'iam:PassedToService': [COGNITO]})
  return [
    {fact: `hold ${id}`, asks: [ask('cognito-identity:SetIdentityPoolRoles'), pass]},
    ...any(APP_USER)(`hold ${id}`, '*'),
  ]
}

function assumeMoves(id: string, [role, {arn}]: readonly [string, Principal], state: State): readonly Move[] {
  const trusted = trusts(role, id, state)
  if (!trusted) return []
  // Where the trust names who asks, only a Deny is left to stop it.
  const action = trusted === 'self' ? 'sts:AssumeRole unless denied' : 'sts:AssumeRole'
  return [{fact: `hold ${role}`, asks: [ask(action, arn)]}]
}

/** Credentials of users, and what users may do. */
const userMoves = (id: string, {arn, account}: Principal, state: State): readonly Move[] => {
  const key = boundaryKey(id, state)
  return [
    ...any([
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreateServiceSpecificCredential',
      'iam:ResetServiceSpecificCredential',
      'iam:UpdateLoginProfile',
      'iam:UploadSSHPublicKey',
      'iam:UploadSigningCertificate',
    ])(`hold ${id}`, arn),
    ...any(['iam:AttachUserPolicy', 'iam:PutUserPolicy'], key)(`full ${id}`, arn),
    ...any(['iam:DeleteUserPolicy', 'iam:DetachUserPolicy'], key)(`undenied ${id}`, arn),
    ...any(['iam:DeleteUserPermissionsBoundary'], key)(`unbounded ${id}`, arn),
    ...any(['iam:PutUserPermissionsBoundary'], {'iam:PermissionsBoundary': [ADMINISTRATOR]})(`unbounded ${id}`, arn),
    ...[...state.ground.groups.keys()]
      .filter((group) => group.includes(`:${account}:`))
      .flatMap((group) => [
        ...any(['iam:AddUserToGroup'])(`full ${id}`, group),
        ...any(['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'])(`full ${group}`, group),
      ]),
  ]
}

/** The account's own managed policies, whatever they are attached to. */
const policyMoves = ({account}: Principal, {ground, principals}: State): readonly Move[] => {
  const attached = [...principals.values()].flatMap(({policies, boundary}) => [...policies.keys(), boundary ?? ''])
  const all = new Set([...ground.policies.keys(), ...attached])
  return [...all]
    .filter((arn) => arn.startsWith(`arn:aws:iam::${account}:policy/`))
    .flatMap((arn) => [
      ...any(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'])(`rewritten ${arn}`, arn),
      {fact: `rewritten ${arn}`, asks: [ask('iam:DeletePolicy', arn), ask('iam:CreatePolicy', arn)]},
    ])
}

const OPEN = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Principal: {AWS: '*'}, Action: 'sts:AssumeRole'}]}

/** Roles of one's own, which trust whom one likes. */
function newRoles({account}: Principal, {principals}: State): readonly Move[] {
  return ['/new', '/app/new', '/awsup/acme/new', '/OrganizationAccountAccessRole'].flatMap((name) =>
    [undefined, BOUNDARY, ADMINISTRATOR].flatMap((boundary): readonly Move[] => {
      const arn = `arn:aws:iam::${account}:role${name}`
      const id = `${arn} made ${boundary === undefined ? 'without boundary' : `under ${boundary}`}`
      if (principals.has(id) || principals.has(arn)) return []
      const context = boundary === undefined ? {} : {'iam:PermissionsBoundary': [boundary]}
      const made: Principal = {
        arn,
        account,
        policies: new Map(),
        trust: OPEN,
        ...(boundary !== undefined && {boundary}),
      }
      return [{fact: `open ${id}`, asks: [ask('iam:CreateRole', arn, context)], made: [id, made]}]
    }),
  )
}

/** Ways to sign in as an administrator, or as the root user. */
const signInMoves = ({account}: Principal): readonly Move[] => [
  ...any([
    'account-access:CreateEntitlement',
    'identitystore:CreateGroupMembership',
    'sso-directory:AddMemberToGroup',
    'sso-directory:UpdatePassword',
    'sso:AttachManagedPolicyToPermissionSet',
    'sso:CreateAccountAssignment',
    'sso:PutInlinePolicyToPermissionSet',
    'sts:AssumeRoot',
    'sts:GetDelegatedAccessToken',
  ])(`admin ${account}`, '*'),
  ...any(['iam:CreateUser'])(`admin ${account}`, `arn:aws:iam::${account}:user/new`),
  {fact: `admin ${account}`, asks: [ask('account:StartPrimaryEmailUpdate'), ask('account:AcceptPrimaryEmailUpdate')]},
  {fact: `admin ${account}`, asks: [ask('iam:CreateDelegationRequest'), ask('iam:AcceptDelegationRequest')]},
]

const thingMoves = ({account}: Principal, {ground, principals}: State): readonly Move[] =>
  ground.things
    .filter((thing) => thing.account === account && principals.has(thing.role))
    .flatMap(({role, actions}) => actions.map((action) => ({fact: `hold ${role}` as const, asks: [ask(action)]})))

/** What nobody below an administrator may be able to do in an account. */
export const CANARIES = (account: string): readonly Ask[] => {
  const env = account === ACCOUNTS.prod ? 'prod' : 'dev'
  const role = (name: string): string => `arn:aws:iam::${account}:role/awsup/acme/acme-${env}-${name}`
  const boundary = {'iam:PermissionsBoundary': [`arn:aws:iam::${account}:policy/awsup/acme/acme-${env}-boundary`]}
  return [
    ask('iam:AttachRolePolicy', role('admin')),
    ask('iam:AttachRolePolicy', role('developer'), boundary),
    ask('iam:DeleteRolePermissionsBoundary', role('developer'), boundary),
    ask('organizations:LeaveOrganization'),
    ask('organizations:DetachPolicy'),
  ]
}
