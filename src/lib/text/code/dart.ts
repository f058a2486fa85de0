import {UsageError} from '../../base/errors.js'

/** The text of JSON in a constant of a Dart file. Offsets into the file's text. */
export interface DartText {
  /** Of its first character, behind the quotes. */
  readonly start: number
  /** Of the quotes behind it. */
  readonly end: number
  readonly raw: boolean
  /** `'''`, `"""`, `'` or `"` */
  readonly quote: string
  /** What it says. */
  readonly json: string
}

/**
 * Finds the configuration in a Dart file: the constant `amplifyconfig` (Gen 1) or `amplifyConfig` (Gen 2). Strings and comments
 * are those of the Dart language. Throws UsageError where there is none, or where
 * it is put together by code.
 */
export function findDartText(file: string, text: string): DartText {
  const found = stringsIn(text).filter(({start}) => /\bamplifyconfig\s*=\s*r?$/i.test(before(text, start)))
  const [only, another] = found
  if (!only || another) throw refuse(file, 'has no constant amplifyconfig that is one text')
  const behind = text.slice(only.end + only.quote.length)
  const written = text.slice(only.start, only.end)
  if (!/^\s*;/.test(behind)) throw refuse(file, 'puts amplifyconfig together from several texts')
  if (!only.raw && /(?<!\\)(?:\\\\)*\$/.test(written)) throw refuse(file, 'puts amplifyconfig together by code: $')
  return {...only, json: only.raw ? written : unescaped(written)}
}

/** The file with another text in that place. Pure. */
export function putDartText(text: string, {start, end, raw, quote}: DartText, json: string): string {
  const one = quote.charAt(0)
  // Quotes stand in JSON's strings alone where they are single ones, and there an escape means the same.
  const inner = raw
    ? one === "'"
      ? json.replaceAll(quote, quote.replaceAll("'", '\\u0027'))
      : json
    : json.replaceAll(/[\\$]/g, '\\$&').replaceAll(quote, quote.replaceAll(one, `\\${one}`))
  return text.slice(0, start) + inner + text.slice(end)
}

/** Where its quotes begin, with white space and comments before it gone. */
const before = (text: string, start: number): string => {
  const quotes = /('''|"""|'|")$/.exec(text.slice(Math.max(0, start - 3), start))?.[0] ?? ''
  return text.slice(Math.max(0, start - quotes.length - 300), start - quotes.length)
}

interface DartString {
  readonly start: number
  readonly end: number
  readonly raw: boolean
  readonly quote: string
}

function stringsIn(text: string): readonly DartString[] {
  const found: DartString[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('//', at)) at = ends(text, '\n', at)
    else if (text.startsWith('/*', at)) at = endOfComment(text, at) - 1
    else {
      const quote = /^('''|"""|'|")/.exec(text.slice(at, at + 3))?.[0]
      if (quote === undefined) continue
      const raw = /(^|[^\w$])r$/.test(text.slice(Math.max(0, at - 2), at))
      const start = at + quote.length
      const end = endOfText(text, start, {raw, quote})
      found.push({start, end, raw, quote})
      at = end + quote.length - 1
    }
  }
  return found
}

/** In Dart, comments in comments count. */
function endOfComment(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) depth += 1
    else if (text.startsWith('*/', at)) depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1
  }
  return text.length
}

function endOfText(text: string, start: number, {raw, quote}: Pick<DartString, 'raw' | 'quote'>): number {
  for (let at = start; at < text.length; at += 1) {
    if (!raw && text[at] === '\\') at += 1
    else if (text.startsWith(quote, at)) return at
  }
  return text.length
}

const ends = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from)
  return at < 0 ? text.length : at
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', f: '\f', b: '\b', t: '\t', v: '\v'}

const unescaped = (text: string): string =>
  text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([^]))/g,
    (_all, ...[two, four, some, one]: (string | undefined)[]) => {
      const code = two ?? four ?? some
      return code === undefined
        ? (ESCAPES[one ?? ''] ?? one ?? '')
        : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16)))
    },
  )

const refuse = (file: string, what: string): UsageError =>
  new UsageError(`${file} ${what}`, {
    code: 'IMPORT_SOURCE',
    hint: "awsup reads one text that is written out (const amplifyconfig = '''{…}''';), and never runs code.",
    details: {file},
  })
