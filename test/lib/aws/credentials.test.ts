import {chmodSync, mkdtempSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest'
import {type AwsCredentials, makeKeyCache} from '../../../src/lib/aws/credentials/credentials.js'
import {type Door, openDoor} from '../../../src/lib/aws/door.js'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import type {Event} from '../../../src/lib/base/events.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {openVirtualClock} from './world.js'

const openHome = (config: string): string => {
  const home = mkdtempSync(join(tmpdir(), 'awsup-home-'))
  writeFileSync(join(home, 'config'), config)
  return home
}

/** A door to "AWS": a sandbox on a port, found through the SDK's own settings. */
async function openAws(profile?: string, askMfaCode?: (serial: string) => Promise<string>) {
  const events: Event[] = []
  const target = {target: 'aws', region: 'eu-west-1', profile, askMfaCode} as const
  const door: Door = await openDoor(target, (event) => void events.push(event), new AbortController().signal)
  onTestFinished(() => door.close())
  return {door, events}
}

const explained = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => explain(error),
  )

describe('credentials on the aws target', () => {
  beforeEach(() => {
    for (const name of [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_PROFILE',
      'AWS_REGION',
    ]) {
      vi.stubEnv(name, undefined)
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(tmpdir(), 'there-is-no-such-file'))
  })
  afterEach(() => vi.unstubAllEnvs())

  const openServed = async () => {
    const sandbox = await openSandbox()
    const server = await serve(sandbox, {port: 0})
    onTestFinished(() => server.close())
    vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint)
    return sandbox
  }
  const keysOf = ({accessKeyId, secretAccessKey}: {accessKeyId: string; secretAccessKey: string}): string =>
    `aws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`

  test('keys of the environment, and an endpoint of the environment, are used', async () => {
    const keys = (await openServed()).credentials('admin')
    vi.stubEnv('AWS_CONFIG_FILE', join(openHome(''), 'config'))
    vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey)
    const {door, events} = await openAws()
    expect(await door.caller()).toMatchObject({accountId: keys.accountId})
    expect((await door.management('eu-west-1')).accountId).toBe(keys.accountId)
    expect(events).toEqual([])
  })

  test('AWS_PROFILE wins over stale keys of the environment, and the reader is warned: other clients take the keys', async () => {
    const keys = (await openServed()).credentials('admin')
    vi.stubEnv('AWS_CONFIG_FILE', join(openHome(`[profile acme]\n${keysOf(keys)}`), 'config'))
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASTALESTALESTALE0')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stale')
    vi.stubEnv('AWS_PROFILE', 'acme')
    const {door, events} = await openAws()
    expect(await door.caller()).toMatchObject({accountId: keys.accountId})
    expect(events).toMatchObject([{type: 'warning', code: 'CREDENTIALS_AMBIGUOUS'}])
  })

  test('a profile that is named wins over them in every client: there is nothing to warn of', async () => {
    const keys = (await openServed()).credentials('admin')
    vi.stubEnv('AWS_CONFIG_FILE', join(openHome(`[profile acme]\n${keysOf(keys)}`), 'config'))
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASTALESTALESTALE0')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stale')
    const {door, events} = await openAws('acme')
    expect(await door.caller()).toMatchObject({accountId: keys.accountId})
    expect(events).toEqual([])
  })

  test('a profile that does not exist is refused, and nothing else is tried in its place', async () => {
    const keys = (await openServed()).credentials('admin')
    vi.stubEnv('AWS_CONFIG_FILE', join(openHome(`[default]\n${keysOf(keys)}`), 'config'))
    const {door} = await openAws('typo')
    expect(await explained(door.caller())).toMatchObject({
      code: 'NO_PROFILE',
      exitCode: 3,
      message: expect.stringContaining('typo') as string,
    })
  })

  test('no credentials at all is said so, with the ways to get some', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', join(openHome(''), 'config'))
    const {door} = await openAws()
    expect(await explained(door.caller())).toMatchObject({
      code: 'NO_CREDENTIALS',
      exitCode: 3,
      hint: expect.stringMatching(/aws login.*aws configure.*AWS_PROFILE/) as string,
    })
  })

  test('a profile that asks for MFA asks the reader once, and without anybody to ask is refused', async () => {
    const keys = (await openServed()).credentials('admin')
    const role =
      'role_arn=arn:aws:iam::111111111111:role/x\nsource_profile=base\nmfa_serial=arn:aws:iam::111111111111:mfa/x\n'
    vi.stubEnv(
      'AWS_CONFIG_FILE',
      join(openHome(`[profile base]\n${keysOf(keys)}[profile acme]\nregion=eu-west-1\n${role}`), 'config'),
    )
    expect(await explained((await openAws('acme')).door.caller())).toMatchObject({code: 'MFA_NEEDED', exitCode: 3})
    const asked: string[] = []
    const {door} = await openAws('acme', (serial) => {
      asked.push(serial)
      return Promise.resolve('123456')
    })
    expect(await explained(door.caller())).toMatchObject({exitCode: 3})
    expect(asked).toEqual(['arn:aws:iam::111111111111:mfa/x'])
  })

  test('a credential process is asked once for all clients', async () => {
    const keys = (await openServed()).credentials('admin')
    const home = openHome('')
    const script = join(home, 'keys.sh')
    const answer = {Version: 1, AccessKeyId: keys.accessKeyId, SecretAccessKey: keys.secretAccessKey}
    writeFileSync(script, `#!/bin/sh\necho x >> ${home}/asked\necho '${JSON.stringify(answer)}'\n`)
    chmodSync(script, 0o755)
    writeFileSync(join(home, 'config'), `[profile acme]\ncredential_process=${script}\n`)
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
    const {door} = await openAws('acme')
    const {iam} = await door.management('eu-west-1')
    const {GetAccountSummaryCommand} = await import('@aws-sdk/client-iam')
    await iam.send(new GetAccountSummaryCommand({}))
    const {readFileSync} = await import('node:fs')
    expect(readFileSync(join(home, 'asked'), 'utf8')).toBe('x\n')
  })

  test('a server that does not exist is UNREACHABLE, not a bug', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const {port} = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
    const {door} = await openAws()
    expect(await explained(door.caller())).toMatchObject({code: 'UNREACHABLE', exitCode: 4, details: {attempts: 4}})
  })
})

test('keys are loaded once for all who ask at once, a failure is not kept, and long-term keys never expire', async () => {
  const clock = openVirtualClock()
  let loads = 0
  const keys = makeKeyCache(async () => {
    loads += 1
    if (loads === 1) throw new Error('no network')
    return Promise.resolve({accessKeyId: `key${loads}`, secretAccessKey: 'x'})
  }, clock)
  await expect(Promise.all([keys(), keys()])).rejects.toThrow('no network')
  expect(loads).toBe(1)
  const [a, b] = await Promise.all([keys(), keys()])
  expect(a).toBe(b)
  await clock.sleep(1e9)
  expect((await keys()).accessKeyId).toBe('key2')
})

test('keys that expire are renewed once, whoever asks at the same time', async () => {
  const clock = openVirtualClock()
  let loads = 0
  const keys = makeKeyCache<AwsCredentials>(() => {
    loads += 1
    const expiration = new Date(clock.now() + 3_600_000)
    return Promise.resolve({accessKeyId: `key${loads}`, secretAccessKey: 'x', sessionToken: 't', expiration})
  }, clock)
  await keys()
  await clock.sleep(3_400_000)
  const all = await Promise.all([keys(), keys(), keys()])
  expect(all.map(({accessKeyId}) => accessKeyId)).toEqual(['key2', 'key2', 'key2'])
  expect(loads).toBe(2)
})
