import {stripVTControlCharacters} from 'node:util'
import {countCommandWords} from './command-words.js'
import {widthOf} from './width.js'

/**
 * A text on a terminal of so many columns: lines that do not fit are broken between words, further lines are indented.
 * Never broken are words (ids, paths, addresses) and commands; JSON and lines for a shell stay as they are, because
 * people copy them. With `undefined` columns, nothing is broken at all. Colours are kept, and not counted.
 *
 * @param hang by how much further lines are indented more than the first
 */
export const wrapText = (text: string, columns: number | undefined, hang = HANG): string =>
  columns === undefined
    ? text
    : text
        .split('\n')
        .flatMap((line) => wrapLine(line, columns, hang))
        .join('\n')

/** One line, as `wrapText` says. */
export function wrapLine(line: string, columns: number, hang = HANG): readonly string[] {
  if (widthOf(line) <= columns || VERBATIM.test(stripVTControlCharacters(line))) return [line]
  const lead = LEAD.exec(line)?.[0] ?? ''
  const indent = indentOf(line, {lead, columns, hang})
  const lines: string[] = []
  let current = lead
  let isEmpty = true
  let breaks = false
  for (const {gap, text, isCommand} of piecesOf(line.slice(lead.length))) {
    const overflows = !isEmpty && widthOf(current + gap + text) > columns
    if (overflows || breaks) {
      lines.push(current.trimEnd())
      current = indent
      isEmpty = true
    }
    current += (isEmpty ? '' : gap) + text
    // A command that got a line of its own keeps it.
    breaks = overflows && isCommand
    isEmpty = false
  }
  return [...lines, current]
}

/** JSON, lines that set up a shell, and examples. */
const VERBATIM = /^\s*(?:["{}[\]]|export |unset |cd |\$ )/

// What stands before the words: blanks, the branches of a tree, a mark such as `!` or `+`; colours between them.
const LEAD =
  /^(?:\s|\u001b\[[\d;]*m(?=[\s\u001b│├└])|[│├└─]|\u001b\[[\d;]*m[!•*+~±→-]\u001b\[[\d;]*m(?= )|[!•*+~±→-](?= ))*/

/** Further lines stand below the last column of a row where there is room for them, else two blanks further in. */
function indentOf(line: string, {lead, columns, hang}: {lead: string; columns: number; hang: number}): string {
  const plain = stripVTControlCharacters(line)
  const branches = stripVTControlCharacters(lead)
  const marks = branches.replaceAll(/[├│]/g, '│').replaceAll(/[^│]/g, ' ')
  const [before = ''] = /^.*\S {2,}(?=\S)/.exec(plain.slice(branches.length)) ?? []
  const column = widthOf(branches + before)
  const longest = Math.max(
    ...plain
      .slice((branches + before).length)
      .split(' ')
      .map(widthOf),
  )
  if (before !== '' && column + Math.max(longest, LEAST) <= columns) return marks.padEnd(column)
  return /\S $/.test(branches) ? marks : marks + ' '.repeat(hang)
}

const HANG = 2

/** Fewer columns than these make no readable line. */
const LEAST = 24

interface Piece {
  /** What stands before it, where it does not begin a line. */
  readonly gap: string
  readonly text: string
  readonly isCommand: boolean
}

function piecesOf(text: string): readonly Piece[] {
  const tokens = text.split(/( +)/)
  const words = tokens.filter((_, index) => index % 2 === 0)
  const gaps = ['', ...tokens.filter((_, index) => index % 2 === 1)]
  const plain = words.map((word) => stripVTControlCharacters(word))
  const pieces: Piece[] = []
  for (let at = 0; at < words.length;) {
    const count = countCommandWords(plain, at)
    const joined = words.slice(at, at + count).reduce((line, word, index) => line + (gaps[at + index] ?? '') + word)
    const isCommand = count > 1 && / [-<]/.test(joined)
    const parts = count === 1 ? partsOf(joined) : [joined]
    pieces.push(...parts.map((part, index) => ({gap: index === 0 ? (gaps[at] ?? '') : '', text: part, isCommand})))
    at += count
  }
  return pieces
}

/** A value of JSON is one word that may fill a screen: it may be broken after its commas. */
const partsOf = (word: string): readonly string[] =>
  /^\W*[[{]/.test(stripVTControlCharacters(word)) ? word.split(/(?<=[\]}"\w],)(?=["{[\w])/) : [word]
