import {expect, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {emptyFolder} from '../../_helpers/cli.js'
import {sendBySdk} from '../../facts/_helpers/clients.js'
import {valueAt} from '../../facts/_helpers/compare.js'
import {openByName, refusalOf} from '../by-name.js'

const LAG = 1_000
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*'}],
})
const trust = (principal: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole'}],
  })
const EC2 = trust({Service: 'ec2.amazonaws.com'})

const openLate = () => openByName({lagMs: {iam: LAG, organizations: LAG, cognito: LAG}, accountCreationMs: 0})

const NO_ENTITY = ['NoSuchEntityException', 404] as const

test('a new user of IAM is in no read and takes no write until the lag is over; its name is taken at once', async () => {
  const {send, clock} = await openLate()
  await send('iam:CreateUser', {UserName: 'ann'})
  expect(await refusalOf(send('iam:GetUser', {UserName: 'ann'}))).toEqual(NO_ENTITY)
  expect(await refusalOf(send('iam:CreateLoginProfile', {UserName: 'ann', Password: 'aB1!aB1!'}))).toEqual(NO_ENTITY)
  expect(valueAt(await send('iam:ListUsers', {}), 'Users.length')).toBe(1)
  expect(await refusalOf(send('iam:CreateUser', {UserName: 'Ann'}))).toEqual(['EntityAlreadyExistsException', 409])

  clock.now += LAG
  expect(valueAt(await send('iam:GetUser', {UserName: 'ann'}), 'User.UserName')).toBe('ann')
  await send('iam:CreateLoginProfile', {UserName: 'ann', Password: 'aB1!aB1!'})
})

test('a new role is no principal and has no policies until the lag is over; a new policy cannot be attached', async () => {
  const {send, clock} = await openLate()
  const arn = valueAt(await send('iam:CreateRole', {RoleName: 'reader', AssumeRolePolicyDocument: EC2}), 'Role.Arn')
  const policy = {RoleName: 'reader', PolicyName: 'read', PolicyDocument: DOCUMENT}
  expect(await refusalOf(send('iam:PutRolePolicy', policy))).toEqual(NO_ENTITY)
  const trusting = {RoleName: 'other', AssumeRolePolicyDocument: trust({AWS: arn})}
  expect(await refusalOf(send('iam:CreateRole', trusting))).toEqual(['MalformedPolicyDocumentException', 400])
  clock.now += LAG
  await send('iam:PutRolePolicy', policy)
  await send('iam:CreateRole', trusting)

  const made = await send('iam:CreatePolicy', {PolicyName: 'edge', PolicyDocument: DOCUMENT})
  const attached = {RoleName: 'reader', PolicyArn: valueAt(made, 'Policy.Arn')}
  expect(await refusalOf(send('iam:AttachRolePolicy', attached))).toEqual(NO_ENTITY)
  clock.now += LAG
  await send('iam:AttachRolePolicy', attached)
})

test('a password that was just made is not found, and cannot be changed or deleted yet', async () => {
  const {send, clock} = await openLate()
  await send('iam:CreateUser', {UserName: 'ann'})
  clock.now += LAG
  await send('iam:CreateLoginProfile', {UserName: 'ann', Password: 'aB1!aB1!'})
  expect(await refusalOf(send('iam:GetLoginProfile', {UserName: 'ann'}))).toEqual(NO_ENTITY)
  const unmodifiable = ['EntityTemporarilyUnmodifiableException', 409]
  expect(await refusalOf(send('iam:DeleteLoginProfile', {UserName: 'ann'}))).toEqual(unmodifiable)
  expect(await refusalOf(send('iam:DeleteUser', {UserName: 'ann'}))).toEqual(['DeleteConflictException', 409])
  clock.now += LAG
  await send('iam:DeleteLoginProfile', {UserName: 'ann'})
})

test('what was deleted is still read until the lag is over, and takes no write; made again it is not found', async () => {
  const {send, clock} = await openLate()
  await send('iam:CreateGroup', {GroupName: 'admins'})
  clock.now += LAG
  await send('iam:DeleteGroup', {GroupName: 'admins'})
  expect(valueAt(await send('iam:GetGroup', {GroupName: 'admins'}), 'Group.GroupName')).toBe('admins')
  expect(valueAt(await send('iam:ListGroups', {}), 'Groups.length')).toBe(1)
  expect(await refusalOf(send('iam:DeleteGroup', {GroupName: 'admins'}))).toEqual(NO_ENTITY)
  await send('iam:CreateGroup', {GroupName: 'admins'})
  expect(await refusalOf(send('iam:GetGroup', {GroupName: 'admins'}))).toEqual(NO_ENTITY)
  clock.now += LAG
  await send('iam:DeleteGroup', {GroupName: 'admins'})
  clock.now += LAG
  expect(await refusalOf(send('iam:GetGroup', {GroupName: 'admins'}))).toEqual(NO_ENTITY)
})

test('an organization, its units, policies and accounts show late, each in its own words', async () => {
  const {send, clock} = await openLate()
  await send('organizations:CreateOrganization', {FeatureSet: 'ALL'})
  const notInUse = 'AWSOrganizationsNotInUseException'
  expect((await refusalOf(send('organizations:DescribeOrganization', {})))?.[0]).toBe(notInUse)
  expect((await refusalOf(send('organizations:CreateOrganization', {})))?.[0]).toBe('AlreadyInOrganizationException')
  clock.now += LAG
  const root = valueAt(await send('organizations:ListRoots', {}), 'Roots.0.Id')
  await send('organizations:EnablePolicyType', {RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY'})

  const unit = {Name: 'acme', ParentId: root}
  const unitId = valueAt(await send('organizations:CreateOrganizationalUnit', unit), 'OrganizationalUnit.Id')
  const twin = 'DuplicateOrganizationalUnitException'
  expect((await refusalOf(send('organizations:CreateOrganizationalUnit', unit)))?.[0]).toBe(twin)
  const listed = () => send('organizations:ListOrganizationalUnitsForParent', {ParentId: root})
  expect(valueAt(await listed(), 'OrganizationalUnits.length')).toBe(0)
  expect((await refusalOf(send('organizations:ListParents', {ChildId: unitId})))?.[0]).toBe('ChildNotFoundException')

  const policy = {Type: 'SERVICE_CONTROL_POLICY', Name: 'deny', Description: '', Content: DOCUMENT}
  const made = await send('organizations:CreatePolicy', policy)
  const attached = {PolicyId: valueAt(made, 'Policy.PolicySummary.Id'), TargetId: unitId}
  expect((await refusalOf(send('organizations:AttachPolicy', attached)))?.[0]).toBe('PolicyNotFoundException')

  const request = await send('organizations:CreateAccount', {AccountName: 'dev', Email: 'aws+dev@acme.dev'})
  clock.now += LAG
  await send('organizations:AttachPolicy', attached)
  const id = {CreateAccountRequestId: valueAt(request, 'CreateAccountStatus.Id')}
  const status = await send('organizations:DescribeCreateAccountStatus', id)
  const account = {AccountId: valueAt(status, 'CreateAccountStatus.AccountId')}
  expect(account.AccountId).toMatch(/^\d{12}$/)
  const notFound = 'AccountNotFoundException'
  expect((await refusalOf(send('organizations:DescribeAccount', account)))?.[0]).toBe(notFound)
  expect(valueAt(await send('organizations:ListAccounts', {}), 'Accounts.length')).toBe(1)
  clock.now += LAG
  expect(valueAt(await send('organizations:ListAccounts', {}), 'Accounts.length')).toBe(2)
  await send('organizations:DescribeAccount', account)
})

test("Cognito's lists show late what a read by its id answers at once, and longer what is gone", async () => {
  const {send, clock} = await openLate()
  const UserPoolId = valueAt(await send('cognito-idp:CreateUserPool', {PoolName: 'acme'}), 'UserPool.Id')
  const client = {UserPoolId, ClientName: 'web'}
  const ClientId = valueAt(await send('cognito-idp:CreateUserPoolClient', client), 'UserPoolClient.ClientId')
  const identity = {IdentityPoolName: 'acme', AllowUnauthenticatedIdentities: false}
  const IdentityPoolId = valueAt(await send('cognito-identity:CreateIdentityPool', identity), 'IdentityPoolId')
  const counts = async () => [
    valueAt(await send('cognito-idp:ListUserPools', {MaxResults: 10}), 'UserPools.length'),
    valueAt(await send('cognito-idp:ListUserPoolClients', {UserPoolId}), 'UserPoolClients.length'),
    valueAt(await send('cognito-identity:ListIdentityPools', {MaxResults: 10}), 'IdentityPools.length'),
  ]
  expect(await counts()).toEqual([0, 0, 0])
  await send('cognito-idp:DescribeUserPool', {UserPoolId})
  await send('cognito-idp:DescribeUserPoolClient', {UserPoolId, ClientId})
  await send('cognito-identity:DescribeIdentityPool', {IdentityPoolId})
  clock.now += LAG
  expect(await counts()).toEqual([1, 1, 1])
  await send('cognito-idp:DeleteUserPoolClient', {UserPoolId, ClientId})
  await send('cognito-identity:DeleteIdentityPool', {IdentityPoolId})
  expect(await counts()).toEqual([1, 1, 1])
  const gone = await refusalOf(send('cognito-idp:DescribeUserPoolClient', {UserPoolId, ClientId}))
  expect(gone).toEqual(['ResourceNotFoundException', 400])
  clock.now += LAG
  expect(await counts()).toEqual([1, 0, 0])
})

test('the lag is that of who looks: another process may see all at once, and what it makes shows at once', async () => {
  const directory = emptyFolder()
  const late = await openSandbox({directory, lagMs: {iam: 60_000, organizations: 60_000, cognito: 60_000}})
  const prompt = await openSandbox({directory})
  const [ofLate, ofPrompt] = [late, prompt].map((sandbox) =>
    sendBySdk({requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')}),
  )
  await ofLate?.('iam:CreateGroup', {GroupName: 'admins'})
  await ofPrompt?.('iam:CreateGroup', {GroupName: 'readers'})
  expect(valueAt(await ofLate?.('iam:ListGroups', {}), 'Groups.length')).toBe(1)
  expect(valueAt(await ofPrompt?.('iam:ListGroups', {}), 'Groups.length')).toBe(2)
})

test('without a lag, which is how a sandbox comes, everything shows at once', async () => {
  const {send} = await openByName()
  await send('iam:CreateUser', {UserName: 'ann'})
  await send('iam:GetUser', {UserName: 'ann'})
  await send('iam:DeleteUser', {UserName: 'ann'})
  expect(await refusalOf(send('iam:GetUser', {UserName: 'ann'}))).toEqual(NO_ENTITY)
})
