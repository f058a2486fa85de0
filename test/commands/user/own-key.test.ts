import {CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, IAMClient} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {mfaDevices} from '../../../src/sandbox/services/iam/tables.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {codeAt} from '../../../src/sandbox/totp.js'
import {awsup, awsupJson, emptyFolder, read, write} from '../../_helpers/cli.js'

const MANIFEST = `
version: 1
project: acme
organization: { email: "aws+{env}@acme.dev", guardrails: [] }
environments: { dev: { region: eu-west-1 } }
auth: { signIn: [email], clients: { web: { callbackUrls: ["http://localhost:5173"] } } }
users:
  alice: { environments: [dev], groups: [viewers] }
  bob: { environments: [dev], groups: [viewers] }
`

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

let sandbox: Sandbox
let server: SandboxServer
let project: string
let alice: Keys
let seed: string

const shell = (keys: Keys): Record<string, string> => ({
  AWSUP_TARGET: 'aws',
  AWS_ENDPOINT_URL: server.endpoint,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
})

const keysOf = (result: unknown): Keys => {
  const [secrets] = (result as {secrets?: Keys[]}).secrets ?? []
  if (!secrets) throw new Error('no secrets')
  return {accessKeyId: secrets.accessKeyId, secretAccessKey: secrets.secretAccessKey}
}

/** Inside dev's account, as its administrator. */
async function openDev(): Promise<{readonly accountId: string; readonly iam: IAMClient}> {
  const {resources} = JSON.parse(read(project, '.awsup/aws/environments/dev.json')) as {
    resources: {account: {id: string}}
  }
  const accountId = resources.account.id
  const options = {region: 'us-east-1', requestHandler: requestHandlerFor(sandbox)}
  const sts = new STSClient({...options, credentials: sandbox.credentials('admin')})
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
  const {Credentials} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'test'}))
  const {AccessKeyId = '', SecretAccessKey = '', SessionToken = ''} = Credentials ?? {}
  const credentials = {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken}
  return {accountId, iam: new IAMClient({...options, credentials})}
}

beforeAll(async () => {
  sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  server = await serve(sandbox, {port: 0})
  project = emptyFolder()
  write(project, 'awsup.yaml', MANIFEST)
  const admin = shell(sandbox.credentials('admin'))
  const applied = await awsup(project, ['apply', '--yes'], {env: admin})
  if (applied.code !== 0) throw new Error(applied.stderr)
  alice = keysOf(
    (await awsupJson(project, ['user', 'create', 'alice', '--env', 'dev', '--access-key'], {env: admin})).result,
  )
  await awsup(project, ['user', 'create', 'bob', '--env', 'dev', '--access-key'], {env: admin})
})
afterAll(() => server.close())

const rotate = (args: readonly string[], keys: Keys) =>
  awsupJson(project, ['user', 'keys', 'rotate', ...args], {env: shell(keys)})

/** The code that alice's device shows now, as if none was used before: a code works once, and the next one takes long. */
function code(): string {
  sandbox.world((tx) => {
    for (const device of mfaDevices.list(tx, []))
      mfaDevices.put(tx, [device.accountId, device.serialNumber], {...device, usedStep: 0})
  })
  return codeAt(seed, Date.now())
}

describe('a user rotates their own key with nothing but that key and an MFA device', () => {
  test('without a device it is refused, and says what to do; so is a passkey', async () => {
    expect(await rotate(['alice'], alice)).toMatchObject({
      code: 3,
      error: {code: 'NO_MFA_DEVICE', hint: expect.stringContaining('register an authenticator app') as string},
    })
    const {accountId, iam} = await openDev()
    const made = await iam.send(new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: 'phone'}))
    const SerialNumber = made.VirtualMFADevice?.SerialNumber ?? ''
    seed = new TextDecoder().decode(made.VirtualMFADevice?.Base32StringSeed)
    const now = Date.now()
    const codes = {AuthenticationCode1: codeAt(seed, now - 30_000), AuthenticationCode2: codeAt(seed, now)}
    await iam.send(new EnableMFADeviceCommand({UserName: 'alice', SerialNumber, ...codes}))

    const passkey = `arn:aws:iam::${accountId}:u2f/user/alice/key-AB12`
    const device = sandbox.world((tx) => mfaDevices.get(tx, [accountId, SerialNumber]))
    if (!device) throw new Error('no device')
    sandbox.world((tx) => {
      mfaDevices.delete(tx, [accountId, SerialNumber])
      mfaDevices.put(tx, [accountId, passkey], {...device, serialNumber: passkey})
    })
    expect((await rotate(['alice', '--mfa-code', code()], alice)).error).toMatchObject({
      message: expect.stringContaining('passkeys alone') as string,
    })
    sandbox.world((tx) => {
      mfaDevices.delete(tx, [accountId, passkey])
      mfaDevices.put(tx, [accountId, SerialNumber], device)
    })
  })

  test('without a code, with a wrong one, or with one that cannot be, nothing is made', async () => {
    sandbox.resetCalls()
    expect(await rotate(['alice'], alice)).toMatchObject({code: 3, error: {code: 'MFA_NEEDED'}})
    expect(await rotate(['alice', '--mfa-code', '12345'], alice)).toMatchObject({code: 2})
    const wrong = code() === '000000' ? '111111' : '000000'
    expect(await rotate(['alice', '--mfa-code', wrong], alice)).toMatchObject({code: 3, error: {code: 'MFA_REFUSED'}})
    expect(sandbox.callSummary().byOperation).not.toHaveProperty('iam:CreateAccessKey')
  })

  test('another user’s key is out of reach', async () => {
    expect(await rotate(['bob', '--mfa-code', code()], alice)).toMatchObject({
      code: 5,
      error: {code: 'WRONG_ACCOUNT'},
    })
  })

  test('the new key works, the old one cannot end itself, and the new one ends it', async () => {
    const begun = await rotate(['alice', '--mfa-code', code()], alice)
    expect(begun, begun.stdout).toMatchObject({code: 0, result: {keys: [{state: 'begun', proved: true}]}})
    const second = keysOf(begun.result)
    expect(await rotate(['alice', '--finish', '--mfa-code', code()], alice)).toMatchObject({
      code: 5,
      error: {code: 'KEY_IN_USE', message: expect.stringContaining('you are signed in with') as string},
    })
    const finished = await rotate(['alice', '--finish', '--delete', '--mfa-code', code()], second)
    expect(finished, finished.stdout).toMatchObject({code: 0, result: {keys: [{state: 'finished', deleted: true}]}})
    expect(await rotate(['alice', '--mfa-code', code()], alice)).toMatchObject({
      code: 3,
      error: {code: 'UNKNOWN_KEY'},
    })
  })
})
