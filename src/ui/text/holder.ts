import type {LockHolder} from '../../lib/index.js'
import type {Ink} from './ink.js'
import {renderSafe} from './safe.js'

const STATE: Readonly<Record<LockHolder['alive'], string>> = {
  alive: 'it is at work',
  gone: 'that process is gone, so the next run takes the lock over',
  unknown: 'whether that run still works cannot be seen from here; if it does not, awsup unlock breaks the lock',
}

/** Who holds the lock, since when, and whether that one is alive. */
export const renderHolder = ({who, where, pid, since, alive}: LockHolder, ink: Ink): string =>
  `${ink.bold('locked')} by ${renderSafe(`${who}@${where}`)} (process ${pid}) since ${renderSafe(since)}: ${STATE[alive]}`
