import type {Members} from './fill.js'

/**
 * How an answer differs from what a fact expects of a part of it, by path. `null` is a member that does not exist; a text
 * `/…/` is a pattern; `in 3600 s` is a time that long from now, give or take a minute; a list that begins with `…` has
 * these among others; and below a token, `$claims` are what it says.
 */
export function compare(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (expected === null) return actual === undefined ? [] : other(actual, path)
  if (typeof expected === 'string') return isText(expected, actual) ? [] : other(actual, path)
  if (typeof expected !== 'object') return expected === actual ? [] : other(actual, path)
  if (Array.isArray(expected)) return compareLists(expected, actual, path)
  if (typeof actual === 'string' && !('$claims' in expected)) return other(actual, path)
  // Nothing has no members either.
  return Object.entries(expected).flatMap(([member, value]) =>
    compare(value, valueAt(actual, member), path === '' ? member : `${path}.${member}`),
  )
}

function isText(expected: string, actual: unknown): boolean {
  const seconds = /^in (\d+) s$/.exec(expected)?.[1]
  if (seconds !== undefined)
    return actual instanceof Date && Math.abs(actual.getTime() - Date.now() - Number(seconds) * 1000) < 60_000
  if (!/^\/.*\/$/s.test(expected)) return expected === actual
  return typeof actual === 'string' && new RegExp(expected.slice(1, -1)).test(actual)
}

function compareLists(expected: readonly unknown[], actual: unknown, path: string): readonly string[] {
  if (!Array.isArray(actual)) return other(actual, path)
  const [first, ...among] = expected
  if (first === '…')
    return among.every((item) => actual.some((found) => compare(item, found).length === 0)) ? [] : other(actual, path)
  if (expected.length !== actual.length) return other(actual, path)
  return expected.flatMap((item, index) => compare(item, actual[index], `${path}.${index}`))
}

/** What is found at `Roots.0.Id`; below a token, `$claims` are its claims, with `lasts` in seconds. */
export const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inside, member) => {
    if (member === '$claims') return typeof inside === 'string' ? claimsOf(inside) : undefined
    return typeof inside === 'object' && inside !== null ? (inside as Members)[member] : undefined
  }, value)

function claimsOf(token: string): Members | undefined {
  const [, body] = token.split('.')
  if (body === undefined) return undefined
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as {readonly iat: number; readonly exp: number}
  return {...claims, lasts: claims.exp - claims.iat}
}

const other = (actual: unknown, path: string): readonly string[] => [
  `${path}: ${actual === undefined ? 'nothing' : shape(actual)}`,
]

/** The same at every run: times and tokens by what they are, an id by how long it is. */
const shape = (value: unknown): string =>
  (JSON.stringify(value) || '')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replace(
      /\b(car|d|h|o|ou|p|r)-([0-9a-z]{4,})\b/g,
      (_id, prefix: string, run: string) => `${prefix}-<${run.length}>`,
    )
    .replace(/[0-9a-z]{6,}/gi, (run) => (run.length >= 16 || /\d/.test(run) ? `<${run.length}>` : run))
