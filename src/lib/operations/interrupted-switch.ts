import {loadJournal} from '../outputs/switch-journal.js'
import type {Project} from '../project.js'

/** A switch that did not end: it was killed, or is at work in another process. */
export interface InterruptedSwitch {
  /** For people: what that means, and what finishes it. */
  readonly message: string
  /** What was asked, which finishes it too. */
  readonly command: string
}

/** What to say of a switch that did not end; `undefined` where there is none. Throws ConflictError on a damaged journal. */
export function findInterruptedSwitch({root}: Pick<Project, 'root'>): InterruptedSwitch | undefined {
  const journal = loadJournal(root)
  if (!journal) return undefined
  const {command = 'awsup env switch <name>'} = journal
  return {
    command,
    message: `a switch was interrupted, or is under way: files may be of two environments. ${command} finishes it.`,
  }
}
