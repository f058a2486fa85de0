/**
 * Reads what stands behind the `=` of one argument: a small reader of HCL's literals, written from its specification, so
 * that what was written is not read back by the same hand. `jsonencode(…)` is what it is given. Throws on anything else.
 */
export function readValue(text: string): unknown {
  const words = Array.from(text.matchAll(TOKEN), ([word]) => word)
  let at = 0
  const take = (): string => {
    const word = words[at]
    if (word === undefined) throw new Error('the text ends too soon')
    at += 1
    return word
  }
  const skipLines = (): void => {
    while (words[at] === '\n') at += 1
  }
  const items = (end: string, read: () => void): void => {
    skipLines()
    while (words[at] !== end) {
      read()
      if (words[at] === ',') at += 1
      skipLines()
    }
    at += 1
  }
  const read = (): unknown => {
    const word = take()
    if (word.startsWith('"')) return unquoted(word)
    if (word === '[') {
      const list: unknown[] = []
      items(']', () => list.push(read()))
      return list
    }
    if (word === '{') {
      const entries: [string, unknown][] = []
      items('}', () => {
        const key = take()
        if (take() !== '=') throw new Error(`no = behind ${key}`)
        entries.push([key.startsWith('"') ? unquoted(key) : key, read()])
      })
      return Object.fromEntries(entries)
    }
    if (word === 'jsonencode') {
      take()
      const value = read()
      if (take() !== ')') throw new Error('jsonencode takes one argument')
      return value
    }
    return JSON.parse(word) as unknown
  }
  const value = read()
  skipLines()
  if (at < words.length) throw new Error(`something follows: ${words.slice(at).join(' ')}`)
  return value
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}(),=\n]|[^\s[\]{}(),="]+/g

function unquoted(word: string): string {
  const inner = word.slice(1, -1)
  if (/\$\{|%\{/.test(inner.replaceAll('$${', ' ').replaceAll('%%{', ' '))) {
    throw new Error(`${word} is a template, not a text`)
  }
  const json = inner.replaceAll('$${', '${').replaceAll('%%{', '%{')
  return JSON.parse(`"${json}"`) as string
}
