import path from 'node:path'
import {bootstrap, requireCredentials, type SandboxCredentials} from './bootstrap.js'
import {makeMemoryCallLog, openFileCallLog, summarize, type CallRecord, type CallSummary} from './core/calls.js'
import {sandboxTime, type Clock} from './clock.js'
import {dispatch, type Answer} from './core/dispatch.js'
import type {DeferredService, Service} from './core/service.js'
import {loadServices} from './core/services.js'
import {NO_FUNCTIONS, type Functions} from './functions/functions.js'
import type {Lag, Settings} from './settings.js'
import {answerConsent, isConsent} from './sign-in/identity-center.js'
import {answerSite, type SiteRequest} from './services/amplify/site/site.js'
import {answerUpload, isUpload} from './services/amplify/uploads.js'
import {answerSignIn, isSignIn} from './sign-in/sign-in.js'
import {openFileStore} from './store/file.js'
import {openMemoryStore} from './store/memory.js'
import type {Transaction} from './store/transaction.js'
import {readSettings, writeSettings} from './stored-settings.js'
import {openViolationLog} from './check/violation-log.js'
import type {SandboxReply, SandboxRequest} from './wire/http.js'

/** An AWS of one's own. Several processes may open the same folder at once. */
export interface Sandbox {
  /** Answers one HTTP request, or `'drop'` when the connection is to be lost. */
  handle(request: SandboxRequest): Promise<Answer>
  /** A page of a site that is hosted here. */
  site(request: SiteRequest): SandboxReply
  /** Keys of the account that every sandbox begins with. */
  credentials(as: 'admin' | 'root'): SandboxCredentials
  settings(): Settings
  configure(changes: Partial<Settings>): void
  /** Every call so far, of all processes. */
  calls(): CallRecord[]
  callSummary(): CallSummary
  resetCalls(): void
  /** Forgets everything, settings too, and begins again with another account and other keys. */
  reset(): void
  /** A look inside, for tests; `work` may be run more than once. */
  world<T>(work: (tx: Transaction) => T): T
}

interface OpenSandbox {
  /** Where it remembers; in memory when absent. */
  readonly directory?: string | undefined
  /** Milliseconds since 1970; the system's when absent. */
  readonly clock?: Clock | undefined
  readonly settings?: Partial<Settings> | undefined
  /** How late what was made shows to this process alone; as the settings say when absent. */
  readonly lagMs?: Lag | undefined
  /** What `lambda:Invoke` and the triggers of user pools run; nothing when absent. */
  readonly functions?: Functions | undefined
  /** All of them when absent. */
  readonly services?: readonly (Service | DeferredService)[] | undefined
}

/**
 * Opens a sandbox, and makes it when it is new.
 *
 * @throws DamagedFileError when its files are not what they should be.
 */
export async function openSandbox({
  directory,
  clock = Date.now,
  settings,
  lagMs,
  services,
  functions = NO_FUNCTIONS,
}: OpenSandbox = {}): Promise<Sandbox> {
  const store = directory === undefined ? openMemoryStore() : openFileStore(directory)
  const calls = directory === undefined ? makeMemoryCallLog() : openFileCallLog(path.join(directory, 'calls.log'))
  const world = {
    store,
    calls,
    clock,
    violations: openViolationLog(),
    lagMs,
    functions,
    services: services ?? (await loadServices()),
  }
  const begin = (tx: Transaction): void => bootstrap(tx, sandboxTime(clock, readSettings(tx)))
  store.transact((tx) => {
    if (settings !== undefined) writeSettings(tx, settings)
    begin(tx)
  })
  const findPages = (request: SandboxRequest) =>
    isSignIn(request) ? answerSignIn : isConsent(request) ? answerConsent : isUpload(request) ? answerUpload : undefined
  const handle = (request: SandboxRequest): Promise<Answer> => {
    const answer = findPages(request)
    if (answer === undefined) return dispatch(world, request)
    return Promise.resolve(store.transact((tx) => answer(tx, request, sandboxTime(clock, readSettings(tx)))))
  }
  return {
    handle,
    site: (request) => store.transact((tx) => answerSite(tx, request, sandboxTime(clock, readSettings(tx)))),
    credentials: (as) => store.transact((tx) => requireCredentials(tx, as)),
    settings: () => store.transact(readSettings),
    configure: (changes) => store.transact((tx) => writeSettings(tx, changes)),
    calls: () => calls.read(),
    callSummary: () => summarize(calls.read()),
    resetCalls: () => calls.clear(),
    reset: () => {
      store.transact((tx) => {
        for (const [key] of tx.entries('')) tx.delete(key)
        begin(tx)
      })
      store.clearBytes()
      calls.clear()
    },
    world: (work) => store.transact(work),
  }
}
