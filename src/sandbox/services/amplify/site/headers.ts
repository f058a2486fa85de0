import {parse} from 'yaml'

/** Headers for paths that fit a pattern. */
export interface HeaderRule {
  readonly pattern: string
  readonly headers: readonly {readonly key: string; readonly value: string}[]
}

/**
 * What `customHeaders` says (Amplify Hosting user guide, "Setting custom headers"); `undefined` where it is not written
 * so. An empty text sets none.
 */
export function readHeaderRules(text: string): readonly HeaderRule[] | undefined {
  if (text.trim() === '') return []
  let value: unknown
  try {
    value = parse(text, {maxAliasCount: 0})
  } catch {
    return undefined
  }
  const rules = isRecord(value) ? value['customHeaders'] : undefined
  if (!Array.isArray(rules)) return undefined
  const read = rules.map(readRule)
  return read.every((rule) => rule !== undefined) ? read : undefined
}

function readRule(rule: unknown): HeaderRule | undefined {
  if (!isRecord(rule) || typeof rule['pattern'] !== 'string' || !Array.isArray(rule['headers'])) return undefined
  const headers = rule['headers'].flatMap((header: unknown) =>
    isRecord(header) && typeof header['key'] === 'string' && isScalar(header['value'])
      ? [{key: header['key'], value: String(header['value'])}]
      : [],
  )
  return headers.length === rule['headers'].length ? {pattern: rule['pattern'], headers} : undefined
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Headers for a path; where several rules set one, the last. */
export function headersFor(path: string, rules: readonly HeaderRule[]): Readonly<Record<string, string>> {
  const fitting = rules.filter(({pattern}) => globOf(pattern).test(path))
  return Object.fromEntries(fitting.flatMap(({headers}) => headers.map(({key, value}) => [key.toLowerCase(), value])))
}

/** `**` is anything, `*` anything without a slash; a pattern without a slash fits in every folder. */
function globOf(pattern: string): RegExp {
  const place = pattern.includes('/') ? (pattern.startsWith('/') ? pattern : `/${pattern}`) : `**/${pattern}`
  const source = place
    .split(/(\*\*\/?|\*)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    })
    .join('')
  return new RegExp(place.startsWith('/') ? `^${source}$` : `^/?${source}$`, 's')
}
