/** What is different each time, with the words that stand for it while two texts are compared. Earlier lines win. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\b([a-z]{2}-[a-z]+-\d)_[A-Za-z0-9]{9}\b/g, '$1_<pool>'],
  [/\bcar-[a-z0-9]{32}\b/g, '<request>'],
  [/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g, '<unit>'],
  [/\b([opr])-[a-z0-9]{4,32}\b(?!-)/g, '<$1>'],
  [/\b(AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}\b/g, '<$1>'],
  [/\b(?=[a-z]*\d)[a-z0-9]{25,26}\b/g, '<client>'],
  [/\b\d{12}\b/g, '<account>'],
  [/\b\d{4}-\d\d-\d\d\b/g, '<date>'],
  [/\b\d\d:\d\d(:\d\d)?\b/g, '<time>'],
]

const plain = (text: string): string =>
  PLACEHOLDERS.reduce((told, [shape, name]) => told.replaceAll(shape, name), text)
    .replaceAll(/[ \t]+/g, ' ')
    .trim()

/** `…` within a line stands for anything, at least one character. */
const patternOf = (line: string): RegExp =>
  new RegExp(
    `^${plain(line)
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
  )

/**
 * What a page shows of an output, and the output does not have; undefined where it has all of it.
 *
 * The lines shown must stand in the output one below the other; a line `…` stands for any lines between them. Ids, account
 * numbers, dates and widths may differ; empty lines do not count.
 */
export function missingFrom(output: string, shown: string): string | undefined {
  const lines = output.split('\n').map(plain).filter(Boolean)
  let from = 0
  for (const part of shown.split(/^\s*…\s*$/m)) {
    const wanted = part.split('\n').filter((line) => line.trim() !== '')
    const patterns = wanted.map(patternOf)
    const found = lines.findIndex(
      (_, at) => at >= from && patterns.every((one, below) => one.test(lines[at + below] ?? '')),
    )
    if (patterns.length === 0) continue
    if (found < 0) return closest(lines, {wanted, patterns})
    from = found + patterns.length
  }
  return undefined
}

/** The first line of a part that no line of the output is, else all of the part: its lines stand apart. */
function closest(
  lines: readonly string[],
  {wanted, patterns}: {readonly wanted: readonly string[]; readonly patterns: readonly RegExp[]},
): string {
  const lacks = patterns.findIndex((pattern) => !lines.some((line) => pattern.test(line)))
  return wanted[lacks] ?? wanted.join('\n')
}
