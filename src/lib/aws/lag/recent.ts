import type {Clock} from '../clock.js'
import {isTaken, missedBy} from './missed.js'
import {accountIn, type Asked, type Fields, listedIn, readOperation, subjectOf, type Thing} from './things.js'

/** That a thing was made, or deleted, at a moment (ms since 1970). */
export interface Note {
  readonly thing: string
  readonly became: 'made' | 'gone'
  readonly at: number
}

/** Where notes outlive a run, so that the next one knows what this one made a second ago. */
export interface NotesHome {
  load(): readonly Note[]
  add(note: Note): void
}

/** How a call ended. */
export type Outcome = {readonly output: Fields} | {readonly error: unknown}

/** Why an answer is not to be believed yet: the thing it is about, and when that was made or deleted (ms since 1970). */
export interface Late {
  readonly thing: Thing
  readonly became: Note['became']
  readonly at: number
}

/**
 * What was made and deleted a moment ago. IAM and Organizations are eventually consistent ("Changes that I make are not
 * always immediately visible", IAM user guide): for a while "not found" about one that was made, and an answer about
 * one that was deleted, say nothing.
 */
export interface Recent {
  /** For how long, ms. Terraform's AWS provider waits two minutes (`propagationTimeout`). */
  readonly forMs: number
  /** `undefined` where the outcome is what it says; `again` where an earlier try of the call may have been done. */
  lateness(asked: Asked, outcome: Outcome, again: boolean): Late | undefined
  /** Whether an error still says that AWS does not find what was waited for, and not something else by now. */
  isStillMissed({thing}: Late, asked: Asked, error: unknown): boolean
  /** Takes in what a call made, deleted, or met; `again` where an earlier try of it may have been done. */
  learn(asked: Asked, outcome: Outcome, again: boolean): void
}

interface Memory {
  readonly clock: Clock
  readonly forMs: number
  readonly home?: NotesHome | undefined
}

/** Opens the memory with what earlier runs noted in it. */
export function openRecent({clock, forMs, home}: Memory): Recent {
  const notes = new Map((home?.load() ?? []).map((note) => [note.thing, note]))
  const fresh = (key: string): Note | undefined => {
    const note = notes.get(key)
    const age = note && clock.now() - note.at
    // A note from the future was written by another clock.
    return age !== undefined && age >= 0 && age < forMs ? note : undefined
  }
  const find = (thing: Thing, {accountId}: Asked): Note | undefined => fresh(keyOf(thing, accountId))
  // What a list lacks that was made, or still shows that was deleted.
  const lateIn = (asked: Asked, output: Fields): Late | undefined => {
    const listed = listedIn(asked, output)
    if (!listed) return undefined
    const shown = new Set(listed.shown.map((thing) => keyOf(thing, asked.accountId)))
    const start = keyOf(listed.thing(''), asked.accountId)
    const known = [...notes.keys()].filter((key) => key.startsWith(start)).flatMap((key) => fresh(key) ?? [])
    const late = known.find(({thing, became}) => (became === 'made') !== shown.has(thing))
    return late && {thing: listed.owner, became: late.became, at: late.at}
  }
  const note = (thing: Thing | undefined, became: Note['became'], {accountId}: Asked): void => {
    if (!thing) return
    const made: Note = {thing: keyOf(thing, accountId), became, at: clock.now()}
    notes.set(made.thing, made)
    home?.add(made)
  }
  return {
    forMs,
    lateness: (asked, outcome, again) => {
      if (again && isDeleted(asked, outcome)) return undefined
      const listed = 'output' in outcome ? lateIn(asked, outcome.output) : undefined
      if (listed) return listed
      const suspects =
        'output' in outcome
          ? shownBy(asked).map((thing) => ({thing, became: 'gone'}) as const)
          : missedBy(asked, outcome.error).map((thing) => ({thing, became: 'made'}) as const)
      const found = suspects.map((suspect) => ({...suspect, note: find(suspect.thing, asked)}))
      const late = found.find(({became, note: known}) => known?.became === became)
      return late?.note && {thing: late.thing, became: late.became, at: late.note.at}
    },
    isStillMissed: ({thing}, asked, error) =>
      missedBy(asked, error).some(({sort, name}) => sort === thing.sort && name === thing.name),
    learn: (asked, outcome, again) => {
      const {verb} = readOperation(asked)
      if (again && isDeleted(asked, outcome)) {
        note(subjectOf(asked), 'gone', asked)
        return
      }
      if ('error' in outcome) {
        // A run that did not live to see the answer made it, or somebody else.
        const subject = verb === 'Create' && isTaken(outcome.error) ? subjectOf(asked) : undefined
        if (subject && !find(subject, asked)) note(subject, 'made', asked)
        return
      }
      const {output} = outcome
      if (verb === 'Create' || verb === 'Put') note(subjectOf(asked, output), 'made', asked)
      if (verb === 'Delete') note(subjectOf(asked), 'gone', asked)
      const account = asked.service === 'organizations' ? accountIn(output) : undefined
      if (account && !find(account, asked)) note(account, 'made', asked)
    },
  }
}

/** The second try of a deletion, whose first reply was lost, does not find what the first one deleted. */
const isDeleted = (asked: Asked, outcome: Outcome): boolean =>
  readOperation(asked).verb === 'Delete' && 'error' in outcome && missedBy(asked, outcome.error).length > 0

/** IAM takes names that differ in case alone for one. */
const keyOf = ({sort, name}: Thing, accountId = ''): string => `${accountId} ${sort} ${name.toLowerCase()}`

/** What an answer shows, of the services that show for a while what is deleted. */
function shownBy(asked: Asked): readonly Thing[] {
  if (asked.service !== 'iam' && asked.service !== 'organizations') return []
  const {verb} = readOperation(asked)
  const subject = verb === 'Get' || verb === 'Describe' ? subjectOf(asked) : undefined
  return subject ? [subject] : []
}
