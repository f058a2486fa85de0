/**
 * Text of unknown origin, safe to show: control characters (ANSI escapes, NUL, newlines), and the marks that reorder
 * text, are written as `\x1b` or `\u202e` and so seen instead of obeyed. `lines` keeps line breaks and tabs.
 */
export const renderSafe = (text: string, {lines = false}: {readonly lines?: boolean} = {}): string =>
  text.replaceAll(DANGEROUS, (character) =>
    lines && (character === '\n' || character === '\t') ? character : renderEscape(character),
  )

// C0, DEL, C1, line and paragraph separators, zero-width and bidirectional marks, tags.
const DANGEROUS =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
])

function renderEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code > 0xffff) return `\\u{${hex}}`
  return NAMED.get(character) ?? (code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
}
