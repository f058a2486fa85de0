import {createHmac, timingSafeEqual} from 'node:crypto'
import {bucketInHost} from '../wire/bucket-host.js'
import type {WireRequest} from '../wire/http.js'

/** A link to S3 that is signed the older way: boto3 makes them so unless it is told otherwise. */
export interface LinkSignature {
  readonly accessKeyId: string
  readonly sessionToken: string | undefined
  /** Seconds since 1970. */
  readonly expires: number
  /** Base64. */
  readonly signature: string
}

/** Reads the Signature Version 2 of a link; `undefined` where it has none. */
export function readLinkSignature({query, headers}: WireRequest): LinkSignature | undefined {
  const found = new Map(query)
  const accessKeyId = found.get('AWSAccessKeyId')
  const signature = found.get('Signature')
  if (accessKeyId === undefined || signature === undefined || headers.has('authorization')) return undefined
  const sessionToken = found.get('x-amz-security-token')
  return {accessKeyId, signature, sessionToken, expires: Number(found.get('Expires'))}
}

/** Parts of the query that name what is meant, and so are signed (S3 user guide, "Signing and authenticating REST requests"). */
const SIGNED_QUERY: ReadonlySet<string> = new Set(
  `acl cors delete lifecycle location logging notification partNumber policy requestPayment response-cache-control
   response-content-disposition response-content-encoding response-content-language response-content-type
   response-expires tagging torrent uploadId uploads versionId versioning versions website`.split(/\s+/),
)

/** Whether a link is signed with this secret. */
export function linkMatches(request: WireRequest, {expires, signature}: LinkSignature, secret: string): boolean {
  const {method, headers, query} = request
  const amazon = [...headers, ...query].filter(([name]) => /^x-amz-/i.test(name))
  const lines = amazon.map(([name, value]) => `${name.toLowerCase()}:${value.trim()}\n`).sort()
  const signed = query
    .filter(([name]) => SIGNED_QUERY.has(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .sort()
  const resource = `${pathOf(request)}${signed.length > 0 ? `?${signed.join('&')}` : ''}`
  const head = [method, headers.get('content-md5') ?? '', headers.get('content-type') ?? '', `${expires}`].join('\n')
  const wanted = createHmac('sha1', secret)
    .update(`${head}\n${lines.join('')}${resource}`)
    .digest()
  const given = Buffer.from(signature, 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** With the bucket in front, also where the host names it. */
function pathOf({headers, path}: WireRequest): string {
  const bucket = bucketInHost(headers)
  return bucket === undefined ? path : `/${bucket}${path}`
}
