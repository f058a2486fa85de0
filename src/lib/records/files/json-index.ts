/** Where a text stops being JSON. `at` counts UTF-16 units from 0. */
export class JsonFault extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

const PUNCTUATION = /[{}[\]:,]/y
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const SPACE = /[ \t\r\n]*/y
const DEEPEST = 64

/**
 * Where every value of a JSON text begins, by its path (`pathKey`). It is stricter than `JSON.parse`: a key that is
 * there twice is a fault, because one of the two would be lost silently (a merge gone wrong). Throws JsonFault.
 */
export function indexJson(text: string): ReadonlyMap<string, number> {
  const starts = new Map<string, number>()
  let at = 0

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const skipSpace = (): void => void take(SPACE)
  const fault = (expected: string): JsonFault =>
    new JsonFault(at >= text.length ? `it ends where ${expected} should be` : `${expected} should be here`, at)
  const punctuation = (...expected: readonly string[]): string => {
    skipSpace()
    const start = at
    const found = take(PUNCTUATION)
    if (found !== undefined && expected.includes(found)) return found
    at = start
    throw fault(expected.map((mark) => `"${mark}"`).join(' or '))
  }
  const value = (path: readonly string[]): void => {
    skipSpace()
    starts.set(pathKey(path), at)
    if (path.length > DEEPEST) throw new JsonFault('it is nested too deeply', at)
    if (text[at] === '{') members(path)
    else if (text[at] === '[') elements(path)
    else if (take(STRING) === undefined && take(PLAIN) === undefined) throw fault('a value')
  }
  const members = (path: readonly string[]): void => {
    at += 1
    if (isEmpty('}')) return
    const seen = new Set<string>()
    do {
      skipSpace()
      const start = at
      const key = take(STRING)
      if (key === undefined) throw fault('a quoted name')
      if (seen.has(key)) throw new JsonFault(`${key} appears twice`, start)
      seen.add(key)
      punctuation(':')
      value([...path, String(JSON.parse(key))])
    } while (punctuation(',', '}') === ',')
  }
  const elements = (path: readonly string[]): void => {
    at += 1
    if (isEmpty(']')) return
    let index = 0
    do value([...path, String(index++)])
    while (punctuation(',', ']') === ',')
  }
  const isEmpty = (end: string): boolean => {
    skipSpace()
    if (text[at] !== end) return false
    at += 1
    return true
  }

  value([])
  skipSpace()
  if (at < text.length) throw fault('the end')
  return starts
}

export const pathKey = (path: readonly string[]): string => JSON.stringify(path)
