import {execFileSync} from 'node:child_process'
import {readFileSync, readlinkSync} from 'node:fs'
import {isCode} from './durable.js'

/** What tells a process from a later one with the same id, and from one of another machine or container. */
export interface ProcessMark {
  /** Random id of this start of the machine. Linux only: proc(5), /proc/sys/kernel/random/boot_id. */
  readonly boot?: string
  /** Where process ids are counted, e.g. `pid:[4026531836]`: a container counts from 1 again. Linux only. */
  readonly namespace?: string
  /** When it started, in the system's own words; only compared with what the same system says later. */
  readonly started?: string
}

/** A process as the system shows it now. */
interface Running {
  readonly started: string | undefined
  /** The same as a time, ms since 1970; absent where the system does not say. */
  readonly startedAt: number | undefined
}

/** The mark of a process of this machine. */
export const markOf = (pid: number): ProcessMark =>
  readMark({
    boot: read('/proc/sys/kernel/random/boot_id')?.trim(),
    namespace: readLink('/proc/self/ns/pid'),
    started: findProcess(pid)?.started,
  })

/** What of a mark is known: a field that is no text is left out. */
export const readMark = (fields: Readonly<Record<string, unknown>>): ProcessMark =>
  Object.fromEntries(
    ['boot', 'namespace', 'started'].flatMap((name) =>
      typeof fields[name] === 'string' ? [[name, fields[name]]] : [],
    ),
  )

/** The process with this id; `undefined` where there is none, or only what is left of one that ended (a zombie). */
export function findProcess(pid: number): Running | undefined {
  const fields = fieldsOf(pid)
  if (fields) {
    // proc(5), /proc/pid/stat: field 3 is the state, field 22 the start in ticks since boot; user space sees 100 a second.
    const [state, started] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X' || state === undefined) return undefined
    const boot = /^btime (\d+)$/m.exec(read('/proc/stat') ?? '')?.[1]
    const startedAt = boot === undefined ? undefined : Number(boot) * 1_000 + Number(started) * 10
    return {started, startedAt}
  }
  if (!exists(pid)) return undefined
  const started = startByPs(pid)
  const startedAt = started === undefined ? NaN : Date.parse(`${started} UTC`)
  return {started, startedAt: Number.isNaN(startedAt) ? undefined : startedAt}
}

/** The fields after the name, which may itself hold blanks and brackets. */
function fieldsOf(pid: number): readonly string[] | undefined {
  const text = read(`/proc/${pid}/stat`)
  return text === undefined ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}

/** Where there is no /proc: `ps` as POSIX systems have it. A second is as exact as it gets. */
function startByPs(pid: number): string | undefined {
  if (process.platform === 'win32' || process.platform === 'linux') return undefined
  try {
    const env = {PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC'}
    const said = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {env, encoding: 'utf8', timeout: 5_000})
    return said.trim() === '' ? undefined : said.trim()
  } catch {
    // Without an answer nothing is known about the process, and nothing is claimed.
    return undefined
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // What does not exist, or not for us to see, says nothing. A process may also end while it is read.
    if (isCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR')) return undefined
    throw error
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (isCode(error, 'ENOENT', 'EACCES', 'EPERM', 'EINVAL', 'ENOTDIR')) return undefined
    throw error
  }
}
