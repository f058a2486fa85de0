/**
 * Edits a file as a block `diff` of a page shows it: lines with `-` go, lines with `+` come in their place, others stay. A
 * block of added lines alone is put at the end. `…` within a line stands for anything. Throws where the file has no such lines.
 */
export function edited(text: string, diff: string): string {
  const shown = diff.split('\n').map((line) => ({sign: line.slice(0, 1), rest: line.slice(1)}))
  const before = shown.filter(({sign}) => sign !== '+').map(({rest}) => patternOf(rest))
  const lines = text.replace(/\n$/, '').split('\n')
  const at =
    before.length === 0
      ? lines.length
      : lines.findIndex((_, index) => before.every((one, below) => one.test(lines[index + below] ?? '')))
  if (at < 0) throw new Error(`the file has no such lines:\n${text}`)
  let from = at
  const after = shown.flatMap(({sign, rest}) => {
    if (sign === '+') return [rest]
    from += 1
    return sign === '-' ? [] : [lines[from - 1] ?? '']
  })
  return [...lines.slice(0, at), ...after, ...lines.slice(from), ''].join('\n')
}

const patternOf = (line: string): RegExp =>
  new RegExp(
    `^${line
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )
