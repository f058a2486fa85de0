import {execFileSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test, vi} from 'vitest'
import {loadProject, syncProfiles} from '../../../src/lib/index.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, surroundings} from '../../_helpers/cli.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** A project, and a home apart from it with this ~/.aws/config. */
function open(config?: string | Buffer) {
  const [project, home] = [copy(), emptyFolder()]
  const path = join(home, '.aws', 'config')
  mkdirSync(join(home, '.aws'))
  if (config !== undefined) writeFileSync(path, config)
  const run = (...args: readonly string[]) => awsup(project, ['profiles', 'sync', ...args], {env: {HOME: home}})
  const runJson = (...args: readonly string[]) => awsupJson(project, ['profiles', 'sync', ...args], {env: {HOME: home}})
  return {project, home, path, run, runJson, text: () => readFileSync(path, 'latin1')}
}

/** What a profile's helper prints, run as the SDKs do: by a shell. */
function askProfile({home, text}: {home: string; text: () => string}, name: string): Record<string, unknown> {
  const [, section = ''] = text().split(`[profile ${name}]\n`)
  const command = /^credential_process = (.*)$/m.exec(section)?.[1] ?? ''
  // The profile itself is what the shell has on: awsup must not ask itself.
  const env = {...surroundings(home), AWS_PROFILE: name}
  return JSON.parse(execFileSync('sh', ['-c', command], {cwd: '/', env, encoding: 'utf8'})) as Record<string, unknown>
}

describe('a new file', () => {
  test('has a profile of each environment that gets credentials of that account, and no secret', async () => {
    const world = open()
    const {result} = await world.runJson()
    expect(result).toMatchObject({
      path: world.path,
      changed: true,
      notMade: [],
      profiles: [
        {name: 'acme-dev', environment: 'dev', region: 'us-east-1'},
        {name: 'acme-prod', environment: 'prod', region: 'us-east-1'},
      ],
    })
    expect(statSync(world.path).mode & 0o777).toBe(0o600)
    expect(world.text()).toContain('endpoint_url = http://127.0.0.1:4566\n')
    for (const environment of ['dev', 'prod']) {
      const answer = askProfile(world, `acme-${environment}`)
      const AccountId = idOnRecord(world.project, environment, 'account')
      expect(answer).toMatchObject({Version: 1, AccountId})
      expect(world.text()).not.toContain(answer['SecretAccessKey'])
    }
  }, 60_000)

  test('is not made where there is nothing to write, and says what is not made yet', async () => {
    const project = emptyFolder()
    writeFileSync(join(project, 'awsup.yaml'), read(copy(), 'awsup.yaml'))
    const home = emptyFolder()
    const {code, stdout} = await awsup(project, ['profiles', 'sync'], {env: {HOME: home}})
    expect(code).toBe(0)
    expect(stdout).toContain('dev is not made yet: awsup apply --env dev')
    expect(existsSync(join(home, '.aws'))).toBe(false)
  })

  test('is written for a project in a folder with blanks and quotes', async () => {
    const world = open()
    const odd = join(emptyFolder(), `it's "mine" & $HOME`)
    renameSync(world.project, odd)
    expect((await awsup(odd, ['profiles', 'sync'], {env: {HOME: world.home}})).code).toBe(0)
    expect(askProfile(world, 'acme-dev')).toMatchObject({AccountId: idOnRecord(odd, 'dev', 'account')})
  })
})

/** 200 profiles, comments, keys that no reader knows, and a block that another tool wrote. */
const FOREIGN = [
  '# mine',
  '[default]',
  'region = eu-west-1',
  's3 =',
  '    max_concurrent_requests = 20',
  ...Array.from(
    {length: 200},
    (_, index) => `[profile p${index}]\nrole_arn = arn:aws:iam::${index}:role/r ; caf\u00e9`,
  ),
  '# BEGIN_AWS_SSO_CLI',
  '[profile x]',
  'sso_session = "a b"',
  '# END_AWS_SSO_CLI',
].join('\n')

describe('bytes that awsup did not write', () => {
  test.each([
    ['no line end at the end', FOREIGN],
    ['a line end at the end', `${FOREIGN}\n`],
    ['Windows line ends', `${FOREIGN.replaceAll('\n', '\r\n')}\r\n`],
    ['an indented last line', `${FOREIGN}\n[profile last]\ns3 =\n  addressing_style = path`],
    [
      'a BOM and bytes that are no UTF-8',
      Buffer.concat([Buffer.from('\u{feff}# \u00e9\n'), Buffer.from([0xff, 0x80])]),
    ],
    ['nothing', ''],
  ])('stay through every run, and are all that is left after --remove: %s', async (_, config) => {
    const world = open(config)
    const original = readFileSync(world.path)
    // A run that changes nothing costs as much as one that does: two of each are tried by the binary.
    for (const source of ['founder', 'founder', 'other', 'founder']) {
      expect((await world.run('--profile', source)).code).toBe(0)
      expect(world.text().startsWith(original.toString('latin1'))).toBe(true)
    }
    expect(world.text().match(/# >>> awsup/g)).toHaveLength(1)
    expect((await world.run('--remove')).code).toBe(0)
    expect(readFileSync(world.path).equals(original)).toBe(true)
  })

  test('stay through fifty runs that each write other lines', async () => {
    const original = Buffer.from(FOREIGN.replaceAll('\n', '\r\n'))
    const {project, path} = open(original)
    vi.stubEnv('AWS_CONFIG_FILE', path)
    try {
      const loaded = loadProject({root: project, target: 'sandbox'})
      const sync = (run: number, remove = false) =>
        syncProfiles(loaded, {command: [`/run/${run}`], source: 'me', dryRun: false, overwrite: false, remove})
      for (let run = 0; run < 50; run += 1) expect(await sync(run)).toMatchObject({changed: true})
      expect(readFileSync(path, 'latin1')).toContain('/run/49')
      expect(readFileSync(path).subarray(0, original.length).equals(original)).toBe(true)
      await sync(50, true)
      expect(readFileSync(path).equals(original)).toBe(true)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('are in a copy beside the file, with the mode of a file that may hold secrets', async () => {
    const world = open(FOREIGN)
    chmodSync(world.path, 0o644)
    const {result} = await world.runJson()
    expect(result['backup']).toBe(`${world.path}.before-awsup`)
    expect(readFileSync(`${world.path}.before-awsup`, 'latin1')).toBe(Buffer.from(FOREIGN).toString('latin1'))
    expect(statSync(`${world.path}.before-awsup`).mode & 0o777).toBe(0o600)
    expect(statSync(world.path).mode & 0o777).toBe(0o644)
  })

  test('--diff shows awsup\u2019s lines and none of them, and writes nothing', async () => {
    const world = open('[default]\naws_secret_access_key = hidden\n')
    const {code, stdout} = await world.run('--diff')
    expect(code).toBe(0)
    expect(stdout).toContain('+[profile acme-dev]')
    expect(stdout).not.toContain('hidden')
    expect(world.text()).toBe('[default]\naws_secret_access_key = hidden\n')
  })

  test('lose nothing where five projects write at once', async () => {
    const worlds = Array.from({length: 5}, () => copy())
    const home = emptyFolder()
    worlds.forEach((project, index) => {
      writeFileSync(
        join(project, 'awsup.yaml'),
        read(project, 'awsup.yaml').replace('project: acme', `project: p${index}`),
      )
    })
    const runs = await Promise.all(worlds.map((project) => awsup(project, ['profiles', 'sync'], {env: {HOME: home}})))
    const text = readFileSync(join(home, '.aws', 'config'), 'utf8')
    expect(runs.map(({code}) => code)).toEqual([0, 0, 0, 0, 0])
    for (const index of worlds.keys()) expect(text).toContain(`[profile p${index}-dev]`)
  }, 60_000)
})

describe('nothing is written', () => {
  /** Refused with this code and in these words, and every byte is as before. */
  async function expectRefused(world: ReturnType<typeof open>, says: RegExp, args: readonly string[] = []) {
    const before = world.text()
    const {code, stderr} = await world.run(...args)
    expect(stderr).toMatch(says)
    expect(code, stderr).toBe(5)
    expect(world.text()).toBe(before)
    expect(existsSync(`${world.path}.before-awsup`)).toBe(false)
  }

  test.each([
    ['[profile acme-dev]\n', /config line 1: the profile acme-dev already exists/],
    ['[default]\r\n[ profile "acme-prod" ]\r\n', /config line 2: the profile acme-prod already exists/],
    ['# >>> awsup profiles of acme x\n[profile a]\n', /line 1: .* with no ".*" after it/],
    [Buffer.from('[default]\n', 'utf16le').toString('latin1').replace(/^/, '\u00ff\u00fe'), /UTF-16/],
  ])('over %j', async (config, says) => {
    await expectRefused(open(Buffer.from(config, 'latin1')), says)
  })

  test('where ~/.aws/credentials has a profile of that name, since its keys would come first', async () => {
    const world = open('')
    writeFileSync(join(world.home, '.aws', 'credentials'), '[acme-prod]\naws_access_key_id = A\n')
    await expectRefused(world, /credentials line 1: the profile acme-prod already exists/)
  })

  test('where the file is read-only', async () => {
    const world = open('# mine\n')
    chmodSync(world.path, 0o444)
    await expectRefused(world, /can not be written: it is read-only/)
  })

  test('where the file is a link, a folder or a pipe', async () => {
    const link = open('# mine\n')
    renameSync(link.path, `${link.path}.real`)
    symlinkSync(`${link.path}.real`, link.path)
    await expectRefused(link, /is a symbolic link/)
    const folder = open()
    mkdirSync(folder.path)
    expect(await folder.run()).toMatchObject({code: 5, stderr: expect.stringContaining('a folder') as unknown})
    const pipe = open()
    execFileSync('mkfifo', [pipe.path])
    expect(await pipe.run()).toMatchObject({code: 5, stderr: expect.stringContaining('a named pipe') as unknown})
  })

  test('where somebody changed the block, until --overwrite says so; the change is in the copy', async () => {
    const world = open('# mine\n')
    await world.run()
    const edited = world.text().replace('region = us-east-1', 'region = us-east-1\noutput = json')
    writeFileSync(world.path, edited, 'latin1')
    for (const args of [[], ['--remove'], ['--profile', 'other']]) {
      const {code, stderr} = await world.run(...args)
      expect(code, stderr).toBe(5)
      expect(stderr).toContain('somebody changed the lines that awsup wrote')
      expect(world.text()).toBe(edited)
    }
    expect((await world.run('--diff')).stdout).toContain('-output = json')
    expect((await world.run('--overwrite')).code).toBe(0)
    expect(world.text()).not.toContain('output = json')
    expect(readFileSync(`${world.path}.before-awsup`, 'latin1')).toBe(edited)
  })

  test('where awsup would sign in with one of its own profiles', async () => {
    const world = open('# mine\n')
    const {code, stderr} = await awsup(world.project, ['profiles', 'sync'], {
      env: {HOME: world.home, AWS_PROFILE: 'acme-dev'},
    })
    expect(code).toBe(2)
    expect(stderr).toContain('it cannot sign in with itself')
    expect(world.text()).toBe('# mine\n')
  })
})

test('AWS_CONFIG_FILE is honoured', async () => {
  const world = open()
  const file = join(world.home, 'elsewhere')
  const env = {HOME: world.home, AWS_CONFIG_FILE: file}
  expect((await awsup(world.project, ['profiles', 'sync'], {env})).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('[profile acme-dev]')
  expect(existsSync(world.path)).toBe(false)
})
