import type {OrganizationPicture} from '../../lib/index.js'
import {renderSafe} from '../text/safe.js'
import {outlineOf, sayNotMade, titleOf, type Item} from './outline.js'

/** Columns that the tree takes at most: it fits into mails, comments and half a screen. */
const COLUMNS = 60

/** The organization as plain text with branches, at most 60 columns wide. Nothing is left out. */
export function renderOrganizationTree(picture: OrganizationPicture): string {
  const note = sayNotMade(picture)
  const lines = [...wrap(titleOf(picture), COLUMNS), ...linesOf(outlineOf(picture), {lead: '', hang: ''})]
  return [...lines, ...(note === undefined ? [] : ['', ...wrap(note, COLUMNS)])].join('\n')
}

interface Lead {
  /** Before the first line. */
  readonly lead: string
  /** Before all others. */
  readonly hang: string
}

function linesOf({name, id, notes, items}: Item, {lead, hang}: Lead): readonly string[] {
  const below = hang + (items.length > 0 ? '│ ' : '  ')
  const room = Math.max(COLUMNS - below.length, LEAST)
  const own = fill([...join(name, id, COLUMNS - lead.length), ...notes], room)
  const lines = own.flatMap((text, index) => {
    const isFirst = index === 0
    const fits = isFirst && lengthOf(renderSafe(text)) <= COLUMNS - lead.length
    return (fits ? [renderSafe(text)] : wrap(text, room)).map((line, part) =>
      isFirst && part === 0 ? lead + line : below + line,
    )
  })
  return [
    ...lines,
    ...items.flatMap((item, index) => {
      const isLast = index === items.length - 1
      return linesOf(item, {lead: hang + (isLast ? '└ ' : '├ '), hang: hang + (isLast ? '  ' : '│ ')})
    }),
  ]
}

/** Fewer columns make no readable line; AWS nests units five deep, which leaves more. */
const LEAST = 20

/** Name and id on one line where they fit, else the id below the name. */
function join(name: string, id: string | undefined, width: number): readonly string[] {
  if (id === undefined) return [name]
  const both = `${name} ${id}`
  return renderSafe(both).length <= width ? [both] : [name, id]
}

/** Texts with commas between them, as many on a line as fit. The first is the title, and followed by what is of it. */
const fill = (texts: readonly string[], width: number): readonly string[] =>
  texts.reduce<readonly string[]>((lines, text) => {
    const both = lines.length === 0 ? text : `${lines.at(-1) ?? ''}, ${text}`
    return lines.length > 0 && lengthOf(renderSafe(both)) <= width ? [...lines.slice(0, -1), both] : [...lines, text]
  }, [])

/** Broken between words; an id that is longer than a line after a mark, or where it must be. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  const pieces = renderSafe(text)
    .split(/(?<= )/)
    .flatMap((word) => (lengthOf(word.trimEnd()) <= width ? [word] : word.split(/(?<=[:@/-])/)))
    .flatMap((part) => (lengthOf(part.trimEnd()) <= width ? [part] : Array.from(part)))
  for (const piece of pieces) {
    if (line !== '' && lengthOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trimEnd()]
}

const lengthOf = (text: string): number => Array.from(text).length
