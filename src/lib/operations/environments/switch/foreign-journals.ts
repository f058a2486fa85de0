import {relative, sep} from 'node:path'
import {findJournal} from '../../../outputs/switch/recover.js'
import {isForeignUndo} from '../../../outputs/switch/undo.js'
import {SWITCH_FILE} from '../../../outputs/switch/journal.js'
import {UNDO_FILE} from '../../../outputs/switch/place.js'
import {outputPaths, recordsFolder, type Project} from '../../../project/project.js'
import {findForeign} from '../../../records/foreign.js'
import {makeSealer} from '../../../records/journal/seal.js'

/** Journals that are ignored, because this machine did not write them, and what to do about it. */
export interface ForeignJournals {
  /** Below the project. */
  readonly files: readonly string[]
  readonly problem: string
  readonly fix: string
}

/** `undefined` where every journal is this machine's. Throws ConflictError where the journal of a switch is damaged. */
export function findForeignJournals(project: Project): ForeignJournals | undefined {
  const {root} = project
  const sealer = makeSealer(root)
  const journal = findJournal({root, named: outputPaths(project), sealer})
  const files = [
    ...(journal && 'foreign' in journal ? [SWITCH_FILE] : []),
    ...(isForeignUndo(root, sealer) ? [UNDO_FILE] : []),
    ...findForeign(recordsFolder(project), sealer).map((path) => relative(root, path).split(sep).join('/')),
  ]
  if (files.length === 0) return undefined
  return {
    files,
    problem: 'was not written by awsup on this machine for this folder, and is ignored',
    fix: `Delete it. If git tracks it, it came with the checkout: git rm -r --cached ${foldersOf(files).join(' ')}`,
  }
}

/** In one line, for people. */
export const describeForeign = ({files, problem, fix}: ForeignJournals): string =>
  `${files.slice(0, 3).join(', ')}${files.length > 3 ? ` (and ${files.length - 3} more)` : ''} ${problem}. ${fix}`

const foldersOf = (files: readonly string[]): readonly string[] => [
  ...new Set(files.map((file) => file.replace(/\/(?:failed\/)?[^/]*$/, ''))),
]
