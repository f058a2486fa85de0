import {spawn, type ChildProcess} from 'node:child_process'
import {cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {openSandbox, type Sandbox} from '../../src/sandbox/sandbox.js'
import {runInRunner} from './processes/runners.js'

/** What is run: the built binary. */
export const BINARY = process.env['AWSUP_BINARY'] ?? join(import.meta.dirname, '..', '..', 'bin', 'run.js')

const OWN_PROCESS = process.env['AWSUP_TEST_OWN_PROCESS'] === '1' || process.env['AWSUP_BINARY'] !== undefined

/** As `input` of a run: a pipe that stays open, through which nothing comes. */
export const OPEN = '\0open'

/** What a run of the built binary came to. */
export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** What is piped in, and then the end of it; `OPEN` keeps the pipe open, and nothing comes. */
  readonly input?: string
  /** Asked again and again: as soon as it is true, Ctrl-C is pressed. */
  readonly signalWhen?: () => boolean
  /** After so long it is killed, and its code is null: for what may hang, ms. */
  readonly killAfterMs?: number
}

/** Clean surroundings: no credentials of whoever runs the tests, and a home of its own. */
export const surroundings = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TMPDIR: tmpdir(),
  NO_COLOR: '1',
  // As on AWS: what awsup makes shows a little later, but before another command can ask. The tests look without a lag.
  AWSUP_SANDBOX_LAG: '30',
  // What a test deletes by hand right after awsup made it is waited for as if it were late: not for long.
  AWSUP_VISIBLE_TIMEOUT: '3',
  XDG_STATE_HOME: process.env['XDG_STATE_HOME'] ?? '',
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? '',
  XDG_DATA_HOME: process.env['XDG_DATA_HOME'] ?? '',
  // The keychain is the own of whoever runs the tests.
  AWSUP_KEYCHAIN: 'file',
  // What the sandbox finds wrong with requests and answers is counted at the end of the run.
  AWSUP_SANDBOX_VIOLATIONS: process.env['AWSUP_SANDBOX_VIOLATIONS'],
})

/**
 * Runs the built binary as a user's shell would, with no terminal. A command that is asked for nothing of a process of its
 * own shares one with others, which saves most of a start; `AWSUP_TEST_OWN_PROCESS=1` gives each its own.
 */
export async function awsup(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const {input, signalWhen, killAfterMs: timeout} = options
  const env = {...surroundings(cwd), ...options.env}
  const needsOwn =
    input !== undefined || signalWhen !== undefined || Object.keys(env).some((name) => /^NODE_/.test(name))
  if (!needsOwn && !OWN_PROCESS) return runInRunner({binary: BINARY, args, cwd, env, timeout})
  const child = spawn(process.execPath, [BINARY, ...args], {
    cwd,
    env,
    ...(timeout === undefined ? {} : {timeout, killSignal: 'SIGKILL' as const}),
  })
  if (signalWhen) interruptWhen(child, signalWhen)
  // A command that refuses its arguments ends without reading what it is sent.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  if (input !== OPEN) child.stdin.end(input ?? '')
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    }),
  ])
  return {code, stdout, stderr}
}

function interruptWhen(child: ChildProcess, isTime: () => boolean): void {
  const timer = setInterval(() => {
    if (!isTime()) return
    clearInterval(timer)
    child.kill('SIGINT')
  }, 50)
  child.once('close', () => clearInterval(timer))
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

/** The envelope that `--json` promises. */
export interface Envelope {
  readonly ok: boolean
  readonly command: string
  // What a test looks at is up to the test.
  readonly result: Record<string, never>
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hint?: string
    readonly exitCode: number
    readonly details: Record<string, never>
  }
}

/** Runs with `--json` and parses: fails the test when stdout is not exactly one JSON document. */
export async function awsupJson(
  cwd: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Envelope & Run> {
  const separator = args.indexOf('--')
  const [own, theirs] = separator < 0 ? [args, []] : [args.slice(0, separator), args.slice(separator)]
  const run = await awsup(cwd, [...own, '--json', ...theirs], options)
  return {...run, ...(JSON.parse(run.stdout) as Envelope)}
}

/** An empty folder for a project. */
export const emptyFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'awsup-test-')))

export const INIT: readonly string[] = [
  'org',
  'init',
  '--sandbox',
  '--project',
  'acme',
  '--email',
  'aws+{env}@acme.dev',
  '--yes',
]

/** A project that is initialized once per run of the tests, and copied for each test. */
export async function makeTemplate(): Promise<() => string> {
  const template = await findTemplate()
  return () => {
    const copy = emptyFolder()
    cpSync(template, copy, {recursive: true})
    return copy
  }
}

async function findTemplate(): Promise<string> {
  const shared = join(process.env['AWSUP_TEST_SHELF'] ?? emptyFolder(), 'initialized')
  if (existsSync(shared)) return shared
  const made = emptyFolder()
  const sandbox = await sandboxOf(made)
  const usual = sandbox.settings()
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0})
  const {code, stderr} = await awsup(made, INIT)
  if (code !== 0) throw new Error(`org init failed:\n${stderr}`)
  sandbox.configure(usual)
  try {
    cpSync(made, `${shared}-${process.pid}`, {recursive: true})
    renameSync(`${shared}-${process.pid}`, shared)
  } catch (error) {
    // Another file was first: its one is as good.
    if (!existsSync(shared)) throw error
  }
  return shared
}

/** The project's own sandbox, opened by the test: to count calls, set faults, or look inside. */
export const sandboxOf = (project: string): Promise<Sandbox> =>
  openSandbox({directory: join(project, '.awsup', 'sandbox', 'data')})

export const read = (project: string, path: string): string => readFileSync(join(project, path), 'utf8')

export const write = (project: string, path: string, text: string): void => writeFileSync(join(project, path), text)
