import {mistakeAt, type Cell, type Found, type Line, type Mistake} from './mistake.js'

const SAVE_AS = 'Save the file as "CSV UTF-8".'
const QUOTES =
  'Write the cell without quotes, or quotes around all of it and "" for a quote in it. A cell is on one line.'

/** Codes of csv-parse (https://csv.js.org/parse/errors/). */
const QUOTE_MISTAKES: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quote is opened and not closed on this line'],
  ['INVALID_OPENING_QUOTE', 'a quote begins in the middle of a cell'],
  ['CSV_INVALID_CLOSING_QUOTE', 'there is text behind a closing quote'],
])

/**
 * The lines of a CSV file (RFC 4180, UTF-8) as cells; blank ones are left out. Each line is read by itself: no cell of a
 * team has a line break in it, and so a quote that is left open spoils one line only.
 */
export async function readLines(bytes: Uint8Array): Promise<Found<readonly Line[]>> {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return {found: [], mistakes: [mistakeAt({line: 1, column: 1}, 'the file is UTF-16, not UTF-8', SAVE_AS)]}
  const isText = isUtf8(bytes)
  const readCells = await openReader()
  const found: Line[] = []
  const mistakes: Mistake[] = []
  const texts = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\n|\r/)
  for (const [index, text] of texts.entries()) {
    if (text.trim() === '') continue
    const line = index + 1
    const wrong = isText ? -1 : text.indexOf('\ufffd')
    if (wrong >= 0) {
      mistakes.push(mistakeAt({line, column: wrong + 1}, 'this character is not UTF-8', SAVE_AS))
      continue
    }
    const read = readCells(text, line)
    if ('cells' in read) found.push(read)
    else mistakes.push(read)
  }
  return {found, mistakes}
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** The parser is loaded only where there is a file to read. */
async function openReader(): Promise<(text: string, line: number) => Line | Mistake> {
  const {CsvError, parse} = await import('csv-parse/sync')
  return (text, line) => {
    const cells: Cell[] = []
    const bytes = Buffer.from(text)
    // Where the cell before ended, in bytes.
    let end = -1
    const startOfNext = (): Pick<Cell, 'line' | 'column'> => {
      const before = bytes.subarray(0, end + 1).toString()
      return {line, column: before.length + (/^[ \t]*/.exec(text.slice(before.length))?.[0].length ?? 0) + 1}
    }
    try {
      parse(text, {
        relax_column_count: true,
        trim: true,
        cast: (value, context) => {
          cells.push({text: value, ...startOfNext()})
          end = context.bytes
          return value
        },
      })
      return {line, cells}
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      return mistakeAt(startOfNext(), QUOTE_MISTAKES.get(error.code) ?? error.message, QUOTES)
    }
  }
}
