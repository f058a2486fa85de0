import {STSClient, GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, BINARY, emptyFolder, makeTemplate, read, surroundings} from '../../_helpers/cli.js'
import {idOnRecord, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

describe('sandbox serve', () => {
  test('--json: the first line of stdout is one object with all that a client needs; SIGTERM ends it', async () => {
    const project = copy()
    const child = spawn(process.execPath, [BINARY, 'sandbox', 'serve', '--port', '0', '--json'], {
      cwd: project,
      env: surroundings(project),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const lines = createInterface({input: child.stdout})
    const [line] = (await once(lines, 'line')) as [string]
    const served = JSON.parse(line) as Record<string, string>
    expect(served).toEqual({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      accessKeyId: expect.stringMatching(/^AKIA/) as string,
      secretAccessKey: expect.stringMatching(/^.{40}$/) as string,
      accountId: expect.stringMatching(/^\d{12}$/) as string,
      region: 'us-east-1',
    })
    const {endpoint = '', accessKeyId = '', secretAccessKey = '', region = ''} = served
    const sts = new STSClient({endpoint, region, credentials: {accessKeyId, secretAccessKey}})
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({Account: served['accountId']})
    const stranger = new STSClient({endpoint, region, credentials: {accessKeyId, secretAccessKey: 'wrong'}})
    await expect(stranger.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({name: 'SignatureDoesNotMatch'})
    sts.destroy()

    child.kill('SIGTERM')
    const [code] = (await once(child, 'close')) as [number | null]
    expect([0, 130]).toContain(code)
  })

  test('a port that is taken, or is none, is refused in plain words', async () => {
    const project = copy()
    expect(await awsupJson(project, ['sandbox', 'serve', '--port', '70000'])).toMatchObject({code: 2})
    const {createServer} = await import('node:net')
    const blocker = createServer().listen(0, '127.0.0.1')
    await once(blocker, 'listening')
    const address = blocker.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const {code, error} = await awsupJson(project, ['sandbox', 'serve', '--port', String(port)])
    expect([2, 5]).toContain(code)
    expect(error.message).toContain(String(port))
    blocker.close()
  })
})

describe('sandbox status', () => {
  test('counts accounts and calls', async () => {
    const project = copy()
    const {code, result} = await awsupJson(project, ['sandbox', 'status'])
    expect(code).toBe(0)
    expect(result).toMatchObject({
      exists: true,
      accounts: 3,
      managementAccountId: expect.stringMatching(/^\d{12}$/) as string,
      calls: {total: expect.any(Number) as number, mutating: expect.any(Number) as number},
    })
    expect((await awsup(project, ['sandbox', 'status'])).stdout).toContain('accounts')
  })

  test('makes no sandbox where there is none', async () => {
    const project = emptyFolder()
    expect(await awsupJson(project, ['sandbox', 'status'])).toMatchObject({code: 0, result: {exists: false}})
    expect(existsSync(join(project, '.awsup'))).toBe(false)
  })
})

describe('sandbox reset', () => {
  test('forgets AWS’s side and the records of it, and leaves awsup.yaml; org init begins again', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    const old = idOnRecord(project, 'dev', 'account')
    expect(await awsupJson(project, ['sandbox', 'reset', '--yes'])).toMatchObject({code: 0, result: {existed: true}})
    expect(Object.keys(textsOf(project)).filter((path) => /environments|organization|journal/.test(path))).toEqual([])
    expect(read(project, 'awsup.yaml')).toBe(yaml)
    expect(await awsupJson(project, ['sandbox', 'status'])).toMatchObject({result: {exists: false}})

    expect((await awsup(project, ['org', 'init', '--yes'])).code).toBe(0)
    expect(idOnRecord(project, 'dev', 'account')).not.toBe(old)
    expect(read(project, 'awsup.yaml')).toBe(yaml)
  })

  test('asks first: with nobody to ask it is a usage error that names --yes, and nothing is forgotten', async () => {
    const project = copy()
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, ['sandbox', 'reset'])
    expect(code).toBe(2)
    expect(`${error.message} ${error.hint ?? ''}`).toContain('--yes')
    expect(textsOf(project)).toEqual(before)
    expect(await awsupJson(project, ['sandbox', 'status'])).toMatchObject({result: {accounts: 3}})
  })
})

describe('help and version', () => {
  test('awsup --version is one line; with --json one document', async () => {
    const {code, stdout} = await awsup(emptyFolder(), ['--version'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^awsup\/\d+\.\d+\.\d+ \S+ node-v\d+\S+\n$/)
  })

  test.each([
    [['help'], ['org', 'env', 'user', 'plan', 'apply', 'destroy', 'exec']],
    [[], ['org', 'env', 'user']],
    [['env'], ['env list', 'env switch', 'env show', 'env current']],
    [
      ['env', 'switch', '--help'],
      ['awsup env switch', '--json', '<environment>'],
    ],
    [
      ['org', 'init', '-h'],
      ['--project', '--email', '--env', '--region', '--profile', '--sandbox', '--yes', '--no-input'],
    ],
  ])('awsup %j tells what there is', async (args, words) => {
    const {code, stdout} = await awsup(emptyFolder(), args)
    expect(code).toBe(0)
    for (const word of words) expect(stdout).toContain(word)
  })
})
