import {realpathSync} from 'node:fs'
import {makeSealer, type Sealer} from '../../records/journal/seal.js'
import {look, type Seen} from './place.js'
import {planReplacement, prepare, removeLeftovers, type Change} from './prepare.js'
import {explained, finishOrUndo} from './replace.js'
import {closeJournal, openJournal, turnJournal, type SwitchJournal} from './journal.js'

/** What became of a file; `changed` is false for one that was right already and was not touched. */
export interface WrittenOutput {
  readonly path: string
  readonly changed: boolean
}

/** A file of a switch. */
export interface SwitchFile {
  /** Relative to the project. */
  readonly path: string
  /** `undefined`: it is to go. */
  readonly content: Buffer | undefined
  /** Permissions of a new one. */
  readonly mode?: number | undefined
  /** An output of an earlier switch that awsup.yaml no longer names. */
  readonly left?: true
  /** The file as it was when its content was worked out; it is looked at again where absent. */
  readonly seen?: Seen
}

interface WriteOptions {
  /** What was asked, which finishes it too. */
  readonly command?: string
  readonly sealer?: Sealer
}

/**
 * Writes all files or none, each at once, so that whoever reads one sees it old or new and whole. Files that are right
 * already are not touched. Permissions stay. Interrupted half-way, the next `recoverSwitch` finishes it; until then the
 * journal names the `command` that does. Throws ConflictError where a path leads out of the project or cannot be
 * written; everything is then as it was.
 */
export function writeOutputs(
  root: string,
  files: readonly SwitchFile[],
  {command, sealer = makeSealer(root)}: WriteOptions = {},
): readonly WrittenOutput[] {
  const realRoot = realpathSync(root)
  const compared = files.map((file) => {
    const seen = file.seen ?? look(realRoot, file.path)
    return {...file, place: seen.place, changed: differs(seen, file.content)}
  })
  const changed = compared.filter((file) => file.changed)
  if (changed.length > 0) replaceAll(realRoot, changed, {command, sealer})
  return compared.map((file) => ({path: file.place.path, changed: file.changed}))
}

const differs = ({before}: Seen, content: Buffer | undefined): boolean =>
  content === undefined || before === undefined ? before !== content : !before.equals(content)

function replaceAll(
  root: string,
  changes: readonly Change[],
  {command, sealer}: {readonly command: string | undefined; readonly sealer: Sealer},
): void {
  const planned = changes.map((change) => ({change, replacement: planReplacement(root, change)}))
  const files = planned.map(({replacement}) => replacement)
  const journal: SwitchJournal = {version: 1, root, direction: 'prepare', pid: process.pid, command, files}
  const unchanged = 'Nothing was switched: every file is as it was'
  try {
    openJournal(root, journal, sealer)
  } catch (error) {
    throw explained(error, unchanged)
  }
  try {
    for (const {change, replacement} of planned) prepare(root, change, replacement)
    turnJournal(root, {...journal, direction: 'finish'}, sealer)
  } catch (error) {
    removeLeftovers(root, files)
    closeJournal(root)
    throw explained(error, unchanged)
  }
  finishOrUndo(root, journal, sealer)
}
