/** How a line of a picture is set. */
export type Style = 'head' | 'plain' | 'dim' | 'mono'

/** Font size of each, px. */
export const SIZES: Readonly<Record<Style, number>> = {head: 14, plain: 13, dim: 13, mono: 12}

const NARROW = new Set('iIjl.,:;\'|!()[]{}ft r-/\\`"')
const WIDE = new Set('mwMW@%QOGD&—…')

/**
 * How wide a text is at most, px, whatever sans-serif or monospaced font the reader has: the widest that Arial, Helvetica,
 * Segoe UI, DejaVu Sans and the system fonts of macOS make of it. Pure.
 */
export function widthIn(text: string, style: Style): number {
  const size = SIZES[style]
  if (style === 'mono') return size * sum(text, (mark) => (mark < '\u0100' ? 0.62 : isWide(mark) ? 1.3 : 0.9))
  const bold = style === 'head' ? 1.1 : 1
  return size * bold * sum(text, ems)
}

const sum = (text: string, of: (mark: string) => number): number =>
  Array.from(text).reduce((total, mark) => total + of(mark), 0)

function ems(mark: string): number {
  if (NARROW.has(mark)) return 0.43
  if (WIDE.has(mark)) return 1
  if (mark >= 'A' && mark <= 'Z') return 0.78
  if (mark < '\u0080') return 0.64
  return isWide(mark) ? 1.3 : 0.95
}

/** Letters of East Asia, pictographs, and whatever a font may draw larger than a letter. */
const isWide = (mark: string): boolean => mark >= '\u1100'

/**
 * Breaks a text into lines that fit. Between words where it can; a word that is wider than a line is broken after a mark
 * such as `:` or `-`, else anywhere. Nothing is left out. Pure.
 */
export function breakLines(text: string, style: Style, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(/(?<= )/).flatMap((word) => piecesOf(word, style, width))) {
    if (line !== '' && widthIn((line + piece).trimEnd(), style) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return [...lines, line.trimEnd()].filter((one, index) => one !== '' || index === 0)
}

/** A word, or the parts of one that does not fit on a line. */
function piecesOf(word: string, style: Style, width: number): readonly string[] {
  if (widthIn(word.trimEnd(), style) <= width) return [word]
  return word.split(/(?<=[:@/_.-])/).flatMap((part) => {
    if (widthIn(part, style) <= width) return [part]
    return Array.from(part)
  })
}
