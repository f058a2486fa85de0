/**
 * The first line, from 1, on which YAML is nested deeper than `deepest` levels; `undefined` where none is. Asked before
 * a parser sees the text: what is nested thousands of times could end the process.
 */
export function findTooDeep(text: string, deepest: number): number | undefined {
  let depth = 0
  for (const [index, line] of text.split('\n').entries()) {
    for (const character of line) {
      if (character === '[' || character === '{') depth += 1
      else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    }
    const lead = /^[\s?:-]*/.exec(line)?.[0].length ?? 0
    if (depth > deepest || lead > deepest * 4) return index + 1
  }
  return undefined
}
