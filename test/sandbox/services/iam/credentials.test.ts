import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  DeleteUserCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
  UpdateAccessKeyCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import {describe, expect, test} from 'vitest'
import {loginProfiles} from '../../../../src/sandbox/services/iam/tables.js'
import {areConsecutiveCodes, codeAt, isCurrentCode} from '../../../../src/sandbox/totp.js'
import {openOtherAccount, openWorld} from './world.js'

describe('an access key', () => {
  test('is one of two, works until it is switched off, and shows its secret once', async () => {
    const {client, clientWith} = await openWorld()
    const UserName = 'alice'
    await client.send(new CreateUserCommand({UserName}))
    const {AccessKey: key} = await client.send(new CreateAccessKeyCommand({UserName}))
    expect(key?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(key?.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
    const AccessKeyId = key?.AccessKeyId
    const alice = clientWith({accessKeyId: AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? ''})
    // It is known who calls, even where the call is then refused.
    await expect(alice.send(new GetUserCommand({}))).rejects.toThrow(/user\/alice is not authorized/)

    await client.send(new CreateAccessKeyCommand({UserName}))
    await expect(client.send(new CreateAccessKeyCommand({UserName}))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
      $metadata: {httpStatusCode: 409},
    })
    await client.send(new UpdateAccessKeyCommand({UserName, AccessKeyId, Status: 'Inactive'}))
    const {AccessKeyMetadata: keys} = await client.send(new ListAccessKeysCommand({UserName}))
    expect(keys?.map(({Status}) => Status).sort()).toEqual(['Active', 'Inactive'])
    expect(JSON.stringify(keys)).not.toContain(key?.SecretAccessKey)
    await expect(alice.send(new GetUserCommand({}))).rejects.toMatchObject({name: 'InvalidClientTokenId'})
  })

  test("is the caller's own when no user is named, and the root user's for the root user", async () => {
    const world = await openWorld()
    const root = openOtherAccount(world)
    expect((await world.client.send(new CreateAccessKeyCommand({}))).AccessKey?.UserName).toBe('admin')
    expect((await root.send(new CreateAccessKeyCommand({}))).AccessKey?.UserName).toBeUndefined()
    expect((await root.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toHaveLength(2)
    await expect(root.send(new CreateAccessKeyCommand({}))).rejects.toMatchObject({name: 'LimitExceededException'})
  })

  test('can not be seen or deleted from another account', async () => {
    const world = await openWorld()
    const other = openOtherAccount(world)
    const {AccessKey: key} = await world.client.send(new CreateAccessKeyCommand({}))
    const AccessKeyId = key?.AccessKeyId

    expect((await world.client.send(new GetAccessKeyLastUsedCommand({AccessKeyId}))).UserName).toBe('admin')
    await expect(other.send(new GetAccessKeyLastUsedCommand({AccessKeyId}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    await expect(other.send(new DeleteAccessKeyCommand({AccessKeyId}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `The Access Key with id ${AccessKeyId ?? ''} cannot be found.`,
    })
  })
})

describe('a password', () => {
  const UserName = 'admin'

  test('must be strong, is kept as a hash, and is changed only by who knows the old one', async () => {
    const {client, sandbox, accountId} = await openWorld()
    const create = (Password: string) =>
      client.send(new CreateLoginProfileCommand({UserName, Password, PasswordResetRequired: true}))
    for (const weak of ['Sh0rt!', 'onlylowercase', 'lower and 1'])
      await expect(create(weak)).rejects.toMatchObject({name: 'PasswordPolicyViolationException'})
    await create('Correct-horse-9')
    await expect(create('Correct-horse-9')).rejects.toThrow('Login Profile for user admin already exists.')
    expect(JSON.stringify(sandbox.world((tx) => loginProfiles.list(tx, [accountId])))).not.toContain('horse')

    const change = (OldPassword: string, NewPassword: string) =>
      client.send(new ChangePasswordCommand({OldPassword, NewPassword}))
    await expect(change('wrong', 'Correct-horse-10')).rejects.toMatchObject({name: 'AccessDenied'})
    await change('Correct-horse-9', 'Correct-horse-10')
    await expect(change('Correct-horse-9', 'Correct-horse-11')).rejects.toMatchObject({name: 'AccessDenied'})
    const {LoginProfile: profile} = await client.send(new GetLoginProfileCommand({UserName}))
    expect(profile).toMatchObject({UserName, PasswordResetRequired: false})
  })

  test("follows the account's own policy, which an update replaces as a whole", async () => {
    const {client, accountId} = await openWorld()
    await expect(client.send(new GetAccountPasswordPolicyCommand({}))).rejects.toThrow(
      `The Password Policy with domain name ${accountId} cannot be found.`,
    )
    await client.send(new UpdateAccountPasswordPolicyCommand({MinimumPasswordLength: 20, RequireSymbols: true}))
    await client.send(new UpdateAccountPasswordPolicyCommand({RequireNumbers: true, PasswordReusePrevention: 2}))
    const {PasswordPolicy: policy} = await client.send(new GetAccountPasswordPolicyCommand({}))
    expect(policy).toMatchObject({MinimumPasswordLength: 6, RequireSymbols: false, RequireNumbers: true})

    await expect(client.send(new CreateLoginProfileCommand({UserName, Password: 'letters'}))).rejects.toThrow(
      'Password should have at least one number',
    )
    await client.send(new CreateLoginProfileCommand({UserName, Password: 'letters1'}))
    const update = (Password: string) => client.send(new UpdateLoginProfileCommand({UserName, Password}))
    await update('letters2')
    await expect(update('letters1')).rejects.toMatchObject({name: 'PasswordPolicyViolationException'})
    await update('letters3')
    await update('letters1')

    await client.send(new DeleteAccountPasswordPolicyCommand({}))
    await expect(update('letters4')).rejects.toMatchObject({name: 'PasswordPolicyViolationException'})
  })
})

describe('a virtual MFA device', () => {
  test('is enabled with two codes that follow each other, and must be deactivated before it goes', async () => {
    const {client, clock, accountId} = await openWorld()
    const UserName = 'alice'
    await client.send(new CreateUserCommand({UserName}))
    const {VirtualMFADevice: device} = await client.send(
      new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'alice'}),
    )
    const SerialNumber = `arn:aws:iam::${accountId}:mfa/alice`
    expect(device?.SerialNumber).toBe(SerialNumber)
    const seed = new TextDecoder().decode(device?.Base32StringSeed)
    expect(seed).toMatch(/^[A-Z2-7]{64}$/)
    const enable = (AuthenticationCode1: string, AuthenticationCode2: string) =>
      client.send(new EnableMFADeviceCommand({UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2}))
    const [first, second] = [codeAt(seed, clock.now - 30_000), codeAt(seed, clock.now)]

    await expect(enable(second, second)).rejects.toMatchObject({
      name: 'InvalidAuthenticationCodeException',
      $metadata: {httpStatusCode: 403},
    })
    await enable(first, second)
    const {MFADevices: devices} = await client.send(new ListMFADevicesCommand({UserName}))
    expect(devices).toMatchObject([{UserName, SerialNumber}])
    await expect(client.send(new DeleteVirtualMFADeviceCommand({SerialNumber}))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    })
    await expect(client.send(new DeleteUserCommand({UserName}))).rejects.toThrow('must delete MFA device first')
    const assigned = await client.send(new ListVirtualMFADevicesCommand({AssignmentStatus: 'Assigned'}))
    expect(assigned.VirtualMFADevices?.[0]?.User?.UserName).toBe(UserName)
    expect(assigned.VirtualMFADevices?.[0]?.Base32StringSeed).toBeUndefined()

    await client.send(new DeactivateMFADeviceCommand({UserName, SerialNumber}))
    await client.send(new DeleteVirtualMFADeviceCommand({SerialNumber}))
    await client.send(new DeleteUserCommand({UserName}))
  })

  test('shows the codes of RFC 6238', () => {
    // Appendix B: the secret is "12345678901234567890"; six digits are the last six of its eight.
    const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    expect(codeAt(seed, 59_000)).toBe('287082')
    expect(codeAt(seed, 1_111_111_109_000)).toBe('081804')
    expect(codeAt(seed, 20_000_000_000_000)).toBe('353130')
    expect(isCurrentCode(seed, '287082', 89_999)).toBe(true)
    expect(isCurrentCode(seed, '287082', 120_000)).toBe(false)
    const pair = [codeAt(seed, 0), codeAt(seed, 30_000)] as const
    expect(areConsecutiveCodes(seed, pair, 300_000)).toBe(true)
    expect(areConsecutiveCodes(seed, pair, 600_000)).toBe(false)
  })
})

describe('an account', () => {
  test('has one alias, which no other account may have', async () => {
    const world = await openWorld()
    const other = openOtherAccount(world)
    const {client} = world
    await client.send(new CreateAccountAliasCommand({AccountAlias: 'acme'}))
    await expect(other.send(new CreateAccountAliasCommand({AccountAlias: 'acme'}))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    })
    await expect(other.send(new DeleteAccountAliasCommand({AccountAlias: 'acme'}))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    await client.send(new CreateAccountAliasCommand({AccountAlias: 'acme-two'}))
    expect((await client.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['acme-two'])
    await other.send(new CreateAccountAliasCommand({AccountAlias: 'acme'}))
  })

  test('counts what it has', async () => {
    const {client} = await openWorld()
    await client.send(new CreateUserCommand({UserName: 'alice'}))
    const {SummaryMap: summary} = await client.send(new GetAccountSummaryCommand({}))
    expect(summary).toMatchObject({Users: 2, Roles: 0, AccountAccessKeysPresent: 1, AccessKeysPerUserQuota: 2})
  })
})
