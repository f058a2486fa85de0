import type {Context} from './context.js'

const ANY = Symbol('*')
const ONE = Symbol('?')

/** Characters and wildcards. What a variable stands for is characters only: a tag that holds `*` opens nothing. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[]

const wild = (text: string): Pattern => Array.from(text).map((char) => (char === '*' ? ANY : char === '?' ? ONE : char))

const plain = (text: string): Pattern => Array.from(text)

/**
 * A pattern with `*`, `?` and, given a context, policy variables: `${aws:username}`,
 * `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`. `undefined` when a variable has no value,
 * or several.
 *
 * Source: IAM User Guide, IAM policy elements: variables and tags.
 */
export const makePattern = (text: string, context?: Context): Pattern | undefined => expand(text, context, wild)

/** The same, but `*` and `?` are characters: the text that operators such as StringEquals compare with. */
export const expandText = (text: string, context?: Context): string | undefined =>
  expand(text, context, plain)
    ?.map((token) => (typeof token === 'string' ? token : ''))
    .join('')

function expand(text: string, context: Context | undefined, read: (text: string) => Pattern): Pattern | undefined {
  if (context === undefined || !text.includes('${')) return read(text)
  const pattern: Pattern[number][] = []
  let end = 0
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    const value = resolve(found[1] ?? '', context)
    if (value === undefined) return undefined
    pattern.push(...read(text.slice(end, found.index)), ...plain(value))
    end = found.index + found[0].length
  }
  return [...pattern, ...read(text.slice(end))]
}

function resolve(variable: string, context: Context): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable
  const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(variable) ?? []
  const values = context.valuesOf(key)
  return values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined
}

/** Goes back to the last `*` only, so that no pattern takes more than length × length steps. */
export function matches(pattern: Pattern, text: string): boolean {
  if (pattern.length === 1 && pattern[0] === ANY) return true
  const chars = Array.from(text)
  let at = 0
  let star = -1
  let starAt = 0
  for (let index = 0; index < chars.length;) {
    const token = pattern[at]
    if (token === ANY) {
      star = at++
      starAt = index
    } else if (token !== undefined && (token === ONE || token === chars[index])) {
      at++
      index++
    } else if (star >= 0) {
      at = star + 1
      index = ++starAt
    } else {
      return false
    }
  }
  return pattern.slice(at).every((token) => token === ANY)
}

/** Actions, which have no case and no variables. */
export const matchesAction = (pattern: string, action: string): boolean =>
  matches(wild(pattern.toLowerCase()), action.toLowerCase())

/**
 * The six parts of an ARN, each with its wildcards; the last keeps its colons. Variables may hold colons: split late.
 */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  const parts: Pattern[] = []
  let rest = pattern
  while (parts.length < 5) {
    const colon = rest.indexOf(':')
    if (colon < 0) break
    parts.push(rest.slice(0, colon))
    rest = rest.slice(colon + 1)
  }
  parts.push(rest)
  const given = arn.split(':')
  const texts = [...given.slice(0, 5), given.slice(5).join(':')]
  // A lone * is any ARN, as in {"ArnLike": {"aws:SourceArn": "*"}}.
  if (parts.length === 1) return matches(pattern, arn)
  return given.length >= 6 && parts.length === 6 && parts.every((part, index) => matches(part, texts[index] ?? ''))
}
