import {
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateVirtualMFADeviceCommand,
  DeactivateMFADeviceCommand,
  EnableMFADeviceCommand,
  GetAccountPasswordPolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListRolesCommand,
  ResyncMFADeviceCommand,
} from '@aws-sdk/client-iam'
import {GetSessionTokenCommand, STSClient} from '@aws-sdk/client-sts'
import {expect, test} from 'vitest'
import {selfServicePolicy} from '../../../src/lib/access/policy/self-service.js'
import {iamGroup} from '../../../src/lib/resources/iam/group.js'
import {managedPolicy} from '../../../src/lib/resources/iam/policy.js'
import {iamUser} from '../../../src/lib/resources/iam/user.js'
import {evaluate} from '../../../src/sandbox/auth/policy/evaluate.js'
import {mintSession, type SessionCredentials} from '../../../src/sandbox/auth/session.js'
import {parsePolicy} from '../../../src/sandbox/auth/policy/parse.js'
import {codeAt} from '../../../src/sandbox/totp.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openRooms} from '../../_helpers/worlds/rooms.js'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const DENIED = {name: 'AccessDenied'}

/**
 * An administrator with the self-service policy, a first password that must change, and an access key: `iam` is her
 * session in the console, without MFA, `byKey` the key alone.
 */
async function openAlice() {
  const {management, sandbox} = await openRooms()
  const context = await management()
  const policy = {name: 'self-service', description: 'x', document: selfServicePolicy()}
  const {arn} = await managedPolicy.create(policy, context)
  await iamGroup.create({name: 'admins', managedPolicies: [ADMIN]}, context)
  await iamUser.create({name: 'alice', groups: ['admins'], managedPolicies: [arn]}, context)
  const login = {UserName: 'alice', Password: 'First-Word-1', PasswordResetRequired: true}
  await context.aws.iam.send(new CreateLoginProfileCommand(login))
  const {AccessKey} = await context.aws.iam.send(new CreateAccessKeyCommand({UserName: 'alice'}))
  const {AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = ''} = AccessKey ?? {}
  await iamUser.create({name: 'bob', groups: [], managedPolicies: [arn]}, context)
  const open = (
    credentials: Pick<SessionCredentials, 'accessKeyId' | 'secretAccessKey'> & {readonly sessionToken?: string},
  ) => new IAMClient({region: 'eu-west-1', requestHandler: requestHandlerFor(sandbox), credentials})
  const {accountId} = context.aws
  const user = await context.aws.iam.send(new GetUserCommand({UserName: 'alice'}))
  const {Arn: userArn = '', UserId: userId = ''} = user.User ?? {}
  const session = sandbox.world((tx) => {
    const claims = {
      type: 'user',
      accountId,
      arn: userArn,
      userId,
      userName: 'alice',
      mfa: false,
      console: true,
    } as const
    return mintSession(claims, {tx, now: Date.now(), seconds: 3600})
  })
  const key = {accessKeyId, secretAccessKey}
  const sts = new STSClient({region: 'eu-west-1', requestHandler: requestHandlerFor(sandbox), credentials: key})
  return {iam: open(session), byKey: open(key), open, sts, other: 'bob'}
}

test('a new user gets from the first password to MFA without help, and does nothing else before', async () => {
  const {iam} = await openAlice()

  await expect(iam.send(new ListRolesCommand({}))).rejects.toMatchObject(DENIED)
  await expect(iam.send(new ListAccessKeysCommand({}))).rejects.toMatchObject(DENIED)
  expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('alice')
  await iam.send(new GetAccountPasswordPolicyCommand({})).catch((error: unknown) => {
    // The account has none: that is an answer, not a refusal.
    expect(error).toMatchObject({name: 'NoSuchEntityException'})
  })
  await iam.send(new ChangePasswordCommand({OldPassword: 'First-Word-1', NewPassword: 'Second-Word-2'}))

  const device = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'alice-phone'}))
  const {SerialNumber, Base32StringSeed = new Uint8Array()} = device.VirtualMFADevice ?? {}
  const seed = Buffer.from(Base32StringSeed).toString()
  const UserName = 'alice'
  const now = Date.now()
  const [AuthenticationCode1, AuthenticationCode2] = [codeAt(seed, now - 30_000), codeAt(seed, now)]
  await iam.send(new EnableMFADeviceCommand({UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2}))

  await expect(iam.send(new ListRolesCommand({}))).rejects.toMatchObject(DENIED)
  await expect(iam.send(new DeactivateMFADeviceCommand({UserName, SerialNumber}))).rejects.toMatchObject(DENIED)
})

test('an administrator without MFA sets up nobody else’s', async () => {
  const {iam, other} = await openAlice()
  const device = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'theirs'}))
  const codes = {AuthenticationCode1: '000000', AuthenticationCode2: '111111'}
  const SerialNumber = device.VirtualMFADevice?.SerialNumber
  await expect(iam.send(new EnableMFADeviceCommand({UserName: other, SerialNumber, ...codes}))).rejects.toMatchObject(
    DENIED,
  )
})

test('with MFA the policy takes nothing away and gives the own credentials alone', () => {
  const identity = [parsePolicy(JSON.stringify(selfServicePolicy()))]
  const decide = (action: string, userName: string) => {
    const resource = `arn:aws:iam::012345678901:user/${userName}`
    const context = {'aws:MultiFactorAuthPresent': ['true'], 'aws:username': ['alice']}
    return evaluate({scps: [], identity}, {action, resource, context}).decision
  }
  for (const action of ['iam:CreateAccessKey', 'iam:DeactivateMFADevice', 'iam:ChangePassword']) {
    expect(decide(action, 'alice')).toBe('allowed')
    expect(decide(action, 'bob')).toBe('implicitDeny')
  }
  expect(decide('iam:AttachUserPolicy', 'alice')).toBe('implicitDeny')
})

test('a stolen access key registers no MFA device, neither the first nor a second one', async () => {
  const {iam, byKey} = await openAlice()
  const name = {VirtualMFADeviceName: 'thief'}
  await expect(byKey.send(new CreateVirtualMFADeviceCommand(name))).rejects.toMatchObject(DENIED)
  // Not even one that exists already, and is nobody's yet.
  const {VirtualMFADevice} = await iam.send(new CreateVirtualMFADeviceCommand(name))
  const SerialNumber = VirtualMFADevice?.SerialNumber
  const codes = {AuthenticationCode1: '000000', AuthenticationCode2: '111111'}
  const enable = {UserName: 'alice', SerialNumber, ...codes}
  await expect(byKey.send(new EnableMFADeviceCommand(enable))).rejects.toMatchObject(DENIED)
  expect((await byKey.send(new GetUserCommand({}))).User?.UserName).toBe('alice')
})

test('a stolen access key of somebody with a device gets no second one, neither alone nor in a session without MFA', async () => {
  const {iam, byKey, open, sts} = await openAlice()
  const UserName = 'alice'
  const register = async (by: IAMClient, VirtualMFADeviceName: string) => {
    const {VirtualMFADevice} = await by.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName}))
    const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
    const now = Date.now()
    const codes = {AuthenticationCode1: codeAt(seed, now - 30_000), AuthenticationCode2: codeAt(seed, now)}
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    await by.send(new EnableMFADeviceCommand({UserName, SerialNumber, ...codes}))
    return {SerialNumber, seed}
  }
  const {SerialNumber, seed} = await register(iam, 'alice-phone')

  const {Credentials: bare} = await sts.send(new GetSessionTokenCommand({}))
  const session = open({
    accessKeyId: bare?.AccessKeyId ?? '',
    secretAccessKey: bare?.SecretAccessKey ?? '',
    sessionToken: bare?.SessionToken ?? '',
  })
  // The console leaves such a device behind, which is nobody's yet.
  const {VirtualMFADevice: spare} = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'spare'}))
  const codes = {AuthenticationCode1: '000000', AuthenticationCode2: '111111'}
  const REFUSED = {name: expect.stringMatching(/^(AccessDenied|InvalidClientTokenId)$/) as string}
  for (const thief of [byKey, session]) {
    await expect(register(thief, 'thief')).rejects.toMatchObject(REFUSED)
    const enable = new EnableMFADeviceCommand({UserName, SerialNumber: spare?.SerialNumber, ...codes})
    await expect(thief.send(enable)).rejects.toMatchObject(REFUSED)
    const resync = new ResyncMFADeviceCommand({UserName, SerialNumber, ...codes})
    await expect(thief.send(resync)).rejects.toMatchObject(REFUSED)
    await expect(thief.send(new ListRolesCommand({}))).rejects.toMatchObject(REFUSED)
    const deactivate = new DeactivateMFADeviceCommand({UserName, SerialNumber})
    await expect(thief.send(deactivate)).rejects.toMatchObject(REFUSED)
  }

  // She herself: the same key, with her device, is a session in which she works.
  const TokenCode = codeAt(seed, Date.now())
  const {Credentials: mine} = await sts.send(new GetSessionTokenCommand({SerialNumber, TokenCode}))
  const hers = open({
    accessKeyId: mine?.AccessKeyId ?? '',
    secretAccessKey: mine?.SecretAccessKey ?? '',
    sessionToken: mine?.SessionToken ?? '',
  })
  await expect(hers.send(new ListRolesCommand({}))).resolves.toBeDefined()
  await expect(register(hers, 'alice-key')).resolves.toBeDefined()
})

test('a user looks after nobody else', async () => {
  const {iam} = await openAlice()
  const admin = {UserName: 'admin'}
  await expect(iam.send(new CreateAccessKeyCommand(admin))).rejects.toMatchObject(DENIED)
  await expect(iam.send(new CreateLoginProfileCommand({...admin, Password: 'x'}))).rejects.toMatchObject(DENIED)
})

test('the policy fits into the 6,144 characters that AWS allows', () => {
  expect(JSON.stringify(selfServicePolicy()).length).toBeLessThan(6144)
})
