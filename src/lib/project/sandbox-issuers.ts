import {readRegularFile} from '../../files/read.js'
import {UsageError} from '../base/errors.js'

/** Bytes; the key sets of GitHub, GitLab and Bitbucket have less than a tenth. */
const LIMIT = 65_536
const SECONDS = 5
const KEYS = 100
/** What a key set says of a public key (RFC 7517, RFC 7518); a private part is left out. */
const PUBLIC = ['kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y']

/** Exactly what IAM takes for an issuer: https, without port and query. */
const ISSUER = /^https:\/\/([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+(\/[^?#=\s]*)?$/i
const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]', 'localhost']

/**
 * The keys of issuers for the sandbox, from `https://issuer=http://127.0.0.1:8080/jwks` or `https://issuer=keys.json`: read
 * once, of this machine alone, at most 64 KiB within five seconds. Throws UsageError for anything else.
 *
 * @returns issuer → its public keys, as the text of a JSON Web Key Set
 */
export async function readIssuers(flags: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const issuers = new Map<string, string>()
  for (const flag of flags) {
    const [, issuer = '', place = ''] = /^([^=]*)=(.+)$/s.exec(flag) ?? []
    if (!ISSUER.test(issuer)) {
      throw wrong(`--issuer ${show(flag)} does not begin with the URL of an issuer`, EXAMPLE)
    }
    if (issuers.has(issuer)) throw wrong(`--issuer names ${issuer} twice`, 'Keep one of them.')
    issuers.set(issuer, publicKeys(/^[a-z]+:\/\//i.test(place) ? await ask(place) : readFile(place), place))
  }
  return Object.fromEntries(issuers)
}

const EXAMPLE =
  'For example: --issuer https://token.actions.githubusercontent.com=http://127.0.0.1:8080/jwks, or a file with the keys.'

const show = (text: string): string => JSON.stringify(text)

const wrong = (message: string, hint: string, cause?: unknown): UsageError =>
  new UsageError(message, {hint, details: {flag: '--issuer'}, cause})

function readFile(path: string): string {
  const refuse = (why: string, cause?: unknown): UsageError => wrong(`${path} ${why}`, EXAMPLE, cause)
  const bytes = readRegularFile(path, {limit: LIMIT, refuse})
  if (!bytes) throw refuse('does not exist')
  return bytes.toString('utf8')
}

/** No redirects: they could lead to another machine. */
async function ask(place: string): Promise<string> {
  const url = URL.canParse(place) ? new URL(place) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || !LOOPBACK.includes(url.hostname) || url.username !== '') {
    throw wrong(`--issuer reads keys from ${show(place)}, which is not on this machine`, EXAMPLE)
  }
  try {
    const reply = await fetch(url, {redirect: 'error', signal: AbortSignal.timeout(SECONDS * 1000)})
    if (!reply.ok) throw new Error(`it answers ${reply.status}`)
    return await bounded(reply)
  } catch (error) {
    const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : ''
    throw wrong(`the keys at ${place} cannot be read: ${why}`, 'Start what serves them first.', error)
  }
}

async function bounded({body}: Response): Promise<string> {
  const parts: Uint8Array[] = []
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    parts.push(part.value)
    if (Buffer.concat(parts).length > LIMIT) throw new Error(`it has more than ${LIMIT} bytes`)
  }
  return Buffer.concat(parts).toString('utf8')
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function publicKeys(text: string, place: string): string {
  const set = parse(text)
  const keys = isObject(set) && Array.isArray(set['keys']) ? set['keys'].filter(isObject) : []
  if (keys.length === 0 || keys.length > KEYS)
    throw wrong(`${place} is not a JSON Web Key Set`, 'It has to be {"keys": [{"kty": "RSA", "kid": "…", …}]}.')
  const known = keys.map((key) =>
    Object.fromEntries(PUBLIC.flatMap((name) => (name in key ? [[name, key[name]]] : []))),
  )
  return JSON.stringify({keys: known})
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said by who asks: it is no key set either.
    return undefined
  }
}
