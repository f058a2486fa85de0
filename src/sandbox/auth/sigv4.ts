import {createHmac, hash, timingSafeEqual} from 'node:crypto'
import {ServiceError} from '../core/errors.js'
import type {WireRequest} from '../wire/http.js'

const ALGORITHM = 'AWS4-HMAC-SHA256'
/**
 * What S3's clients send in the place of the body's hash: nothing of it is signed, or its chunks are, one by one. Their
 * own signatures are not checked here: they need the bytes in order, and whoever holds the key made the first one.
 */
const NO_HASH: ReadonlySet<string> = new Set([
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
])

/** What a request says about how it was signed. */
export interface Signature {
  readonly accessKeyId: string
  /** Credential scope: `20260131`, `eu-west-1`, `iam`. */
  readonly date: string
  readonly region: string
  readonly service: string
  /** Lower case, as they were signed. */
  readonly signedHeaders: readonly string[]
  readonly hex: string
  /** `20260131T235959Z` */
  readonly timestamp: string
  readonly sessionToken: string | undefined
  /** How long a presigned call is good for; `undefined` for a signature in the header. */
  readonly expiresSeconds: number | undefined
}

/**
 * Reads a request's Signature Version 4, from its `Authorization` header or its query; `undefined` when it has none.
 *
 * @throws ServiceError `IncompleteSignature` when a part of it is missing or malformed.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function readSignature(request: WireRequest): Signature | undefined {
  const authorization = request.headers.get('authorization')
  if (authorization !== undefined) return readHeader(request, authorization)
  const query = new Map(request.query.map(([name, value]) => [name.toLowerCase(), value]))
  if (!query.has('x-amz-algorithm') && !query.has('x-amz-signature')) return undefined
  return makeSignature({
    algorithm: query.get('x-amz-algorithm'),
    credential: query.get('x-amz-credential'),
    signedHeaders: query.get('x-amz-signedheaders'),
    hex: query.get('x-amz-signature'),
    timestamp: query.get('x-amz-date'),
    sessionToken: query.get('x-amz-security-token'),
    expiresSeconds: Number(query.get('x-amz-expires') ?? 0),
  })
}

function readHeader({headers}: WireRequest, authorization: string): Signature {
  const [algorithm = '', rest = ''] = authorization.split(/ (.*)/s)
  const parts = new Map(rest.split(',').map((part) => [part.split('=')[0]?.trim(), part.replace(/^[^=]*=/, '').trim()]))
  return makeSignature({
    algorithm,
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    hex: parts.get('Signature'),
    timestamp: headers.get('x-amz-date') ?? headers.get('date'),
    sessionToken: headers.get('x-amz-security-token'),
    expiresSeconds: undefined,
  })
}

interface Parts {
  readonly algorithm: string | undefined
  readonly credential: string | undefined
  readonly signedHeaders: string | undefined
  readonly hex: string | undefined
  readonly timestamp: string | undefined
  readonly sessionToken: string | undefined
  readonly expiresSeconds: number | undefined
}

function makeSignature({
  algorithm,
  credential = '',
  signedHeaders = '',
  hex = '',
  timestamp = '',
  ...rest
}: Parts): Signature {
  const [accessKeyId, date, region, service, ending, ...more] = credential.split('/')
  const headers = signedHeaders.split(';').map((name) => name.toLowerCase())
  if (algorithm !== ALGORITHM) throw incomplete('Unsupported AWS algorithm.')
  if (!accessKeyId || !date || !region || !service || ending !== 'aws4_request' || more.length > 0)
    throw incomplete("Authorization header requires a valid 'Credential' parameter.")
  if (!headers.includes('host')) throw incomplete("Authorization header requires 'SignedHeaders' with the host header.")
  if (!/^[0-9a-f]{64}$/.test(hex)) throw incomplete("Authorization header requires a valid 'Signature' parameter.")
  if (!/^\d{8}T\d{6}Z$/.test(timestamp)) throw incomplete("Authorization header requires a valid 'X-Amz-Date' header.")
  return {accessKeyId, date, region, service, signedHeaders: headers, hex, timestamp, ...rest}
}

const incomplete = (message: string): ServiceError => new ServiceError('IncompleteSignature', message, {status: 400})

/** Whether the request is signed with this secret, and nothing that was signed has changed on the way. */
export function signatureMatches(request: WireRequest, signature: Signature, secretAccessKey: string): boolean {
  const {date, region, service, timestamp} = signature
  const scope = `${date}/${region}/${service}/aws4_request`
  const text = [ALGORITHM, timestamp, scope, sha256(canonicalRequest(request, signature))].join('\n')
  const key = signingKey(secretAccessKey, [date, region, service])
  return timestamp.startsWith(date) && timingSafeEqual(hmac(key, text), Buffer.from(signature.hex, 'hex'))
}

/** Keys that were derived, by secret and scope: good for a day, so clients of AWS keep theirs too. */
const signingKeys = new Map<string, Buffer>()
const MOST_KEYS = 1_000

function signingKey(secretAccessKey: string, scope: readonly [date: string, region: string, service: string]): Buffer {
  const name = `${scope.join('/')}/${secretAccessKey}`
  const known = signingKeys.get(name)
  if (known !== undefined) return known
  const key = [...scope, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))
  if (signingKeys.size >= MOST_KEYS) signingKeys.clear()
  signingKeys.set(name, key)
  return key
}

function canonicalRequest(request: WireRequest, signature: Signature): string {
  const {signedHeaders} = signature
  const {method, path, query, headers, body} = request
  const pairs = query
    .filter(([name]) => name.toLowerCase() !== 'x-amz-signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  // All services but S3 encode a path that is encoded already once more.
  const segments = signature.service === 's3' ? path.split('/').map(decode) : path.split('/')
  const canonicalPath = segments.map(encode).join('/')
  return [
    method,
    canonicalPath,
    pairs.map(([name, value]) => `${name}=${value}`).join('&'),
    ...signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payloadHash(request, signature) ?? sha256(body),
  ].join('\n')
}

/** S3's clients may say that they left the body unsigned; a hash that is sent is taken only if it is true. */
function payloadHash({headers, body}: WireRequest, {service, expiresSeconds}: Signature): string | undefined {
  // Who signs a link does not know what will be sent to it.
  if (service === 's3' && expiresSeconds !== undefined) return 'UNSIGNED-PAYLOAD'
  const said = headers.get('x-amz-content-sha256')
  return said !== undefined && ((service === 's3' && NO_HASH.has(said)) || said === sha256(body)) ? said : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const sha256 = (content: string | Uint8Array): string => hash('sha256', content)

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
