import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteRoleCommand,
  EnableMFADeviceCommand,
  GetPolicyCommand,
  ListPolicyVersionsCommand,
  ListVirtualMFADevicesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {beforeEach, describe, expect, test} from 'vitest'
import {codeAt} from '../../../../src/sandbox/totp.js'
import type {Context} from '../../../../src/lib/base/resource.js'
import {iamGroup} from '../../../../src/lib/resources/iam/group.js'
import {oidcProvider} from '../../../../src/lib/resources/iam/oidc-provider.js'
import {managedPolicy} from '../../../../src/lib/resources/iam/policy.js'
import {role} from '../../../../src/lib/resources/iam/role.js'
import {iamUser} from '../../../../src/lib/resources/iam/user.js'
import {allow, roleDesired} from '../../../_helpers/worlds/desired.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const NOT_OURS = {code: 'NOT_OURS', exitCode: 5, hint: expect.stringMatching(/./) as string}

let rooms: Awaited<ReturnType<typeof openRooms>>
let context: Context
beforeEach(async () => {
  rooms = await openRooms()
  context = await rooms.management()
})

describe('what has our name and is not ours is refused, with what to do:', () => {
  test('a role', async () => {
    const AssumeRolePolicyDocument = JSON.stringify(roleDesired('app').trust)
    await context.aws.iam.send(new CreateRoleCommand({RoleName: 'app', AssumeRolePolicyDocument}))
    await expect(role.read({name: 'app'}, undefined, context)).rejects.toMatchObject(NOT_OURS)
  })

  test('a managed policy', async () => {
    const PolicyDocument = JSON.stringify(allow('s3:*'))
    await context.aws.iam.send(new CreatePolicyCommand({PolicyName: 'app', PolicyDocument}))
    await expect(managedPolicy.read({name: 'app'}, undefined, context)).rejects.toMatchObject(NOT_OURS)
  })

  test('a user, and one of another project', async () => {
    await context.aws.iam.send(new CreateUserCommand({UserName: 'alice'}))
    await expect(iamUser.read({name: 'alice'}, undefined, context)).rejects.toMatchObject(NOT_OURS)
    const other = rooms.as(context, {project: 'other'})
    await iamUser.create({name: 'bob', groups: [], managedPolicies: []}, other)
    await expect(iamUser.read({name: 'bob'}, undefined, context)).rejects.toMatchObject(NOT_OURS)
  })

  test('a group, which has no tags: its path says whose it is', async () => {
    await context.aws.iam.send(new CreateGroupCommand({GroupName: 'admins'}))
    await expect(iamGroup.read({name: 'admins'}, undefined, context)).rejects.toMatchObject(NOT_OURS)
    const made = await iamGroup.create({name: 'developers', managedPolicies: []}, context)
    expect(made.arn).toMatch(/:group\/awsup\/acme\/developers$/)
  })
})

describe('an OpenID Connect provider', () => {
  const url = 'https://token.actions.githubusercontent.com'
  const desired = {url, clientIds: ['sts.amazonaws.com']}

  test('that somebody else made keeps its client ids, gets ours, and stays when ours is no longer asked for', async () => {
    await context.aws.iam.send(new CreateOpenIDConnectProviderCommand({Url: url, ClientIDList: ['theirs']}))
    const found = await oidcProvider.read({url}, undefined, context)
    expect(found).toMatchObject({url, clientIds: ['theirs']})
    if (!found) return
    expect(oidcProvider.diff(desired, found)).toMatchObject([{field: 'clientIds', effect: 'update'}])
    await oidcProvider.update(desired, found, context)
    await oidcProvider.delete(found, context)
    expect(await oidcProvider.read({url}, undefined, context)).toMatchObject({
      clientIds: ['theirs', 'sts.amazonaws.com'],
    })
    expect(rooms.calls('iam:DeleteOpenIDConnectProvider')).toBe(0)
  })

  test('of another project of awsup is used, and stays', async () => {
    await oidcProvider.create(desired, rooms.as(context, {project: 'other'}))
    const found = await oidcProvider.read({url}, undefined, context)
    expect(found && oidcProvider.diff(desired, found)).toEqual([])
    if (found) await oidcProvider.delete(found, context)
    expect(await oidcProvider.read({url}, undefined, context)).toBeDefined()
  })

  test('of ours stays while a role that is not ours trusts it', async () => {
    const made = await oidcProvider.create(desired, context)
    const trusting = (RoleName: string, Path: string) =>
      context.aws.iam.send(
        new CreateRoleCommand({
          RoleName,
          Path,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: {Federated: made.arn},
                Action: 'sts:AssumeRoleWithWebIdentity',
                Condition: {StringEquals: {'token.actions.githubusercontent.com:sub': 'repo:x/y:ref:refs/heads/main'}},
              },
            ],
          }),
        }),
      )
    await trusting('ours', '/awsup/acme/')
    await trusting('theirs', '/')
    await oidcProvider.delete(made, context)
    expect(await oidcProvider.read({url}, undefined, context)).toBeDefined()
    await context.aws.iam.send(new DeleteRoleCommand({RoleName: 'theirs'}))
    await oidcProvider.delete(made, context)
    expect(await oidcProvider.read({url}, undefined, context)).toBeUndefined()
  })
})

describe('a role', () => {
  test('is asked for again while IAM does not see the principal that it trusts', async () => {
    const effect = {
      type: 'error' as const,
      name: 'MalformedPolicyDocumentException',
      message: 'Invalid principal in policy: "AWS"',
    }
    rooms.inject({operation: 'iam:CreateRole', nth: 1, when: 'before', effect})
    expect(await role.create(roleDesired('app'), context)).toMatchObject({id: 'app'})
    expect(rooms.calls('iam:CreateRole')).toBe(2)
  })

  test('with a trust policy that is wrong in another way is refused at once', async () => {
    const effect = {
      type: 'error' as const,
      name: 'MalformedPolicyDocumentException',
      message: 'Syntax errors in policy.',
    }
    rooms.inject({operation: 'iam:CreateRole', when: 'before', effect})
    await expect(role.create(roleDesired('app'), context)).rejects.toThrow('Syntax errors')
    expect(rooms.calls('iam:CreateRole')).toBe(1)
  })

  test('loses access that somebody gave it by hand, and can be deleted with it', async () => {
    const desired = {...roleDesired('app'), inlinePolicies: {own: allow('s3:GetObject')}}
    const made = await role.create(desired, context)
    const byHand = async (): Promise<void> => {
      const PolicyDocument = JSON.stringify(allow('*'))
      await context.aws.iam.send(new PutRolePolicyCommand({RoleName: 'app', PolicyName: 'hand', PolicyDocument}))
      await context.aws.iam.send(new AttachRolePolicyCommand({RoleName: 'app', PolicyArn: READ_ONLY}))
    }
    await byHand()
    const drifted = await role.read({name: 'app'}, undefined, context)
    if (!drifted) throw new Error('gone')
    expect(role.diff(desired, drifted).map(({field}) => field)).toEqual(['inlinePolicies', 'managedPolicies'])
    await role.update(desired, drifted, context)
    expect(await role.read({name: 'app'}, undefined, context)).toEqual(made)

    await byHand()
    await role.delete(made, context)
    expect(await role.read({name: 'app'}, undefined, context)).toBeUndefined()
  })
})

test('a managed policy changes any number of times, although AWS keeps five versions', async () => {
  let actual = await managedPolicy.create({name: 'p', description: 'x', document: allow('s3:Get0')}, context)
  for (const number of Array.from({length: 7}, (_, index) => index + 1)) {
    const desired = {name: 'p', description: 'x', document: allow(`s3:Get${number}`)}
    actual = await managedPolicy.update(desired, actual, context)
    expect(await managedPolicy.read({name: 'p'}, undefined, context)).toEqual(actual)
  }
  const {Versions = []} = await context.aws.iam.send(
    new ListPolicyVersionsCommand({PolicyArn: actual.id, MaxItems: 10}),
  )
  expect(Versions.length).toBeLessThanOrEqual(5)
  const {Policy} = await context.aws.iam.send(new GetPolicyCommand({PolicyArn: actual.id}))
  expect(Policy?.DefaultVersionId).toBe('v8')
  await managedPolicy.delete(actual, context)
  await managedPolicy.delete(actual, context)
  expect(await managedPolicy.read({name: 'p'}, undefined, context)).toBeUndefined()
})

test('a boundary says whom it limits that awsup did not make, and nobody else', async () => {
  const {iam} = context.aws
  const limit = {name: 'limit', path: '/awsup/acme/', description: 'x', document: allow('*')}
  const boundary = await managedPolicy.create(limit, context)
  await role.create({...roleDesired('acme-dev-viewer'), path: '/awsup/acme/', boundary: boundary.arn}, context)
  await role.create({...roleDesired('acme-dev-guest'), boundary: boundary.arn}, context)
  expect(await managedPolicy.usage?.(boundary, context)).toBeUndefined()

  const AssumeRolePolicyDocument = JSON.stringify(roleDesired('x').trust)
  const PermissionsBoundary = boundary.arn
  const worker = {Path: '/app/', AssumeRolePolicyDocument, PermissionsBoundary}
  await iam.send(new CreateRoleCommand({...worker, RoleName: 'worker'}))
  // Developers may tag what they make: that makes it none of awsup's.
  const Tags = [{Key: 'awsup:project', Value: 'acme'}]
  await iam.send(new CreateRoleCommand({...worker, RoleName: 'tagged', Tags}))
  await iam.send(new CreateRoleCommand({...worker, RoleName: 'hand', Path: '/'}))
  await iam.send(new CreateUserCommand({UserName: 'bot', PermissionsBoundary}))
  expect(await managedPolicy.usage?.(boundary, context)).toMatchObject({
    by: ['role /app/tagged', 'role /app/worker', 'role /hand', 'user /bot'].map((said) => ({said})),
  })
})

describe('a user', () => {
  test('is deleted with everything that hangs on it, in the order that AWS wants', async () => {
    const {iam} = context.aws
    for (const name of ['a', 'b', 'c']) await iamGroup.create({name, managedPolicies: []}, context)
    const desired = {name: 'alice', groups: ['a', 'b', 'c'], managedPolicies: [READ_ONLY]}
    const made = await iamUser.create(desired, context)
    const UserName = 'alice'
    await iam.send(new CreateLoginProfileCommand({UserName, Password: 'Correct-Horse-1'}))
    await iam.send(new CreateAccessKeyCommand({UserName}))
    await iam.send(new CreateAccessKeyCommand({UserName}))
    const PolicyDocument = JSON.stringify(allow('s3:*'))
    await iam.send(new PutUserPolicyCommand({UserName, PolicyName: 'hand', PolicyDocument}))
    const {VirtualMFADevice} = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'alice'}))
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
    const {SerialNumber} = VirtualMFADevice ?? {}
    const now = Date.now()
    await iam.send(
      new EnableMFADeviceCommand({
        UserName,
        SerialNumber,
        AuthenticationCode1: codeAt(seed, now),
        AuthenticationCode2: codeAt(seed, now + 30_000),
      }),
    )

    await iamUser.delete(made, context)
    expect(await iamUser.read({name: 'alice'}, undefined, context)).toBeUndefined()
    const {VirtualMFADevices} = await iam.send(new ListVirtualMFADevicesCommand({}))
    expect(VirtualMFADevices).toEqual([])
  })

  test('is in the root path, where ${aws:username} finds it', async () => {
    const {arn} = await iamUser.create({name: 'alice', groups: [], managedPolicies: []}, context)
    expect(arn).toMatch(/:user\/alice$/)
  })
})

test('a group is deleted with its members still in it', async () => {
  const group = await iamGroup.create({name: 'developers', managedPolicies: [READ_ONLY]}, context)
  for (const name of ['a', 'b', 'c']) {
    await iamUser.create({name, groups: ['developers'], managedPolicies: []}, context)
  }
  await iamGroup.delete(group, context)
  expect(await iamGroup.read({name: 'developers'}, undefined, context)).toBeUndefined()
})
