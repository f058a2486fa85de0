import {hostname} from 'node:os'
import {ConflictError} from '../../base/errors.js'
import {isObject, type JsonFile} from './json-file.js'
import {findProcess, markOf, type ProcessMark, readMark} from './processes.js'
import type {Found, Holder, Liveness} from '../records.js'

/** A lock as it is written: who holds it, which process that is, and a token that no other lock ever had. */
export interface Held extends Holder {
  readonly token: string
  /** Absent in a lock of an older awsup. */
  readonly process?: ProcessMark | undefined
}

/** Where a lock lies, and who else can reach that place. */
export interface LockPlace {
  /** A path, or a URL. */
  readonly at: string
  /** Whether machines share it: then one host name may stand for two machines. */
  readonly shared: boolean
}

/** The lock that a holder takes. */
export const hold = (holder: Holder, token: string): Held => ({...holder, token, process: markOf(holder.pid)})

export const renderHeld = (held: Held): string => `${JSON.stringify(held, undefined, 2)}\n`

/** The holder as others are told of it. */
export const describeHeld = (held: Held, place: LockPlace): Found => {
  const {who, where, pid, since} = held
  return {who, where, pid, since, alive: livenessOf(held, place), at: place.at}
}

/** What a process left of itself. */
type Trace = Pick<Held, 'where' | 'pid' | 'since' | 'process'>

/** By how much the clock may have been set between two starts, ms: only asked of locks that carry no mark. */
const SLACK_MS = 5 * 60_000

/**
 * Whether the process that took a lock still runs. A process id alone proves nothing: after a restart of the machine, or
 * in the next container of the same name, another process has it. `alive` and `gone` are said only where they are proved.
 */
export function livenessOf(held: Trace, {shared}: Pick<LockPlace, 'shared'>): Liveness {
  if (held.where !== hostname()) return 'unknown'
  const [theirs, ours] = [held.process, markOf(process.pid)]
  if (theirs?.boot === undefined || ours.boot === undefined) return shared ? 'unknown' : withoutBoot(held)
  // The records are on this machine, so a lock of its name from before it was started is of nobody any more.
  if (theirs.boot !== ours.boot) return shared ? 'unknown' : 'gone'
  // Processes of another container can't be seen from here. But ours can't be theirs, so it was restarted.
  if (theirs.namespace !== ours.namespace) return !shared && held.pid === process.pid ? 'gone' : 'unknown'
  return byStart(held, theirs.started)
}

function byStart({pid}: Trace, started: string | undefined): Liveness {
  const now = findProcess(pid)
  if (!now) return 'gone'
  if (started === undefined || now.started === undefined) return 'unknown'
  return now.started === started ? 'alive' : 'gone'
}

/** Where the system has no id for a start of the machine, or an older awsup wrote the lock. */
function withoutBoot(held: Trace): Liveness {
  if (held.process?.started !== undefined) return byStart(held, held.process.started)
  const now = findProcess(held.pid)
  if (!now) return 'gone'
  const since = Date.parse(held.since)
  if (held.pid === process.pid) return since < Date.now() - process.uptime() * 1_000 ? 'gone' : 'unknown'
  if (now.startedAt === undefined || Number.isNaN(since)) return 'unknown'
  return now.startedAt > since + SLACK_MS ? 'gone' : 'alive'
}

/** Whether two holders are the same run. */
export const isSame = (a: Holder, b: Holder): boolean =>
  a.who === b.who && a.where === b.where && a.pid === b.pid && a.since === b.since

/** What a lock says. Throws ConflictError when it is none. */
export function requireHeld({value, shown}: JsonFile): Held {
  if (isObject(value)) {
    const {who, where, pid, since, token} = value
    const texts = [who, where, since, token].every((text) => typeof text === 'string')
    if (texts && typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && pid < 2 ** 31) {
      return {
        who: String(who),
        where: String(where),
        pid,
        since: String(since),
        token: encodeURIComponent(String(token)),
        process: isObject(value['process']) ? readMark(value['process']) : undefined,
      }
    }
  }
  throw new ConflictError(`${shown} is not a lock of awsup`, {
    code: 'LOCKED',
    hint: `Delete ${shown} once you are sure that no awsup is at work here.`,
    details: {path: shown},
  })
}

/** What is to be done about a lock that somebody else holds; the same words wherever it stands in the way. */
export function adviceFor({who, where, pid, alive}: Pick<Found, 'who' | 'where' | 'pid' | 'alive'>): string {
  switch (alive) {
    case 'alive':
      return `Wait until process ${pid} is done, or end it (Ctrl-C where it runs, or: kill ${pid}), and run this again.`
    case 'gone':
      return 'Nothing: the next run takes the lock over.'
    case 'unknown':
      return `Ask ${who}@${where} whether that run is still at work. If it is not, break its lock and run this again: awsup unlock --confirm ${who}@${where}`
  }
}

/** The refusal for who comes second. */
export function locked(held: Held, place: LockPlace): ConflictError {
  const {who, where, pid, since, alive, at: path} = describeHeld(held, place)
  return new ConflictError(`locked by ${who} on ${where} since ${since} (process ${pid})`, {
    code: 'LOCKED',
    hint: adviceFor({who, where, pid, alive}),
    details: {path, who, where, pid, since, alive},
  })
}

/** The refusal for who would break a lock that is another's by now. */
export const changed = (path: string): ConflictError =>
  new ConflictError('somebody else holds the lock now', {
    code: 'LOCK_CHANGED',
    hint: 'See who it is: awsup status',
    details: {path},
  })

/** The refusal for a run whose lock was broken while it was stopped: `held` is the lock that exists now, if any. */
export const lockBroken = (held: Held | undefined, {at: path}: LockPlace): ConflictError =>
  new ConflictError(
    `the lock of this run was broken${held ? ` by ${held.who} on ${held.where} (process ${held.pid})` : ' by awsup unlock'}; nothing more was written`,
    {
      code: 'LOCK_BROKEN',
      hint: 'Another run may have finished the work meanwhile. See what is on record with awsup status, then run the same command again: it continues.',
      details: {path, ...(held ? {who: held.who, where: held.where, pid: held.pid, since: held.since} : {})},
    },
  )
