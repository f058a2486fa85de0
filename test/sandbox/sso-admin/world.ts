import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import type {Settings} from '../../../src/sandbox/settings.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {sendBySdk} from '../../facts/_helpers/clients.js'
import {valueAt} from '../../facts/_helpers/compare.js'
import type {Members} from '../../facts/_helpers/fill.js'
import type {Keys, Send} from '../../facts/facts.js'

/** An organization with Identity Center in eu-west-1, an account dev, and a user alice. */
export interface World {
  readonly sandbox: Sandbox
  readonly clock: {now: number}
  readonly send: Send
  /** A text of an answer. */
  readonly ask: (operation: string, input: Members, path: string) => Promise<string>
  readonly InstanceArn: string
  readonly IdentityStoreId: string
  readonly management: string
  readonly dev: string
  readonly alice: string
  /** Keys of the role that AWS makes in dev. */
  readonly inside: Keys
}

export async function openWorld(settings: Partial<Settings> = {}): Promise<World> {
  const clock = {now: Date.now()}
  const sandbox = await openSandbox({
    clock: () => clock.now,
    settings: {accountCreationMs: 0, roleDelayMs: 0, identityCenter: 'eu-west-1', provisioningMs: 0, ...settings},
  })
  const send = sendBySdk({
    requestHandler: requestHandlerFor(sandbox),
    credentials: sandbox.credentials('admin'),
    region: settings.identityCenter ?? 'eu-west-1',
  })
  const ask = async (operation: string, input: Members, path: string): Promise<string> =>
    String(valueAt(await send(operation, input), path))
  const management = await ask('organizations:CreateOrganization', {}, 'Organization.MasterAccountId')
  const dev = await makeAccount(ask, 'dev')
  const RoleArn = `arn:aws:iam::${dev}:role/OrganizationAccountAccessRole`
  const {Credentials} = await send('sts:AssumeRole', {RoleArn, RoleSessionName: 'setup'})
  const {Instances} = (await send('sso-admin:ListInstances', {})) as {
    Instances: [{InstanceArn: string; IdentityStoreId: string}]
  }
  const [{InstanceArn, IdentityStoreId}] = Instances
  const alice = await ask('identitystore:CreateUser', {IdentityStoreId, ...person('alice')}, 'UserId')
  const inside = Credentials as Keys
  return {sandbox, clock, send, ask, InstanceArn, IdentityStoreId, management, dev, alice, inside}
}

/** Another account of the organization, by its id. */
export async function makeAccount(ask: World['ask'], name: string): Promise<string> {
  const asked = {AccountName: name, Email: `${name}@acme.dev`}
  const CreateAccountRequestId = await ask('organizations:CreateAccount', asked, 'CreateAccountStatus.Id')
  return ask('organizations:DescribeCreateAccountStatus', {CreateAccountRequestId}, 'CreateAccountStatus.AccountId')
}

/** What Identity Center wants of a user. */
export const person = (UserName: string): Members => ({
  UserName,
  DisplayName: UserName,
  Name: {GivenName: UserName, FamilyName: 'Doe'},
  Emails: [{Value: `${UserName}@acme.dev`, Type: 'work', Primary: true}],
})

/** A permission set, by its ARN. */
export const makeSet = ({ask, InstanceArn}: World, more: Members = {}): Promise<string> =>
  ask('sso-admin:CreatePermissionSet', {InstanceArn, Name: 'developer', ...more}, 'PermissionSet.PermissionSetArn')

interface Assigning {
  readonly PermissionSetArn: string
  readonly TargetId?: string
  readonly PrincipalType?: string
  readonly PrincipalId?: string
}

/** An assignment as the API wants it: of alice in dev unless told. */
export const assignmentOf = ({InstanceArn, dev, alice}: World, given: Assigning): Members => ({
  InstanceArn,
  TargetType: 'AWS_ACCOUNT',
  TargetId: dev,
  PrincipalType: 'USER',
  PrincipalId: alice,
  ...given,
})

/** Assigns, and answers how it ended. */
export async function assign(world: World, given: Assigning): Promise<Members> {
  const {ask, send, InstanceArn} = world
  const AccountAssignmentCreationRequestId = await ask(
    'sso-admin:CreateAccountAssignment',
    assignmentOf(world, given),
    'AccountAssignmentCreationStatus.RequestId',
  )
  const answer = await send('sso-admin:DescribeAccountAssignmentCreationStatus', {
    InstanceArn,
    AccountAssignmentCreationRequestId,
  })
  return answer['AccountAssignmentCreationStatus'] as Members
}

/** Takes an assignment back. */
export const unassign = (world: World, given: Assigning): Promise<Members> =>
  world.send('sso-admin:DeleteAccountAssignment', assignmentOf(world, given))

/** Brings a permission set up to date in all its accounts, and answers how that ended. */
export async function provision({ask, send, InstanceArn}: World, PermissionSetArn: string): Promise<Members> {
  const ProvisionPermissionSetRequestId = await ask(
    'sso-admin:ProvisionPermissionSet',
    {InstanceArn, PermissionSetArn, TargetType: 'ALL_PROVISIONED_ACCOUNTS'},
    'PermissionSetProvisioningStatus.RequestId',
  )
  const answer = await send('sso-admin:DescribePermissionSetProvisioningStatus', {
    InstanceArn,
    ProvisionPermissionSetRequestId,
  })
  return answer['PermissionSetProvisioningStatus'] as Members
}

interface RoleOf {
  readonly RoleName: string
  readonly Path: string
  readonly Arn: string
  readonly MaxSessionDuration: number
}

/** The roles of Identity Center in dev. */
export async function reservedRoles({send, inside}: World): Promise<readonly RoleOf[]> {
  const {Roles} = await send('iam:ListRoles', {PathPrefix: '/aws-reserved/'}, inside)
  return Roles as RoleOf[]
}
