import type {CustomRule} from '@aws-sdk/client-amplify'

/** What is served at a path: a file, with a status; a way to another address; or nothing. */
export type Found =
  | {readonly file: string; readonly status: number}
  | {readonly location: string; readonly status: number}
  | {readonly elsewhere: string}
  | undefined

/**
 * What rules say of a path, decoded, with its leading slash. Rules are read from the top, and the first that applies counts:
 * `404` and `404-200` only where there is no file, the others wherever they fit (Amplify Hosting user guide, "Setting up
 * redirects and rewrites"). Rules for countries and for other hosts are left out.
 */
export function applyRules(
  path: string,
  rules: readonly CustomRule[],
  fileAt: (path: string) => string | undefined,
): Found {
  const there = fileAt(path)
  for (const {source = '', target = '', status = '302', condition} of rules) {
    const parts = condition === undefined || condition === '' ? match(source, path) : undefined
    if (!parts || (status.startsWith('404') && there !== undefined)) continue
    const to = target.replaceAll(/<([^>]+)>/g, (_found, name: string) => parts.get(name) ?? '')
    if (status === '301' || status === '302') return {location: to, status: Number(status)}
    if (/^https?:/i.test(to)) return {elsewhere: to}
    const file = fileAt(to)
    if (file !== undefined) return {file, status: status === '404' ? 404 : 200}
    if (status === '200') return undefined
  }
  return there === undefined ? undefined : {file: there, status: 200}
}

/** What placeholders of a source stand for in a path; `undefined` where it does not fit. */
function match(source: string, path: string): ReadonlyMap<string, string> | undefined {
  const expression = /^<\/(.*)\/([a-z]*)>$/s.exec(source)
  if (expression) return testExpression(expression[1] ?? '', path) ? new Map() : undefined
  const names: string[] = []
  const pattern = source.split(/(<[^>]+>)/).map((part) => {
    const name = /^<([^>]+)>$/.exec(part)?.[1]
    if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    names.push(name)
    return name === '*' ? '(.*)' : '([^/]+)'
  })
  const found = new RegExp(`^${pattern.join('')}$`, 's').exec(path)
  return found ? new Map(names.map((name, index) => [name, found[index + 1] ?? ''])) : undefined
}

function testExpression(text: string, path: string): boolean {
  try {
    return new RegExp(text).test(path)
  } catch {
    return false
  }
}
