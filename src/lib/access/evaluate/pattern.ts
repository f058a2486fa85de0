/** Context of a request: condition keys in lower case (they have no case) → values. */
export type Context = ReadonlyMap<string, readonly string[]>

/** A character to find, or a wildcard: `any` is `*`, `one` is `?`. */
export type Token = string | typeof ANY | typeof ONE

const ANY = Symbol('*')
const ONE = Symbol('?')

const VARIABLE = /^\$\{\s*([^{},]+?)\s*(?:,\s*'([^']*)'\s*)?\}/

interface Reading {
  /** Whether `${…}` is a variable, or text (policies before 2012-10-17). */
  readonly variables: boolean
  /** Whether `*` and `?` are wildcards, or text. */
  readonly wildcards: boolean
  readonly context: Context
}

/**
 * The tokens of a policy's text, its variables replaced by what the request says; what comes out of a variable is text,
 * never a wildcard. `undefined` when a variable has neither a value nor a default: then nothing can match (IAM user
 * guide, "Policy variables": `${*}`, `${?}` and `${$}` are the characters themselves).
 */
export function readTokens(text: string, reading: Reading): readonly Token[] | undefined {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const variable = reading.variables ? VARIABLE.exec(text.slice(at)) : null
    if (variable) {
      const [whole, name = '', byDefault] = variable
      const value = valueOf(name, reading.context) ?? byDefault
      if (value === undefined) return undefined
      tokens.push(...value.split(''))
      at += whole.length
      continue
    }
    tokens.push(reading.wildcards ? tokenOf(text.charAt(at)) : text.charAt(at))
    at += 1
  }
  return tokens
}

const tokenOf = (character: string): Token => (character === '*' ? ANY : character === '?' ? ONE : character)

/** A key with several values is no variable (IAM user guide, "Single-valued vs. multivalued context keys"). */
function valueOf(name: string, context: Context): string | undefined {
  if (name === '*' || name === '?' || name === '$') return name
  const values = context.get(name.toLowerCase()) ?? []
  return values.length === 1 ? values[0] : undefined
}

/** Whether the tokens fit the whole text. Takes at most tokens × characters steps, whatever the wildcards. */
export function matches(tokens: readonly Token[], text: string): boolean {
  let at = 0
  let token = 0
  let star: {readonly token: number; at: number} | undefined
  while (at < text.length) {
    const wanted = tokens[token]
    if (wanted === ANY) {
      token += 1
      star = {token, at}
    } else if (wanted === ONE || wanted === text.charAt(at)) {
      token += 1
      at += 1
    } else if (star) {
      star.at += 1
      at = star.at
      token = star.token
    } else {
      return false
    }
  }
  return tokens.slice(token).every((rest) => rest === ANY)
}

/** `matches` without case: actions and their wildcards. */
export const matchesAction = (pattern: string, action: string): boolean =>
  matches(pattern.toLowerCase().split('').map(tokenOf), action.toLowerCase())

/** ARNs match part by part: a wildcard in one of the first five stops at its colon. */
export function matchesArn(tokens: readonly Token[], arn: string): boolean {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) parts.push([])
    else parts.at(-1)?.push(token)
  }
  const given = splitArn(arn)
  return parts.length === given.length && parts.every((part, index) => matches(part, given[index] ?? ''))
}

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':')
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}
