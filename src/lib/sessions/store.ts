import {lstatSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {ConflictError, UsageError} from '../base/errors.js'
import {MACHINE_KEY} from '../records/journal/machine-key.js'
import {openFolder} from './folder.js'
import {type Keeper, type Keeping, type Keys, openKeys} from './keys.js'
import {nameOf, projectMark, type SessionKey} from './key.js'
import {readPrivate, removeQuietly, writePrivate} from './private-file.js'
import {expiresOf, seal, unseal} from './seal.js'
import {readEntry, renderEntry, isShortLived, type ActingAs, type Entry, type Session} from './entry.js'

/** A session without its secrets. */
export interface SessionFacts {
  readonly kind: SessionKey['kind']
  readonly root: string
  /** Absent for a session of a person's own. */
  readonly environment?: string
  /** Whom it was given to, and as what. */
  readonly as: ActingAs
  readonly accountId: string
  /** ISO 8601. */
  readonly expiration: string
  readonly keptBy: Keeper
}

export interface Forgotten {
  readonly sessions: readonly SessionFacts[]
  /** Files that held a session that nothing here can read any more. */
  readonly unreadable: number
  /** Who kept the key that was deleted. */
  readonly keys: readonly Keeper[]
}

/** Short-lived credentials that are kept between runs. It never fails a run: what cannot be kept is made again. */
export interface Sessions {
  /** What was put under the same key, if more than `leastLeftMs` is left of it. */
  get(key: SessionKey, leastLeftMs?: number): Promise<Session | undefined>
  /**
   * Answers whether it is kept. Throws TypeError unless it is a session: a source key is never kept.
   */
  put(key: SessionKey, session: Session): Promise<boolean>
  /** What is kept under the key, else `make` makes it: once, however many processes ask at the same time. */
  of(key: SessionKey, make: () => Promise<Made>, options: Waiting): Promise<Session>
  /** All of one project, or everything with the key that sealed it. Throws ConflictError where a file cannot be deleted. */
  forget(which: {readonly root: string} | 'all'): Promise<Forgotten>
  list(): Promise<readonly SessionFacts[]>
}

/** A session that was made; `keep` is false where it is the caller's own, and not made for this. */
export type Made = Session & {readonly keep?: boolean}

interface Waiting {
  readonly signal: AbortSignal
  /** Asked before what was made is kept: whether the key is still that of what it was made from. */
  readonly isCurrent: () => boolean
  readonly leastLeftMs?: number | undefined
}

export interface OpenOptions {
  /** A folder that may be somebody else's checkout, where nothing is kept. */
  readonly root: string
  readonly env?: NodeJS.ProcessEnv | undefined
}

/**
 * boto3 asks for new credentials when less than 15 minutes are left, and would start awsup for every call then (botocore,
 * credentials.py, `_advisory_refresh_timeout`).
 */
export const LEAST_LEFT_MS = 15 * 60_000
/** No run takes so long to make a session, ms. */
const LEFT_MS = 60 * 60_000
const KEEPERS: readonly Keeper[] = ['file', 'keychain']
const FILE = /^([0-9a-f]{16}-[0-9a-f]{64})\.(file|keychain)$/

/**
 * `undefined` where there is no folder that is this user's alone, or AWSUP_KEYCHAIN is `off`. Throws UsageError where that
 * is something else.
 */
export function openSessions({root, env = process.env}: OpenOptions): Sessions | undefined {
  const keeping = keepingOf(env['AWSUP_KEYCHAIN'])
  const folder = keeping === 'off' ? undefined : openFolder(root, env)
  return folder === undefined || keeping === 'off' ? undefined : openStore(folder, openKeys(folder, keeping))
}

function keepingOf(setting: string | undefined): Keeping {
  if (setting === undefined || setting === '') return 'auto'
  if (setting === 'file' || setting === 'off') return setting
  throw new UsageError(`AWSUP_KEYCHAIN is ${JSON.stringify(setting)}, which is no place for a key`, {
    hint: 'Set it to file (a key file instead of the system keychain) or off (no session is kept), or unset it.',
  })
}

function openStore(folder: string, keys: Keys): Sessions {
  const pathOf = (name: string, keeper: Keeper): string => join(folder, `${name}.${keeper}`)

  /** `undefined` where there is none; what is there and no good is removed. */
  const load = async (name: string, keeper: Keeper): Promise<Entry | 'unreadable' | undefined> => {
    const path = pathOf(name, keeper)
    const bytes = readPrivate(path)
    if (bytes === undefined) return undefined
    const expires = bytes === 'unfit' ? undefined : expiresOf(bytes)
    if (bytes === 'unfit' || expires === undefined || expires <= Date.now()) {
      removeQuietly(path)
      return undefined
    }
    const key = await keys.load(keeper)
    // A keychain that is locked now may be open later.
    if (key === undefined) return 'unreadable'
    const text = unseal(bytes, {key, name})
    const entry = text === undefined ? undefined : readEntry(text)
    if (entry !== undefined && nameOf(entry.key) === name && isLeft(entry.session, 0)) return entry
    removeQuietly(path)
    return undefined
  }

  const get = async (key: SessionKey, leastLeftMs = LEAST_LEFT_MS): Promise<Session | undefined> => {
    const name = nameOf(key)
    for (const keeper of KEEPERS) {
      const entry = await load(name, keeper)
      if (entry !== undefined && entry !== 'unreadable' && isLeft(entry.session, leastLeftMs)) return entry.session
    }
    return undefined
  }

  const put = async (key: SessionKey, session: Session): Promise<boolean> => {
    if (!isShortLived(session.credentials)) throw new TypeError('only credentials that end by themselves are kept')
    const name = nameOf(key)
    const kept = await keys.require()
    if (kept === undefined) return false
    const expires = session.credentials.expiration.getTime()
    try {
      const sealed = seal({text: renderEntry({key, session}), expires}, {key: kept.key, name})
      writePrivate(pathOf(name, kept.keeper), sealed)
    } catch {
      // A full disk, a folder that may not be written to.
      return false
    }
    for (const other of KEEPERS) if (other !== kept.keeper) removeQuietly(pathOf(name, other))
    clear()
    return true
  }

  const names = (): readonly (readonly [name: string, keeper: Keeper])[] =>
    readdirSync(folder).flatMap((file) => {
      const [, name, keeper] = FILE.exec(file) ?? []
      return name === undefined ? [] : [[name, keeper as Keeper] as const]
    })

  /** What is over, and what a run that was killed left half-way. */
  const clear = (): void => {
    for (const file of readdirSync(folder).filter((name) => /\.(tmp|lock|failed)$/.test(name))) {
      const made = statSync(join(folder, file), {throwIfNoEntry: false})?.mtimeMs ?? Date.now()
      if (Date.now() - made > LEFT_MS) removeQuietly(join(folder, file))
    }
    for (const [name, keeper] of names()) {
      const bytes = readPrivate(pathOf(name, keeper))
      const expires = Buffer.isBuffer(bytes) ? expiresOf(bytes) : undefined
      if (expires === undefined || expires <= Date.now()) removeQuietly(pathOf(name, keeper))
    }
  }

  const all = async (mark = '') => {
    const found: (readonly [name: string, keeper: Keeper, entry: Entry | 'unreadable'])[] = []
    for (const [name, keeper] of names().filter(([name]) => name.startsWith(mark))) {
      const entry = await load(name, keeper)
      if (entry !== undefined) found.push([name, keeper, entry])
    }
    return found
  }

  return {
    get,
    put,
    of: async (key, make, {signal, isCurrent, leastLeftMs}) => {
      const look = (): Promise<Session | undefined> => get(key, leastLeftMs)
      const work = async (): Promise<Session> => {
        const {keep = true, ...made} = await make()
        if (keep && isShortLived(made.credentials) && isCurrent()) await put(key, made)
        return made
      }
      const found = await look()
      if (found) return found
      // Most runs find one, and need no lock.
      const {single} = await import('./single.js')
      return single({folder: join(folder, `${nameOf(key)}.lock`), signal, look, work})
    },
    forget: async (which) => {
      const found = await all(which === 'all' ? '' : projectMark(which.root))
      for (const [name, keeper] of found) requireRemoved(pathOf(name, keeper))
      if (which === 'all')
        for (const file of readdirSync(folder)) if (file !== MACHINE_KEY) removeQuietly(join(folder, file))
      return {
        sessions: found.flatMap(([, keeper, entry]) => (entry === 'unreadable' ? [] : [factsOf(entry, keeper)])),
        unreadable: found.filter(([, , entry]) => entry === 'unreadable').length,
        keys: which === 'all' ? await keys.forget() : [],
      }
    },
    list: async () =>
      (await all()).flatMap(([, keeper, entry]) => (entry === 'unreadable' ? [] : [factsOf(entry, keeper)])),
  }
}

function requireRemoved(path: string): void {
  if (removeQuietly(path) || lstatSync(path, {throwIfNoEntry: false}) === undefined) return
  throw new ConflictError(`${path} cannot be deleted`, {
    code: 'NOT_WRITABLE',
    hint: 'It holds a session. Make its folder writable and run the same command again.',
    details: {path},
  })
}

const isLeft = ({credentials}: Session, ms: number): boolean => credentials.expiration.getTime() - Date.now() > ms

function factsOf({key, session}: Entry, keptBy: Keeper): SessionFacts {
  const place = key.kind === 'role' ? {environment: key.environment} : {}
  return {
    ...{kind: key.kind, root: key.root, ...place, as: session.as, accountId: session.accountId},
    ...{expiration: session.credentials.expiration.toISOString(), keptBy},
  }
}
