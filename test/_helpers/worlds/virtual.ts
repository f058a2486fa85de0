import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate} from 'node:timers/promises'
import {onTestFinished, vi} from 'vitest'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import {AwsupError} from '../../../src/lib/base/errors.js'
import type {Event} from '../../../src/lib/base/events.js'
import {
  applyChanges,
  changesOf,
  continueProject,
  hasManifest,
  openSession,
  planChanges,
  proposeProject,
  summarize,
  writeManifest,
} from '../../../src/lib/index.js'
import type {Plan} from '../../../src/lib/engine/plan/plan.js'
import type {Session} from '../../../src/lib/project/session.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'
import type {Settings} from '../../../src/sandbox/settings.js'
import {sandboxOf} from '../cli.js'

/** Memory where there is some: thousands of runs write their records with fsync. */
const SHELF = process.env['AWSUP_TEST_MEMORY'] ?? tmpdir()

/** A new folder for one run, in memory where the machine has such a place. */
export const memoryFolder = (): string => realpathSync(mkdtempSync(join(SHELF, 'awsup-reliability-')))

/**
 * Time that passes only when everybody waits: both sides read it (Date, setTimeout), files and promises go on as ever.
 * Ends with the test.
 */
export async function openVirtualTime(): Promise<void> {
  // Once in real time: loading code is waiting for files too, and nobody can see it.
  const {init, root} = await openVirtualWorld({accountCreationMs: 0, roleDelayMs: 0})
  await init()
  rmSync(root, {recursive: true})
  vi.useFakeTimers({toFake: ['Date', 'setTimeout', 'clearTimeout']})
  let open = true
  const pump = async (): Promise<void> => {
    for (let idle = 0; open; idle = isFileAtWork() ? 0 : idle + 1) {
      await setImmediate()
      if (idle < 3 || vi.getTimerCount() === 0) continue
      vi.advanceTimersToNextTimer()
      idle = 0
    }
  }
  const pumping = pump()
  onTestFinished(async () => {
    open = false
    await pumping
    vi.useRealTimers()
  })
}

/** Whether a file is being read or written: whoever waits for that does not wait for time. */
const isFileAtWork = (): boolean => process.getActiveResourcesInfo().some((name) => /^(FSReq|CloseReq)/.test(name))

/** How a run ended: `error` is what a reader would be told, and absent where all went well. */
export interface End {
  readonly error?: AwsupError
  /** What had to change, when it came that far. */
  readonly changes: number
  /** By the run's own clock. */
  readonly ms: number
}

export interface VirtualWorld {
  readonly root: string
  readonly sandbox: Sandbox
  readonly events: Event[]
  /** All of `org init`, as the command does it. What is no refusal of ours is thrown: a bug. */
  readonly init: (report?: (event: Event) => void) => Promise<End>
  /** Creates that were done, by operation: what must be equal in every run that ends well. */
  readonly made: () => Readonly<Record<string, number>>
  /** The most tries that any one call took since the log was last cleared. */
  readonly mostAttempts: () => number
}

/** What `init` makes, whatever happened on the way. */
export const EXPECTED: Readonly<Record<string, number>> = {
  'organizations:CreateOrganization': 1,
  'organizations:CreateOrganizationalUnit': 1,
  'organizations:CreatePolicy': 2,
  'organizations:CreateAccount': 2,
  'cognito-idp:CreateUserPool': 2,
  'cognito-idp:CreateUserPoolClient': 2,
  'cognito-identity:CreateIdentityPool': 2,
  'iam:CreateRole': 2,
}

const ANSWERS = {project: 'acme', email: 'aws+{env}@acme.dev', environments: ['dev', 'prod'], region: 'us-east-1'}

/** A new project in the sandbox, driven in this process so that time can be virtual. */
export async function openVirtualWorld(settings: Partial<Settings> = {}, root = memoryFolder()): Promise<VirtualWorld> {
  const sandbox = await sandboxOf(root)
  sandbox.configure(settings)
  const events: Event[] = []
  return {
    root,
    sandbox,
    events,
    init: async (report = () => undefined) => {
      const since = Date.now()
      let changes = 0
      try {
        const session = await openInit(root, (event) => {
          events.push(event)
          report(event)
        })
        const plan = await planInit(session)
        changes = changesOf(plan).length
        await summarize(session, await applyChanges(session, plan))
        return {changes, ms: Date.now() - since}
      } catch (error) {
        const explained = explain(error)
        if (!(explained instanceof AwsupError)) throw error
        return {error: explained, changes, ms: Date.now() - since}
      }
    },
    made: () => {
      const done: Record<string, number> = {}
      for (const {service, operation, error, dropped} of sandbox.calls()) {
        if (!operation.startsWith('Create') || error !== undefined || dropped === 'before') continue
        done[`${service}:${operation}`] = (done[`${service}:${operation}`] ?? 0) + 1
      }
      return done
    },
    mostAttempts: () => Math.max(0, ...sandbox.calls().map(({attempt = 1}) => attempt)),
  }
}

async function openInit(root: string, report: (event: Event) => void): Promise<Session> {
  const project = (await hasManifest(root))
    ? await continueProject(root, {}, 'sandbox')
    : await proposeProject(root, ANSWERS, 'sandbox')
  return openSession(project, {report, signal: new AbortController().signal})
}

async function planInit(session: Session): Promise<Plan> {
  const plan = await planChanges(session, {})
  if (!(await hasManifest(session.project.root))) await writeManifest(session.project)
  return plan
}
