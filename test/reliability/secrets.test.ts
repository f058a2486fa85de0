import {spawn} from 'node:child_process'
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {createServer} from 'node:http'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../src/sandbox/sandbox.js'
import {BINARY, emptyFolder, makeTemplate, sandboxOf, surroundings} from '../_helpers/cli.js'
import {cases, tally} from '../_helpers/proofs/soak.js'

const template = await makeTemplate()
const CANARY = 'Canary-7f3a9Zq!sings-in-the-mine'
/**
 * Everything that can be made to talk, but Node's own NODE_DEBUG=http, =net and =child_process: these print headers
 * (session tokens among them) and the environment of children; Node warns of it, and no program can take it back.
 */
const LOUD = {DEBUG: '*', NODE_DEBUG: 'tls,stream,fs,module,timer,undici,fetch', AWSUP_DEBUG: '1'}

/** A run, and every command line that its processes ever had. */
interface Watched {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly argv: string
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Runs the built binary and looks at the command lines of all processes, ours among them, as often as it can. */
async function watch(cwd: string, args: readonly string[], {env = {}, input = ''}: Options = {}): Promise<Watched> {
  const child = spawn(process.execPath, [BINARY, ...args], {cwd, env: {...surroundings(cwd), ...env}})
  const texts = {stdout: '', stderr: ''}
  child.stdout.on('data', (part: Buffer) => (texts.stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (texts.stderr += part.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const seen = new Set<string>()
  const sampling = setInterval(() => commandLines().forEach((line) => seen.add(line)), 5)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(sampling)
  return {code, ...texts, argv: [...seen].join('\n')}
}

/** /proc shows them; where there is none, there is nothing that others could look at either way here. */
function commandLines(): readonly string[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => commandLine(pid))
  } catch {
    return []
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** All files of ours: awsup.yaml, records, journal, last copies, and the sandbox's log of calls; not its memory, which is AWS's. */
function filesOf(project: string, but: readonly string[] = []): string {
  return readdirSync(project, {recursive: true, encoding: 'utf8'})
    .filter((path) => !path.includes(join('sandbox', 'data')) || path.endsWith('calls.log'))
    .filter((path) => !but.includes(path) && statSync(join(project, path)).isFile())
    .map((path) => readFileSync(join(project, path), 'latin1'))
    .join('\n')
}

/** Where a secret may be: nowhere, but in the one place that is named. */
function expectUnseen(secret: string, run: Watched, {project, stdout = run.stdout, but = []}: Looked): void {
  expect(secret.length, 'there is a secret').toBeGreaterThan(7)
  expect(run.argv.includes(secret), 'in a command line').toBe(false)
  expect(run.stderr.includes(secret), 'on stderr').toBe(false)
  expect(stdout.includes(secret), 'on stdout').toBe(false)
  expect(filesOf(project, but).includes(secret), 'in a file').toBe(false)
}

interface Looked {
  readonly project: string
  /** What of stdout must not hold it; all when absent. */
  readonly stdout?: string
  readonly but?: readonly string[]
}

const strings = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : value instanceof Object ? Object.values(value).flatMap(strings) : []

/** Values of a document by the names that secrets have. */
function secretsIn(document: string): readonly string[] {
  const found: string[] = []
  const look = (value: unknown): void => {
    if (!(value instanceof Object)) return
    for (const [name, inner] of Object.entries(value)) {
      if (/password|secretAccessKey|sessionToken/i.test(name)) found.push(...strings(inner))
      else look(inner)
    }
  }
  look(JSON.parse(document))
  return found
}

const HOW = [
  {title: 'quietly', env: {}},
  {title: 'with DEBUG and NODE_DEBUG', env: LOUD},
]

/** All in the soak; otherwise half of them, quiet and loud in turn. */
const everySecond = <T>(all: readonly T[]): readonly T[] =>
  all.filter((_, index) => cases(Number(index % 4 === 1 || index % 4 === 2), 1) === 1)

test('8a: a password from stdin is seen nowhere, whatever is made to talk', {timeout: 300_000}, async () => {
  const create = ['user', 'create', 'bob@acme.dev', '--pool', '--env', 'dev', '--password-stdin']
  await tally('8a (password from stdin)', HOW, async ({env}) => {
    const project = template()
    const made = await watch(project, create, {env, input: CANARY})
    expect(made.code, made.stderr).toBe(0)
    expectUnseen(CANARY, made, {project})
    // Refused: he already exists.
    const again = await watch(project, [...create, '--json'], {env, input: CANARY})
    expectUnseen(CANARY, again, {project})
  })
})

test(
  '8b: generated passwords and keys are in the one place that was asked for, and nowhere else',
  {timeout: 300_000},
  async () => {
    const iam = ['user', 'create', 'alice', '--env', 'dev', '--console', '--access-key', '--json']
    const pool = ['user', 'create', 'eve@acme.dev', '--pool', '--env', 'dev', '--suppress-invite', '--json']
    const every = [iam, pool].flatMap((args) => HOW.map((how) => ({...how, args})))
    await tally('8b (generated passwords, access keys)', everySecond(every), async ({args, env}) => {
      const shown = template()
      const run = await watch(shown, args, {env})
      expect(run.code, run.stdout).toBe(0)
      const secrets = secretsIn(run.stdout)
      expect(secrets.length).toBeGreaterThan(0)
      for (const secret of secrets) expectUnseen(secret, run, {project: shown, stdout: ''})

      const kept = template()
      const filed = await watch(kept, [...args, '--secrets-file', 'secrets.json'], {env})
      expect(filed.code, filed.stdout).toBe(0)
      expect(statSync(join(kept, 'secrets.json')).mode & 0o777).toBe(0o600)
      const hidden = secretsIn(readFileSync(join(kept, 'secrets.json'), 'utf8'))
      expect(hidden).toHaveLength(secrets.length)
      for (const secret of hidden) expectUnseen(secret, filed, {project: kept, but: ['secrets.json']})
    })
  },
)

test(
  '8c: session tokens go to the one who asked, and the keys of the management account to nobody',
  {timeout: 300_000},
  async () => {
    const lines = [
      ['credentials', 'dev'],
      ['exec', 'dev', '--', 'sh', '-c', 'printf "%s\\n%s" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" > got'],
      ['apply', '--yes', '--json'],
      ['whoami', '--json'],
    ]
    const every = lines.flatMap((args) => HOW.map((how) => ({...how, args})))
    await tally('8c (session tokens, management keys)', everySecond(every), async ({args, env}) => {
      const project = template()
      const admin = (await sandboxOf(project)).credentials('admin').secretAccessKey
      const run = await watch(project, args, {env})
      expect(run.code, run.stderr).toBe(0)
      expectUnseen(admin, run, {project})
      if (args[0] === 'credentials')
        for (const secret of secretsIn(run.stdout)) expectUnseen(secret, run, {project, stdout: ''})
      if (args[0] === 'exec') {
        for (const secret of readFileSync(join(project, 'got'), 'utf8').split('\n')) {
          expectUnseen(secret, run, {project, but: ['got']})
        }
      }
    })
  },
)

/** AWS over a real connection; `harm` may spoil what it answers. */
async function openWire(sandbox: Sandbox, harm: (operation: string, body: string) => string): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const {method = 'GET', url = '/', headers} = request
      const sent = Buffer.concat(parts)
      const answer = async (): Promise<void> => {
        const reply = await sandbox.handle({method, path: url, query: {}, headers, body: sent})
        if (reply === 'drop') throw new Error('nothing is lost here')
        const target = String(headers['x-amz-target'] ?? /Action=(\w+)/.exec(sent.toString())?.[1] ?? '')
        response.writeHead(reply.status, {...reply.headers}).end(harm(target, Buffer.from(reply.body).toString()))
      }
      answer().catch(() => request.socket.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  server.unref()
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

test(
  '8d: over the wire, and in what is said of an answer that nobody can read, there is no secret',
  {timeout: 300_000},
  async () => {
    const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
    const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
    const sent: string[] = []
    let spoil = ''
    const endpoint = await openWire(sandbox, (operation, body) => {
      for (const [, value = ''] of body.matchAll(/<(?:SecretAccessKey|SessionToken)>([^<]+)</g)) sent.push(value)
      return spoil !== '' && operation.includes(spoil) ? body.slice(0, body.indexOf('</SecretAccessKey>') - 3) : body
    })
    const env = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }
    const project = emptyFolder()
    const init = ['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--yes']
    const every = [
      {args: init, spoiled: '', ...HOW[0]},
      {args: ['apply', '--yes'], spoiled: '', env: LOUD},
      {args: ['user', 'create', 'al', '--env', 'dev', '--access-key'], spoiled: 'CreateAccessKey', env: {}},
      {args: ['user', 'create', 'el', '--env', 'dev', '--access-key', '--json'], spoiled: 'CreateAccessKey', env: LOUD},
      {args: ['credentials', 'dev'], spoiled: 'AssumeRole', env: {}},
      {args: ['credentials', 'dev', '--json'], spoiled: 'AssumeRole', env: LOUD},
    ]
    await tally('8d (over the wire, and unreadable answers)', every, async ({args, spoiled, env: how = {}}) => {
      sent.length = 0
      spoil = spoiled
      const run = await watch(project, args, {env: {...env, ...how}})
      expect(run.code === 0, `${args.join(' ')}\n${run.stdout}${run.stderr.slice(-2000)}`).toBe(spoiled === '')
      expectUnseen(secretAccessKey, run, {project})
      expect(sent.length).toBeGreaterThan(0)
      for (const secret of sent) expectUnseen(secret, run, {project})
      // Not even a part of it that could be told apart.
      for (const secret of sent)
        expect(`${run.stdout}${run.stderr}`.includes(secret.slice(0, 16)), 'a part').toBe(false)
    })
  },
)
