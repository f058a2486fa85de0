import {ConflictError} from '../../base/errors.js'

/** The two lines around a block; whatever follows `start` and a blank in its line is for people. */
export interface Marks {
  readonly start: string
  readonly end: string
  /** The whole first line. */
  readonly line: string
}

const SWITCHED: Marks = {
  start: '# >>> awsup',
  end: '# <<< awsup',
  line: '# >>> awsup (written by awsup env switch: what is between these two lines is replaced)',
}

interface BlockInput {
  readonly path: string
  readonly lines: readonly string[]
  /**
   * The file as it is, byte by byte: whatever encoding the rest of it has, it stays. `undefined` when there is none.
   */
  readonly existing: Buffer | undefined
  /** Those of `env switch` when absent. */
  readonly marks?: Marks
}

/**
 * A file whose comments begin with `#`, with awsup's block in it; every other byte stays, also line ends and a missing
 * last one. Throws ConflictError with the line when the block's marks do not match.
 */
export function putBlock({path, lines, existing, marks = SWITCHED}: BlockInput): Buffer {
  const text = existing?.toString('latin1') ?? ''
  if (/^(\xff\xfe|\xfe\xff)/.test(text)) {
    throw new ConflictError(`${path} is written in UTF-16`, {code: 'DAMAGED', hint: 'Save it as UTF-8.'})
  }
  const eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
  const block = Buffer.from([marks.line, ...lines, marks.end].join(eol)).toString('latin1')
  return Buffer.from(placed(block, {path, text, eol, marks}), 'latin1')
}

/** The text of the block in a file, marks and all; `undefined` when there is none. Throws as `putBlock` does. */
export function findBlock(path: string, existing: Buffer, marks = SWITCHED): string | undefined {
  const text = existing.toString('latin1')
  const found = locateBlock(path, text, marks)
  return found && text.slice(found.start, found.end)
}

/** The file without the block, and without the end of line that came with it. Throws as `putBlock` does. */
export function removeBlock(path: string, existing: Buffer, marks = SWITCHED): Buffer {
  const text = existing.toString('latin1')
  const found = locateBlock(path, text, marks)
  if (!found) return existing
  const [before, after] = [text.slice(0, found.start), text.slice(found.end)]
  const rest = after === '' ? before.replace(/\r?\n$/, '') : before + after.replace(/^\r?\n/, '')
  return Buffer.from(rest, 'latin1')
}

interface Placed {
  readonly path: string
  readonly text: string
  readonly eol: string
  readonly marks: Marks
}

function placed(block: string, {path, text, eol, marks}: Placed): string {
  const found = locateBlock(path, text, marks)
  if (found) return text.slice(0, found.start) + block + text.slice(found.end)
  if (text === '') return `${block}${eol}`
  return text.endsWith('\n') ? `${text}${block}${eol}` : `${text}${eol}${block}`
}

/** Offsets of the block without its last line end; `undefined` when there is none. */
function locateBlock(
  path: string,
  text: string,
  marks: Marks,
): {readonly start: number; readonly end: number} | undefined {
  const damaged = damagedBetween(marks)
  let offset = 0
  let start: {readonly offset: number; readonly line: number} | undefined
  let block: {readonly start: number; readonly end: number} | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const bare = line.replace(/\r$/, '')
    if (isMark(bare, marks.start)) {
      if (start)
        throw damaged(
          path,
          index + 1,
          `a second "${marks.start}" before the first one ends (it began in line ${start.line})`,
        )
      if (block) throw damaged(path, index + 1, `a second "${marks.start}"`)
      start = {offset, line: index + 1}
    } else if (isMark(bare, marks.end)) {
      if (!start) throw damaged(path, index + 1, `"${marks.end}" with no "${marks.start}" before it`)
      block = {start: start.offset, end: offset + bare.length}
      start = undefined
    }
    offset += line.length + 1
  }
  if (start) throw damaged(path, start.line, `"${marks.start}" with no "${marks.end}" after it`)
  return block
}

const isMark = (line: string, mark: string): boolean => line === mark || line.startsWith(`${mark} `)

const damagedBetween =
  ({start, end}: Marks) =>
  (path: string, line: number, what: string): ConflictError =>
    new ConflictError(`${path} line ${line}: ${what}`, {
      code: 'DAMAGED',
      hint: `Leave one "${start}" and one "${end}" below it, or remove both: awsup then writes a new block at the end.`,
      details: {path, line},
    })
