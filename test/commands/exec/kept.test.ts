import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, surroundings, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copyTemplate: () => string

beforeAll(async () => {
  copyTemplate = await makeTemplate()
})

/** A project, and a cache folder of its own. */
function openProject() {
  const project = copyTemplate()
  const cache = emptyFolder()
  const env = {XDG_CACHE_HOME: cache}
  return {
    project,
    cache,
    env,
    entries: (): readonly string[] => {
      const folder = join(cache, 'awsup', 'sessions')
      return existsSync(folder) ? readdirSync(folder).filter((name) => /\.(file|keychain)$/.test(name)) : []
    },
    credentials: async (args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) => {
      const run = await awsup(project, ['credentials', 'dev', ...args], {env: {...env, ...more}})
      expect(run).toMatchObject({code: 0, stderr: ''})
      return JSON.parse(run.stdout) as Readonly<Record<string, string>>
    },
    assumed: async (): Promise<number> => (await sandboxOf(project)).callSummary().byOperation['sts:AssumeRole'] ?? 0,
    /** Of everything: what a run without a network does not make. */
    calls: async (): Promise<number> => (await sandboxOf(project)).callSummary().total,
  }
}

const PRINT_KEY = ['--', process.execPath, '-e', 'console.log(process.env.AWS_ACCESS_KEY_ID)']

describe('a session that was made', () => {
  test('is taken again by credentials and exec, with no call at all, and works', async () => {
    const {project, env, credentials, assumed, calls} = openProject()
    const before = await assumed()
    const first = await credentials()
    expect(await assumed()).toBe(before + 1)
    const total = await calls()
    expect(await credentials()).toEqual(first)
    const {stdout} = await awsup(project, ['exec', 'dev', ...PRINT_KEY], {env})
    expect(stdout).toBe(`${first['AccessKeyId'] ?? ''}\n`)
    expect(await calls()).toBe(total)

    const {as} = await openProjectWorld(project)
    const {sts} = as({
      accessKeyId: first['AccessKeyId'] ?? '',
      secretAccessKey: first['SecretAccessKey'] ?? '',
      sessionToken: first['SessionToken'] ?? '',
    })
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: idOnRecord(project, 'dev', 'account'),
    })
  })

  test('is made once, however many ask for it at the same time', async () => {
    const {credentials, assumed} = openProject()
    const before = await assumed()
    const all = await Promise.all(Array.from({length: 50}, () => credentials()))
    expect(new Set(all.map(({AccessKeyId}) => AccessKeyId)).size).toBe(1)
    expect(await assumed()).toBe(before + 1)
  }, 240_000)

  test('leaves neither a secret nor a name in the cache folder, and no source key', async () => {
    const {cache, credentials, entries} = openProject()
    const {AccessKeyId = '', SecretAccessKey = '', SessionToken = '', AccountId = ''} = await credentials()
    expect(entries()).toHaveLength(1)
    for (const name of readdirSync(join(cache, 'awsup', 'sessions'))) {
      const text = name + readFileSync(join(cache, 'awsup', 'sessions', name)).toString('latin1')
      for (const secret of [AccessKeyId, SecretAccessKey, SessionToken, AccountId, 'acme', 'dev']) {
        expect(text).not.toContain(secret)
      }
    }
  })

  test('is not one of plan or apply, which enter accounts themselves', async () => {
    const {project, env, entries, credentials, assumed} = openProject()
    expect((await awsup(project, ['plan'], {env})).code).toBe(0)
    expect(entries()).toEqual([])
    await credentials()
    const before = await assumed()
    expect((await awsup(project, ['plan'], {env})).code).toBe(0)
    expect(await assumed()).toBeGreaterThan(before)
  })

  test('is not kept at all with AWSUP_KEYCHAIN=off', async () => {
    const {credentials, entries, assumed} = openProject()
    const before = await assumed()
    for (const run of [1, 2]) {
      await credentials([], {AWSUP_KEYCHAIN: 'off'})
      expect(await assumed()).toBe(before + run)
    }
    expect(entries()).toEqual([])
  })
})

describe('a session that is kept', () => {
  /** What bin/run.js starts with, and nothing else of awsup. */
  function openPackage(): string {
    const folder = emptyFolder()
    for (const file of ['bin/run.js', 'bin/load.js', 'bin/package.json', 'dist/kept.cjs']) {
      cpSync(join(import.meta.dirname, '..', '..', '..', file), join(folder, file))
    }
    return join(folder, 'bin', 'run.js')
  }
  const runAlone = (project: string, args: readonly string[], env: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, [openPackage(), 'credentials', ...args], {
      cwd: project,
      env: {...surroundings(project), ...env},
      encoding: 'utf8',
    })

  test('is answered by one file, which reads neither the command nor a parser', async () => {
    const {project, env, credentials} = openProject()
    const first = await credentials()
    for (const args of [['dev'], ['--no-input', 'dev', '--project-dir', project], ['dev', '-C', '.']]) {
      const {status, stdout, stderr} = runAlone(project, args, env)
      expect({status, stderr}).toEqual({status: 0, stderr: ''})
      expect(JSON.parse(stdout)).toEqual(first)
    }
  })

  test.each([
    [['dev', '--json']],
    [['dev', '--help']],
    [['dev', 'prod']],
    [['prod']],
    [['--project-dir']],
    [['dev', '--project-dir', '/nowhere']],
    [['dev', '--profile', '']],
    [['dev', '--profile=x']],
    [['dev', '--sandbox', '--sandbox']],
    [['constructor']],
    [['__proto__']],
    [['dev', '--toString', 'x']],
    [[]],
  ])('and whatever else is asked is left to the command: %j', async (args) => {
    const {project, env, credentials} = openProject()
    await credentials()
    const {stdout, stderr} = runAlone(project, args, env)
    expect(stdout).toBe('')
    expect(stderr).toContain('main.js')
  })
})

describe('a session is made anew', () => {
  const edit = (path: string, change: (text: string) => string) => (project: string) =>
    write(project, path, change(read(project, path)))
  const changes: Readonly<Record<string, (project: string) => unknown>> = {
    'awsup.yaml': edit('awsup.yaml', (text) => `${text}\n# other\n`),
    'the records of the environment': edit('.awsup/sandbox/environments/dev.json', (text) => `${text}\n`),
    'the records of another one': edit('.awsup/sandbox/environments/prod.json', (text) => `${text}\n`),
    'the record of the organization': edit('.awsup/sandbox/organization.json', (text) => `${text}\n`),
  }
  test.each(Object.keys(changes))('once %s is other than it was', async (what) => {
    const {project, credentials, assumed} = openProject()
    const first = await credentials()
    const before = await assumed()
    changes[what]?.(project)
    expect((await credentials())['AccessKeyId']).not.toBe(first['AccessKeyId'])
    expect(await assumed()).toBe(before + 1)
  })

  test.each([
    ['another profile', ['--profile', 'other'], {}],
    ['another access key', [], {AWS_ACCESS_KEY_ID: 'AKIAOTHER'}],
    ['another AWS_PROFILE', [], {AWS_PROFILE: 'other'}],
    ['another endpoint', [], {AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1'}],
    ['another target that was asked for', ['--sandbox'], {}],
  ])('for %s', async (_, args, env) => {
    const {credentials, assumed} = openProject()
    await credentials()
    const before = await assumed()
    await credentials(args, env)
    expect(await assumed()).toBe(before + 1)
  })

  test('for a copy of the project', async () => {
    const {project, cache, credentials} = openProject()
    const first = await credentials()
    const copy = copyTemplate()
    for (const file of ['awsup.yaml', '.awsup/sandbox/environments/dev.json', '.awsup/sandbox/organization.json']) {
      writeFileSync(join(copy, file), readFileSync(join(project, file)))
    }
    const {stdout} = await awsup(copy, ['credentials', 'dev'], {env: {XDG_CACHE_HOME: cache}})
    expect((JSON.parse(stdout) as {AccessKeyId: string}).AccessKeyId).not.toBe(first['AccessKeyId'])
  })

  test('and an account that records name for another environment is refused as before', async () => {
    const {project, env, credentials} = openProject()
    await credentials()
    const [dev = '', prod = ''] = ['dev', 'prod'].map((name) => idOnRecord(project, name, 'account'))
    const swap = (text: string) => text.replaceAll(new RegExp(`${dev}|${prod}`, 'g'), (id) => (id === dev ? prod : dev))
    for (const name of ['dev', 'prod']) edit(`.awsup/sandbox/environments/${name}.json`, swap)(project)
    const {code, error} = await awsupJson(project, ['credentials', 'dev'], {env})
    expect({code, error}).toMatchObject({code: 5, error: {code: 'WRONG_ENVIRONMENT'}})
  })
})

describe('logout', () => {
  test('forgets what is kept for the project, says what, and does nothing the second time', async () => {
    const {project, env, credentials, entries, assumed} = openProject()
    const {AccountId = ''} = await credentials()
    const {code, stdout} = await awsup(project, ['logout'], {env})
    expect(code).toBe(0)
    expect(stdout).toMatch(
      new RegExp(`^Forgot dev as OrganizationAccountAccessRole: account ${AccountId}, valid until .*Z\\.\\n$`),
    )
    expect(entries()).toEqual([])
    expect(await awsup(project, ['logout'], {env})).toMatchObject({
      code: 0,
      stdout: 'No session is kept for this project.\n',
    })
    const before = await assumed()
    await credentials()
    expect(await assumed()).toBe(before + 1)
  })

  test('leaves another project’s alone; --all forgets all, with the key, from anywhere', async () => {
    const {project, cache, env, credentials} = openProject()
    await credentials()
    const other = copyTemplate()
    await awsup(other, ['credentials', 'prod'], {env})
    expect(await awsupJson(project, ['logout'], {env})).toMatchObject({
      code: 0,
      result: {all: false, sessions: [{kind: 'role', environment: 'dev'}], unreadable: 0, keys: []},
    })
    expect(await awsupJson(emptyFolder(), ['logout', '--all'], {env})).toMatchObject({
      code: 0,
      result: {all: true, sessions: [{environment: 'prod', root: other, keptBy: 'file'}], keys: ['file']},
    })
    expect(readdirSync(join(cache, 'awsup', 'sessions'))).toEqual([])
    expect((await awsup(emptyFolder(), ['logout', '--all'], {env})).stdout).toBe('No session is kept.\n')
  })

  test('works also where awsup.yaml is broken, nothing is kept any more, or the key is lost', async () => {
    const {project, cache, env, credentials, entries} = openProject()
    await credentials()
    write(project, 'awsup.yaml', 'version: {')
    writeFileSync(join(cache, 'awsup', 'sessions', 'machine-key'), '')
    expect(await awsup(project, ['logout'], {env: {...env, AWSUP_KEYCHAIN: 'off'}})).toMatchObject({
      code: 0,
      stdout: 'Forgot 1 session whose key is not at hand.\n',
    })
    expect(entries()).toEqual([])
  })

  test('outside of a project says how to forget all', async () => {
    expect(await awsupJson(emptyFolder(), ['logout'])).toMatchObject({code: 2, error: {code: 'NO_PROJECT'}})
  })
})
