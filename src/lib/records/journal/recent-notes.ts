import {closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import type {Note, NotesHome} from '../../aws/lag/recent.js'
import {requireFolder} from '../files/durable.js'
import {isObject} from '../files/json-file.js'
import {journalFolder} from '../places.js'

/** More than hours of work leave; what is longer is not ours. */
const MOST_BYTES = 1_000_000
/** Older notes say nothing, whatever AWSUP_VISIBLE_TIMEOUT is: an hour, ms. */
const OLD_MS = 3_600_000

/**
 * Notes of what was made and deleted a moment ago, one JSON document a line, below the folder of records: the next run
 * knows by them that AWS may not show it yet. They are hints: whatever cannot be read or written is as if it were not
 * there, and costs a wait or a second run at most.
 */
export function openRecentNotes(directory: string): NotesHome {
  const path = join(journalFolder(directory), 'recent.jsonl')
  let isStale = true
  return {
    load: () => {
      const notes = hint(() => readLines(path).flatMap(parseNote)) ?? []
      const fresh = notes.filter(({at}) => at > Date.now() - OLD_MS)
      isStale = fresh.length === 0
      return fresh
    },
    add: (note) => {
      hint(() => {
        requireFolder(journalFolder(directory), directory)
        withFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, (file) => {
          if (isStale) ftruncateSync(file)
          // Short appends of several processes do not mix.
          writeSync(file, `${JSON.stringify(note)}\n`)
        })
        isStale = false
      })
    },
  }
}

function readLines(path: string): readonly string[] {
  return withFile(path, constants.O_RDONLY, (file) => readFileSync(file, 'utf8').split('\n'))
}

/** Neither a link nor a pipe: what stands there by another's hand is not read and not written. */
function withFile<T>(path: string, how: number, work: (file: number) => T): T {
  const file = openSync(path, how | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600)
  try {
    const {size, nlink} = requireFile(file, path)
    if (size > MOST_BYTES || nlink > 1) throw new Error(`${path} is not ours`)
    return work(file)
  } finally {
    closeSync(file)
  }
}

function requireFile(file: number, path: string): {readonly size: number; readonly nlink: number} {
  const found = fstatSync(file)
  if (!found.isFile()) throw new Error(`${path} is no file`)
  return found
}

/** What is only a hint fails without a word. */
function hint<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** A line that a crash left in halves says nothing. */
function parseNote(line: string): readonly Note[] {
  const value = hint((): unknown => JSON.parse(line))
  if (!isObject(value)) return []
  const {thing, became, at} = value
  const isNote = typeof thing === 'string' && (became === 'made' || became === 'gone') && typeof at === 'number'
  return isNote ? [{thing, became, at}] : []
}
