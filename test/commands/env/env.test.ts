import {execFileSync} from 'node:child_process'
import {existsSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, BINARY, emptyFolder, makeTemplate, read, surroundings, write} from '../../_helpers/cli.js'
import {idOnRecord, filesOf, textsOf} from '../../_helpers/worlds/project-world.js'

const AMPLIFY = 'amplify_outputs.json'
const DOTENV = '.env.local'
/** The way back: every switch writes it again. */
const UNDO = join('.awsup', 'journal', 'undo.json')

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** A project that also writes a dotenv file. */
function copyWithDotenv(): string {
  const project = copy()
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('  # - { format: dotenv', '  - { format: dotenv'))
  return project
}

async function switchTo(project: string, environment: string): Promise<void> {
  const {code, stderr} = await awsup(project, ['env', 'switch', environment])
  expect(code, stderr).toBe(0)
}

/** Every leaf of a JSON document, by its path. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, `${path}/${key}`))
}

const outputsOf = (project: string): readonly string[] => [read(project, AMPLIFY), read(project, DOTENV)]

describe('env switch', () => {
  test('dev → prod → dev leaves byte for byte what the first switch wrote', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    const first = textsOf(project)
    await switchTo(project, 'prod')
    expect(outputsOf(project)).not.toEqual([first[AMPLIFY], first[DOTENV]])
    await switchTo(project, 'dev')
    expect(textsOf(project)).toEqual({...first, [UNDO]: expect.any(String) as unknown})
  })

  test('says where the application reads another environment all the same', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    write(project, '.env.production', `VITE_USER_POOL_ID=${idOnRecord(project, 'dev', 'user-pool')}\n`)
    expect(await awsup(project, ['env', 'switch', '--check'])).toMatchObject({code: 0, stderr: ''})

    const run = await awsup(project, ['env', 'switch', 'prod'])
    expect(run.code).toBe(0)
    const says = `.env.production line 1 sets VITE_USER_POOL_ID too, and the application reads it after .env.local in mode production`
    expect(run.stderr).toBe(`awsup: warning: ${says}. Remove the line there.\n`)
    const checked = await awsupJson(project, ['env', 'switch', '--check'])
    expect(checked).toMatchObject({code: 10, result: {overruled: [{by: 'file', file: '.env.production'}]}})
    const {code, result} = await awsupJson(project, ['env', 'doctor', '--offline'])
    expect({code, result}).toMatchObject({
      code: 10,
      result: {findings: [{about: 'files', subject: '.env.production line 1'}]},
    })

    rmSync(join(project, '.env.production'))
    const variables = {VITE_AWS_REGION: 'eu-west-9'}
    const shell = await awsup(project, ['env', 'switch', '--check'], {env: variables})
    expect(shell.code).toBe(10)
    expect(shell.stderr).toBe(
      'awsup: warning: this shell sets VITE_AWS_REGION, which counts before .env.local. unset VITE_AWS_REGION\n',
    )
  })

  test('looked at before it is done, checked after it, and taken back', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    const dev = textsOf(project)
    const dry = await awsup(project, ['env', 'switch', 'prod', '--dry-run'])
    expect(dry.code).toBe(0)
    expect(dry.stdout).toContain(`-VITE_USER_POOL_ID=${idOnRecord(project, 'dev', 'user-pool')}\n`)
    expect(dry.stdout).toContain(`+VITE_USER_POOL_ID=${idOnRecord(project, 'prod', 'user-pool')}\n`)
    expect(await awsupJson(project, ['env', 'switch', 'prod', '--check'])).toMatchObject({
      code: 10,
      ok: true,
      result: {
        did: 'checked',
        files: [
          {path: DOTENV, changed: true},
          {path: AMPLIFY, changed: true},
        ],
      },
    })
    expect(textsOf(project)).toEqual(dev)

    await switchTo(project, 'prod')
    expect((await awsup(project, ['env', 'switch', '--check'])).code).toBe(0)
    expect((await awsup(project, ['env', 'switch', '--undo'])).code).toBe(0)
    expect(outputsOf(project)).toEqual([dev[AMPLIFY], dev[DOTENV]])
    expect((await awsup(project, ['env', 'current'])).stdout).toBe('dev\n')
  })

  test('between dev and prod only ids and the name of the environment differ', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    const [dev = '', devEnv = ''] = outputsOf(project)
    await switchTo(project, 'prod')
    const [prod = '', prodEnv = ''] = outputsOf(project)

    const devLeaves = leavesOf(JSON.parse(dev))
    const prodLeaves = leavesOf(JSON.parse(prod))
    expect(prodLeaves.map(([path]) => path)).toEqual(devLeaves.map(([path]) => path))
    const differing = devLeaves.filter(([, value], index) => prodLeaves[index]?.[1] !== value)
    expect(differing).toEqual([
      ['/auth/user_pool_id', idOnRecord(project, 'dev', 'user-pool')],
      ['/auth/user_pool_client_id', idOnRecord(project, 'dev', 'app-client.web')],
      ['/auth/identity_pool_id', idOnRecord(project, 'dev', 'identity-pool')],
      ['/custom/environment', 'dev'],
    ])

    const ids = ['account', 'user-pool', 'app-client.web', 'identity-pool'] as const
    const swapped = ids.reduce(
      (text, part) => text.replaceAll(idOnRecord(project, 'dev', part), idOnRecord(project, 'prod', part)),
      devEnv,
    )
    expect(swapped.replace(/=dev$/m, '=prod')).toBe(prodEnv.replace(/=dev$/m, '=prod'))
  })

  test('a second switch to the same environment touches no file', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    const before = filesOf(project)
    const {result} = await awsupJson(project, ['env', 'switch', 'dev'])
    expect(result).toMatchObject({
      files: expect.arrayContaining([
        {path: AMPLIFY, changed: false},
        {path: DOTENV, changed: false},
      ]) as unknown[],
    })
    expect(filesOf(project)).toEqual(before)
  })

  test('writes its block into a dotenv file and leaves every other line as it is', async () => {
    const project = copyWithDotenv()
    const before = '# mine\nSECRET="a b"\n\nVITE_OWN=1'
    const after = '\n# below\nLAST=2\n'
    write(project, DOTENV, before)
    await switchTo(project, 'dev')
    write(project, DOTENV, read(project, DOTENV) + after)
    const withDev = read(project, DOTENV)
    await switchTo(project, 'prod')
    const withProd = read(project, DOTENV)

    for (const text of [withDev, withProd]) {
      expect(text.startsWith(before)).toBe(true)
      expect(text.endsWith(after)).toBe(true)
    }
    expect(withProd).toContain(idOnRecord(project, 'prod', 'user-pool'))
    expect(withProd).not.toContain(idOnRecord(project, 'dev', 'user-pool'))
    await switchTo(project, 'dev')
    expect(read(project, DOTENV)).toBe(withDev)
  })

  test('to an environment that has no ids yet is a conflict that names the command which makes them', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', yaml.replace('  prod:', '  staging: { region: us-east-1 }\n  prod:'))
    await switchTo(project, 'dev')
    const before = filesOf(project)

    const {code, error} = await awsupJson(project, ['env', 'switch', 'staging'])

    expect(code).toBe(5)
    expect(error).toMatchObject({
      code: 'NOT_MADE',
      hint: expect.stringContaining('awsup apply --env staging') as string,
    })
    expect(filesOf(project)).toEqual(before)
  })

  test('to an environment that awsup.yaml does not have is a usage error that names those it has', async () => {
    const {code, error} = await awsupJson(copy(), ['env', 'switch', 'production'])
    expect(code).toBe(2)
    expect(error.message).toContain('"production"')
    expect(error.hint).toContain('dev, prod')
  })

  test('all or none: where one output cannot be written, no other is', async () => {
    const project = copyWithDotenv()
    await switchTo(project, 'dev')
    const before = read(project, AMPLIFY)
    rmSync(join(project, DOTENV))
    execFileSync('mkdir', [join(project, DOTENV)])
    const {code, error} = await awsupJson(project, ['env', 'switch', 'prod'])
    expect([2, 5]).toContain(code)
    expect(error.message).toContain(DOTENV)
    expect(read(project, AMPLIFY)).toBe(before)
    expect(await awsupJson(project, ['env', 'current'])).toMatchObject({result: {name: 'dev'}})
  })
})

describe('no network', () => {
  // Whatever would open a socket or resolve a name throws, and says so with an exit code of its own.
  const guard = `
    import net from 'node:net'; import dns from 'node:dns'; import dgram from 'node:dgram'
    const refuse = () => { process.stderr.write('NETWORK'); process.exit(99) }
    net.Socket.prototype.connect = refuse; dns.lookup = refuse; dgram.createSocket = refuse`
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(guard)}`

  test('is what the guard of the next test would catch', () => {
    const child = `import('node:net').then(({connect}) => connect(1, '127.0.0.1'))`
    const env = {...surroundings(emptyFolder()), NODE_OPTIONS}
    expect(() => execFileSync(process.execPath, ['-e', child], {env, stdio: 'pipe'})).toThrow('NETWORK')
  })

  test.each([
    [['env', 'switch', 'dev']],
    [['env', 'switch', 'prod', '--json']],
    [['env', 'list']],
    [['env', 'show', 'dev']],
    [['env', 'current']],
  ])('%j connects to nothing', async (args) => {
    const project = copy()
    await switchTo(project, 'dev')
    const {code, stderr} = await awsup(project, args, {env: {NODE_OPTIONS}})
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
  })

  test.runIf(existsSync('/usr/bin/strace'))('not a single connect() in the kernel’s own view', async () => {
    const project = copy()
    const trace = join(emptyFolder(), 'trace')
    const args = ['-f', '-e', 'trace=connect,sendto,socket', '-o', trace, process.execPath, BINARY]
    execFileSync('strace', [...args, 'env', 'switch', 'prod'], {
      cwd: project,
      env: surroundings(project),
      stdio: 'pipe',
    })
    const calls = read('', trace)
      .split('\n')
      .filter((line) => /\b(connect|sendto)\(/.test(line) || /\bsocket\(AF_INET/.test(line))
    expect(calls).toEqual([])
    expect(statSync(trace).size).toBeGreaterThan(0)
    await switchTo(project, 'prod')
  })
})

describe('what exists', () => {
  test('env list names every environment, its account, what is protected, and the one that is on', async () => {
    const project = copy()
    await switchTo(project, 'prod')
    const {result} = await awsupJson(project, ['env', 'list'])
    expect(result).toEqual([
      {
        name: 'dev',
        region: 'us-east-1',
        protected: false,
        current: false,
        accountId: idOnRecord(project, 'dev', 'account'),
      },
      {
        name: 'prod',
        region: 'us-east-1',
        protected: true,
        current: true,
        accountId: idOnRecord(project, 'prod', 'account'),
      },
    ])
    const {stdout} = await awsup(project, ['env', 'list'])
    expect(stdout).toMatch(/^\s+dev +\d{12} +us-east-1\n\* +prod +\d{12} +us-east-1 +protected\n$/)
  })

  test('env current is the bare name, for a shell’s prompt; before the first switch it is a conflict', async () => {
    const project = copy()
    expect(await awsupJson(project, ['env', 'current'])).toMatchObject({
      code: 5,
      error: {code: 'NO_CURRENT', hint: expect.stringContaining('awsup env switch dev') as string},
    })
    await switchTo(project, 'dev')
    expect((await awsup(project, ['env', 'current'])).stdout).toBe('dev\n')
  })

  test('env show has every id, and works from a folder below', async () => {
    const project = copy()
    execFileSync('mkdir', ['-p', join(project, 'src', 'deep')])
    const {result} = await awsupJson(join(project, 'src', 'deep'), ['env', 'show', 'dev'])
    expect(result).toMatchObject({
      name: 'dev',
      target: 'sandbox',
      email: 'aws+dev@acme.dev',
      ids: {
        accountId: idOnRecord(project, 'dev', 'account'),
        userPoolId: idOnRecord(project, 'dev', 'user-pool'),
        userPoolClientIds: {web: idOnRecord(project, 'dev', 'app-client.web')},
        identityPoolId: idOnRecord(project, 'dev', 'identity-pool'),
      },
    })
    const {stdout} = await awsup(project, ['env', 'show', 'dev'])
    for (const part of ['account', 'user-pool', 'app-client.web', 'identity-pool']) {
      expect(stdout).toContain(idOnRecord(project, 'dev', part))
    }
  })

  test('without a project every one of them says how to start', async () => {
    for (const args of [
      ['env', 'list'],
      ['env', 'current'],
      ['env', 'show', 'dev'],
      ['env', 'switch', 'dev'],
      ['plan'],
    ]) {
      const {code, error} = await awsupJson(emptyFolder(), args)
      expect(code).toBe(2)
      expect(error).toMatchObject({code: 'NO_PROJECT', hint: expect.stringContaining('awsup org init') as string})
    }
  })
})
