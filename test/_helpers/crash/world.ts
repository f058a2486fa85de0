import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {BINARY, emptyFolder, surroundings} from '../cli.js'

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'preload.mjs')).href

/**
 * Where a run is killed. Of the nth call: `before` it is sent, once it was `executed` (the reply is lost with the
 * process), or once it was `replied` (before anything is on record). Or before the nth `write` that others would see;
 * or the nth `touch` of a file at all.
 */
export interface Crash {
  readonly kind: 'before' | 'executed' | 'replied' | 'write' | 'touch'
  /** From 1. */
  readonly at: number
}

/** How much a run sends and writes. */
export interface Counts {
  readonly call: number
  readonly write: number
  readonly touch: number
}

/** How a run ended: by itself with a code, or killed. */
interface Ended {
  readonly code: number | null
  readonly killed: boolean
  readonly output: string
}

/** A project whose AWS is a sandbox on a port, as a user who calls AWS would have it. */
export interface CrashWorld {
  readonly project: string
  /** The home folder of the person who runs it; no snapshot holds it. */
  readonly home: string
  readonly sandbox: Sandbox
  run(args: readonly string[], crash?: Crash): Promise<Ended>
  /** Runs to the end, which must be a good one, and counts. */
  count(args: readonly string[]): Promise<Counts>
  close(): Promise<void>
}

/** A world as it was at a moment: what the sandbox holds, and a copy of the project. */
export interface Snapshot {
  readonly entries: readonly (readonly [key: string, value: unknown])[]
  readonly folder: string
}

/** Keeps a world, so that many can begin from it. */
export function takeSnapshot({sandbox, project}: CrashWorld): Snapshot {
  const folder = emptyFolder()
  cpSync(project, folder, {recursive: true})
  return {folder, entries: sandbox.world((tx) => tx.entries(''))}
}

interface Around {
  /** Sent to every run on stdin. */
  readonly input?: string
  /** More of a run's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Opens it, empty (no organization, no awsup.yaml), or as it was. */
export async function openCrashWorld(from?: Snapshot, {input = '', env: more}: Around = {}): Promise<CrashWorld> {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0, deploymentMs: 0}})
  if (from) {
    sandbox.world((tx) => {
      for (const [key] of tx.entries('')) tx.delete(key)
      for (const [key, value] of from.entries) tx.put(key, value)
    })
  }
  const server = await serve(sandbox, {port: 0})
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const project = emptyFolder()
  if (from) cpSync(from.folder, project, {recursive: true})
  const home = mkdtempSync(join(tmpdir(), 'awsup-test-home-'))
  const env = {
    ...surroundings(home),
    XDG_DATA_HOME: '',
    NODE_OPTIONS: `--import=${PRELOAD}`,
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  }
  const start = async (args: readonly string[], extra: Readonly<Record<string, string>>): Promise<Ended> => {
    const child = spawn(process.execPath, [BINARY, ...args], {
      cwd: project,
      env: {...env, ...extra},
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    // Whoever is killed reads nothing more.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    const parts: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    return {code, killed: signal === 'SIGKILL', output: Buffer.concat(parts).toString('utf8')}
  }
  return {
    project,
    home,
    sandbox,
    run: (args, crash) => start(args, crash ? {AWSUP_TEST_CRASH: `${crash.kind}:${crash.at}`} : {}),
    count: async (args) => {
      const file = join(home, 'counts.json')
      const {code, output} = await start(args, {AWSUP_TEST_COUNTS: file})
      if (code !== 0) throw new Error(`awsup ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${output}`)
      return JSON.parse(readFileSync(file, 'utf8')) as Counts
    },
    close: async () => {
      await server.close()
      for (const folder of [project, home]) rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** The main job: an organization, dev and prod. */
export const INIT_AWS: readonly string[] = [
  ...['org', 'init', '--project', 'acme'],
  ...['--email', 'aws+{env}@acme.dev', '--region', 'us-east-1', '--yes'],
]

/** What the main job leaves behind, with `change` made to it. */
export async function afterInit(change?: (world: CrashWorld) => Promise<void> | void): Promise<Snapshot> {
  const world = await openCrashWorld()
  try {
    await world.count(INIT_AWS)
    await change?.(world)
    return takeSnapshot(world)
  } finally {
    await world.close()
  }
}
