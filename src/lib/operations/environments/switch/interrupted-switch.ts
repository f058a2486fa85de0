import {findJournal} from '../../../outputs/switch/recover.js'
import type {Replacement} from '../../../outputs/switch/journal.js'
import {outputPaths, type Project} from '../../../project/project.js'

/** A switch that did not end: it was killed, or is at work in another process. */
export interface InterruptedSwitch {
  /** For people: what that means, and what finishes it. */
  readonly message: string
  /** What finishes it. */
  readonly command: string
  /** What was asked, where that is known: it finishes it too. */
  readonly asked: string | undefined
  readonly pid: number
  readonly files: readonly Replacement[]
}

/**
 * What to say of a switch that did not end; `undefined` where there is none. Throws ConflictError on a damaged journal.
 */
export function findInterruptedSwitch(project: Pick<Project, 'root' | 'manifest'>): InterruptedSwitch | undefined {
  const found = findJournal({root: project.root, named: outputPaths(project)})
  if (!found || 'foreign' in found) return undefined
  const {command: asked, pid, files} = found.journal
  const command = asked ?? 'awsup env switch <name>'
  return {
    ...{command, asked, pid, files},
    message: `a switch was interrupted, or is under way: files may be of two environments. ${command} finishes it.`,
  }
}
