/** A member of an object in a JSON text: offsets into it. */
export interface Member {
  readonly name: string
  /** Of its name's first quote. */
  readonly start: number
  readonly colon: number
  readonly value: number
  /** Behind its value. */
  readonly end: number
}

/** An object in a JSON text. */
export interface TextObject {
  /** Of its brace. */
  readonly start: number
  /** Behind its closing brace. */
  readonly end: number
  readonly members: readonly Member[]
}

/**
 * Reads the object that begins at an offset. The text is known to be JSON, in `latin1`: one character for each byte, so
 * that every byte that is not touched stays. Without recursion: it may be nested as deeply as it likes. Pure.
 */
export function readObject(text: string, start: number): TextObject {
  const members: Member[] = []
  let at = skipSpace(text, start + 1)
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at)
    const colon = skipSpace(text, nameEnd)
    const value = skipSpace(text, colon + 1)
    const end = endOfValue(text, value)
    members.push({name: nameIn(text.slice(at, nameEnd)), start: at, colon, value, end})
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return {start, end: at + 1, members}
}

/** Where the value of a whole text begins: behind white space and a byte order mark (as `latin1` has it). */
export const startOf = (text: string): number => skipSpace(text, text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0)

/** How deeply a text is nested at most. It need not be JSON. */
export function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (letter === '"') at = endOfString(text, at) - 1
    else if (letter === '{' || letter === '[') deepest = Math.max(deepest, (depth += 1))
    else if (letter === '}' || letter === ']') depth -= 1
  }
  return deepest
}

/** What a piece of the text says. */
export const valueIn = (piece: string): unknown => JSON.parse(Buffer.from(piece, 'latin1').toString('utf8'))

const nameIn = (piece: string): string => String(valueIn(piece))

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (letter === '"') at = endOfString(text, at) - 1
    else if (letter === '{' || letter === '[') depth += 1
    else if (letter === '}' || letter === ']') depth -= 1
    else if (depth > 0 || !' \t\r\n,'.includes(letter)) continue
    else return at
    // A closing bracket of what is around ends a plain value.
    if (depth < 0) return at
    if (depth === 0) return at + 1
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at += 1
  return at
}
