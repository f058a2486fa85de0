import {realpathSync} from 'node:fs'
import {relative, sep} from 'node:path'
import {AwsupError} from '../../base/errors.js'
import {CURRENT_FILE, requireSwitchFolders} from '../../records/current.js'
import {isCode} from '../../records/files/durable.js'
import {makeSealer, type Sealer} from '../../records/journal/seal.js'
import {locate, UNDO_FILE} from './place.js'
import {removeLeftovers} from './prepare.js'
import {finishOrUndo, undo} from './replace.js'
import {closeJournal, readJournal, removeForeign, underWay, type FoundJournal} from './journal.js'

/** What an interrupted switch was led to: `finished` (every file new), `undone` (every file old), or there was none. */
export type Recovered = 'nothing' | 'finished' | 'undone'

interface RecoverInput {
  readonly root: string
  /** Paths of the outputs that awsup.yaml names: no other file is touched. */
  readonly named: readonly string[]
  readonly sealer?: Sealer
}

/**
 * Ends a switch that was interrupted, before anything else is written. A journal that is not to be followed goes, and
 * nothing else with it. Throws ConflictError when the journal is damaged, or when the switch is still under way in
 * another process.
 */
export function recoverSwitch({root, named, sealer = makeSealer(root)}: RecoverInput): Recovered {
  const realRoot = realpathSync(root)
  const found = findJournal({root, named, sealer})
  if (!found) return 'nothing'
  requireSwitchFolders(realRoot)
  if ('foreign' in found) {
    // Where no seal lasts, it may be of a run that is at work.
    if (!sealer.lasts() && found.pid !== undefined && isAlive(found.pid)) throw underWay(found.pid)
    removeForeign(realRoot, found.foreign)
    return 'nothing'
  }
  const {journal} = found
  if (journal.pid !== process.pid && isAlive(journal.pid)) throw underWay(journal.pid)
  if (journal.direction === 'finish') {
    finishOrUndo(realRoot, journal, sealer)
    return 'finished'
  }
  if (journal.direction === 'undo') undo(realRoot, journal)
  else {
    removeLeftovers(realRoot, journal.files)
    closeJournal(realRoot)
  }
  return 'undone'
}

/**
 * The journal of a switch that did not end. It is followed only where this machine wrote it, for this project, about
 * outputs that awsup.yaml still names (and awsup's own two files), none of which leads elsewhere by now. Else it is
 * `foreign`. Throws ConflictError when it is damaged.
 */
export function findJournal({root, named, sealer = makeSealer(root)}: RecoverInput): FoundJournal | undefined {
  const realRoot = realpathSync(root)
  const found = readJournal(realRoot, sealer)
  if (!found || 'foreign' in found) return found
  const known = new Set([CURRENT_FILE, UNDO_FILE, ...named.flatMap((path) => realBelow(realRoot, path) ?? [])])
  const isFollowed = found.journal.files.every(
    ({target, left}) => (left === true || known.has(target)) && realBelow(realRoot, target) === target,
  )
  return isFollowed ? found : {foreign: found.text, pid: found.journal.pid}
}

/** Where a path leads, below the project; `undefined` where awsup may not write. */
function realBelow(realRoot: string, path: string): string | undefined {
  try {
    return relative(realRoot, locate(realRoot, path).real).split(sep).join('/')
  } catch (error) {
    if (error instanceof AwsupError) return undefined
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isCode(error, 'ESRCH')
  }
}
