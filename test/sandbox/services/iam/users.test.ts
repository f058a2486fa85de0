import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetGroupCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  paginateGetGroup,
  paginateListUsers,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {allow, openOtherAccount, openWorld, trust, trustEc2} from './world.js'

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

describe('a user', () => {
  test('is the caller when no name is given, and the root user is one without a name', async () => {
    const {client, clientWith, sandbox, accountId} = await openWorld()
    const asRoot = clientWith(sandbox.credentials('root'))

    const {User: admin} = await client.send(new GetUserCommand({}))
    const {User: root} = await asRoot.send(new GetUserCommand({}))

    expect(admin).toMatchObject({UserName: 'admin', Arn: `arn:aws:iam::${accountId}:user/admin`})
    expect(root).toMatchObject({UserId: accountId, Arn: `arn:aws:iam::${accountId}:root`})
    expect(root?.UserName).toBeUndefined()
  })

  test('is deleted only when its password, keys, policies and groups are gone, each refusal naming the next', async () => {
    const {client} = await openWorld()
    const UserName = 'alice'
    const {User: user} = await client.send(new CreateUserCommand({UserName, Path: '/people/'}))
    expect(user?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/)
    await client.send(new CreateLoginProfileCommand({UserName, Password: 'Correct-horse-9'}))
    const {AccessKey: key} = await client.send(new CreateAccessKeyCommand({UserName}))
    await client.send(new PutUserPolicyCommand({UserName, PolicyName: 'p', PolicyDocument: allow('s3:*')}))
    await client.send(new AttachUserPolicyCommand({UserName, PolicyArn: READ_ONLY}))
    await client.send(new CreateGroupCommand({GroupName: 'devs'}))
    await client.send(new AddUserToGroupCommand({UserName, GroupName: 'devs'}))
    const refusal = async () => {
      const message = await client.send(new DeleteUserCommand({UserName})).then(
        () => 'deleted',
        (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'),
      )
      return message.replace('DeleteConflictException: Cannot delete entity, must ', '')
    }

    expect(await refusal()).toBe('delete login profile first.')
    await client.send(new DeleteLoginProfileCommand({UserName}))
    expect(await refusal()).toBe('delete access keys first.')
    await client.send(new DeleteAccessKeyCommand({UserName, AccessKeyId: key?.AccessKeyId}))
    expect(await refusal()).toBe('detach all policies first.')
    await client.send(new DetachUserPolicyCommand({UserName, PolicyArn: READ_ONLY}))
    expect(await refusal()).toBe('delete policies first.')
    await client.send(new DeleteUserPolicyCommand({UserName, PolicyName: 'p'}))
    expect(await refusal()).toBe('remove users from group first.')
    await client.send(new RemoveUserFromGroupCommand({UserName, GroupName: 'devs'}))
    expect(await refusal()).toBe('deleted')
    await expect(client.send(new GetUserCommand({UserName}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The user with name alice cannot be found.',
    })
  })

  test('keeps id, keys and the trust of roles under a new name', async () => {
    const {client, accountId} = await openWorld()
    const {User: before} = await client.send(new CreateUserCommand({UserName: 'alice'}))
    await client.send(new CreateAccessKeyCommand({UserName: 'alice'}))
    const AssumeRolePolicyDocument = trust({AWS: `arn:aws:iam::${accountId}:user/alice`})
    await client.send(new CreateRoleCommand({RoleName: 'r', AssumeRolePolicyDocument}))

    await client.send(new UpdateUserCommand({UserName: 'alice', NewUserName: 'Alison', NewPath: '/p/'}))

    const {User: after} = await client.send(new GetUserCommand({UserName: 'alison'}))
    expect(after).toMatchObject({UserId: before?.UserId, Arn: `arn:aws:iam::${accountId}:user/p/Alison`})
    const {AccessKeyMetadata: keys} = await client.send(new ListAccessKeysCommand({UserName: 'Alison'}))
    expect(keys).toHaveLength(1)
    const {Role: role} = await client.send(new GetRoleCommand({RoleName: 'r'}))
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(
      trust({AWS: `arn:aws:iam::${accountId}:user/p/Alison`}),
    )
  })

  test('is listed in its own account only, across pages', async () => {
    const world = await openWorld()
    const other = openOtherAccount(world)
    for (const UserName of ['a', 'b', 'c', 'd']) await world.client.send(new CreateUserCommand({UserName}))
    await other.send(new CreateUserCommand({UserName: 'elsewhere'}))
    const namesOf = async (client: typeof other) => {
      const names = []
      for await (const {Users = []} of paginateListUsers({client}, {}))
        names.push(...Users.map((user) => user.UserName))
      return names
    }

    expect(await namesOf(world.client)).toEqual(['a', 'admin', 'b', 'c', 'd'])
    expect(await namesOf(other)).toEqual(['elsewhere'])
  })

  test('has none of the credentials that the sandbox can not make', async () => {
    const {client} = await openWorld()
    const UserName = 'admin'
    expect((await client.send(new ListSigningCertificatesCommand({UserName}))).Certificates).toEqual([])
    expect((await client.send(new ListSSHPublicKeysCommand({UserName}))).SSHPublicKeys ?? []).toEqual([])
    const {ServiceSpecificCredentials: own} = await client.send(new ListServiceSpecificCredentialsCommand({UserName}))
    expect(own ?? []).toEqual([])
  })
})

describe('a group', () => {
  test('lists its members across pages, and is deleted only when empty and without policies', async () => {
    const {client} = await openWorld()
    const GroupName = 'devs'
    const {Group: group} = await client.send(new CreateGroupCommand({GroupName}))
    expect(group?.GroupId).toMatch(/^AGPA[A-Z2-7]{17}$/)
    const members = ['a', 'b', 'c']
    for (const UserName of members) {
      await client.send(new CreateUserCommand({UserName}))
      await client.send(new AddUserToGroupCommand({GroupName: 'DEVS', UserName}))
      await client.send(new AddUserToGroupCommand({GroupName, UserName}))
    }
    const found = []
    for await (const {Users = []} of paginateGetGroup({client}, {GroupName}))
      found.push(...Users.map((u) => u.UserName))
    expect(found).toEqual(members)

    const remove = () => client.send(new DeleteGroupCommand({GroupName}))
    await expect(remove()).rejects.toThrow('Cannot delete entity, must remove users from group first.')
    for (const UserName of members) await client.send(new RemoveUserFromGroupCommand({GroupName, UserName}))
    await client.send(new PutGroupPolicyCommand({GroupName, PolicyName: 'p', PolicyDocument: allow('s3:*')}))
    await expect(remove()).rejects.toThrow('Cannot delete entity, must delete policies first.')
    await client.send(new AttachGroupPolicyCommand({GroupName, PolicyArn: READ_ONLY}))
    await expect(remove()).rejects.toThrow('Cannot delete entity, must detach all policies first.')
  })

  test('takes its members along under a new name', async () => {
    const {client} = await openWorld()
    await client.send(new CreateGroupCommand({GroupName: 'devs'}))
    await client.send(new AddUserToGroupCommand({GroupName: 'devs', UserName: 'admin'}))
    await client.send(new UpdateGroupCommand({GroupName: 'devs', NewGroupName: 'makers'}))

    const {Groups: groups} = await client.send(new ListGroupsForUserCommand({UserName: 'admin'}))
    expect(groups?.map(({GroupName}) => GroupName)).toEqual(['makers'])
    await expect(client.send(new GetGroupCommand({GroupName: 'devs'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The group with name devs cannot be found.',
    })
  })

  test('is one of ten at most that a user is in', async () => {
    const {client} = await openWorld()
    const join = async (GroupName: string) => {
      await client.send(new CreateGroupCommand({GroupName}))
      await client.send(new AddUserToGroupCommand({GroupName, UserName: 'admin'}))
    }
    for (const name of 'abcdefghij') await join(name)
    await expect(join('k')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for GroupsPerUser: 10',
    })
  })
})

describe('quotas of inline policies', () => {
  test.each([
    ['user', 2048],
    ['group', 5120],
  ])('a %s may have %i characters', async (sort, quota) => {
    const {client} = await openWorld()
    await client.send(new CreateGroupCommand({GroupName: 'g'}))
    const put = (length: number) => {
      const PolicyDocument = allow('s3:*', `arn:aws:s3:::${'x'.repeat(length - allow('s3:*', 'arn:aws:s3:::').length)}`)
      return sort === 'user'
        ? client.send(new PutUserPolicyCommand({UserName: 'admin', PolicyName: 'p', PolicyDocument}))
        : client.send(new PutGroupPolicyCommand({GroupName: 'g', PolicyName: 'p', PolicyDocument}))
    }
    await put(quota)
    await expect(put(quota + 1)).rejects.toMatchObject({name: 'LimitExceededException'})
  })
})

test('what is asked of IAM without a right to it is refused, and the refusal names the resource with its path', async () => {
  const {client, clientWith, accountId} = await openWorld()
  await client.send(new CreateUserCommand({UserName: 'alice', Path: '/people/'}))
  await client.send(new CreateRoleCommand({RoleName: 'r', Path: '/apps/', AssumeRolePolicyDocument: trustEc2}))
  const own = allow('iam:Get*', `arn:aws:iam::${accountId}:user/people/*`)
  await client.send(new PutUserPolicyCommand({UserName: 'alice', PolicyName: 'own', PolicyDocument: own}))
  const {AccessKey: key} = await client.send(new CreateAccessKeyCommand({UserName: 'alice'}))
  const alice = clientWith({accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? ''})

  expect((await alice.send(new GetUserCommand({}))).User?.UserName).toBe('alice')
  await expect(alice.send(new GetRoleCommand({RoleName: 'r'}))).rejects.toThrow(
    `arn:aws:iam::${accountId}:user/people/alice is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${accountId}:role/apps/r`,
  )
})
