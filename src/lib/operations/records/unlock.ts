import {ConflictError} from '../../base/errors.js'
import type {Project} from '../../project/project.js'
import {adviceFor} from '../../records/files/held.js'
import type {Found, Holder} from '../../records/records.js'
import type {SessionOptions} from '../../project/session.js'
import {withRecords} from './with-records.js'

/** Who holds the lock, and whether that process is at work: `unknown` where that can't be proved from here. */
export type LockHolder = Found

/** What `unlock` did. */
export interface Unlocked {
  /** Whose lock was broken; null where nobody held it. */
  readonly broken: LockHolder | null
}

/** Who holds the lock and may lose it. Throws ConflictError `HOLDER_ALIVE` when it is at work on this machine. */
export async function findBreakable(project: Project, options: SessionOptions): Promise<LockHolder | undefined> {
  const holder = await withRecords(project, options, (records) => records.holder())
  if (holder?.alive !== 'alive') return holder
  const {who, where, pid, since, at} = holder
  throw new ConflictError(`process ${pid} of ${who} on this machine has held the lock since ${since} and is at work`, {
    code: 'HOLDER_ALIVE',
    hint: adviceFor(holder),
    details: {who, where, pid, since, path: at},
  })
}

/** Takes the lock from this holder. Throws ConflictError when somebody else holds it by now. */
export const breakLock = (
  project: Project,
  options: SessionOptions,
  {who, where, pid, since}: LockHolder,
): Promise<void> => withRecords(project, options, (records) => records.breakLock({who, where, pid, since}))

/** As it is typed to break the lock: `ana@laptop`. */
export const nameOf = ({who, where}: Holder): string => `${who}@${where}`
