import {createHash} from 'node:crypto'
import {crc32} from 'node:zlib'
import {ServiceError} from '../core/errors.js'

/** What a request carries, freed of its `aws-chunked` frame, with the checksums that came after it. */
interface Content {
  readonly bytes: Buffer
  /** Lower-case names. */
  readonly trailers: ReadonlyMap<string, string>
}

const STREAMED: ReadonlySet<string> = new Set([
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
])

/**
 * The body of an upload as it was before it was sent, with its checksums compared.
 *
 * @throws ServiceError `BadDigest` where a checksum is another's, `IncompleteBody` where something is missing,
 *   `NotImplemented` for frames of another sort (chunks that are signed with elliptic curves).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function readContent(headers: ReadonlyMap<string, string>, body: Buffer): Buffer {
  const {bytes, trailers} = unframe(headers, body)
  const sums: readonly (readonly [header: string, compute: () => string])[] = [
    ['x-amz-checksum-crc32', () => crc32Of(bytes)],
    ['x-amz-checksum-sha1', () => digest('sha1', bytes)],
    ['x-amz-checksum-sha256', () => digest('sha256', bytes)],
    ['content-md5', () => digest('md5', bytes)],
  ]
  for (const [header, compute] of sums) {
    const said = trailers.get(header) ?? headers.get(header)
    if (said !== undefined && said !== compute())
      throw new ServiceError('BadDigest', `The ${header} you specified did not match the calculated checksum.`)
  }
  return bytes
}

const digest = (algorithm: string, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('base64')

function crc32Of(bytes: Buffer): string {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum.toString('base64')
}

function unframe(headers: ReadonlyMap<string, string>, body: Buffer): Content {
  const how = headers.get('x-amz-content-sha256') ?? ''
  if (!how.startsWith('STREAMING-')) return {bytes: body, trailers: new Map()}
  if (!STREAMED.has(how))
    throw new ServiceError('NotImplemented', `awsup's sandbox does not read ${how}`, {status: 501})
  const content = readChunks(body)
  const length = headers.get('x-amz-decoded-content-length')
  if (length !== undefined && Number(length) !== content.bytes.length) throw incomplete()
  return content
}

/** `<hex length>\r\n<bytes>\r\n` again and again, a chunk of length 0, then `name:value` lines. */
function readChunks(body: Buffer): Content {
  const chunks: Buffer[] = []
  for (let at = 0; ;) {
    const end = body.indexOf('\r\n', at)
    const header = body.toString('latin1', at, end === -1 ? at : end)
    const length = /^[0-9a-f]{1,8}(;.*)?$/i.test(header) ? Number.parseInt(header, 16) : undefined
    if (length === undefined) throw incomplete()
    if (length === 0) return {bytes: Buffer.concat(chunks), trailers: readTrailers(body.toString('latin1', end + 2))}
    const chunk = body.subarray(end + 2, end + 2 + length)
    if (chunk.length < length) throw incomplete()
    chunks.push(chunk)
    at = end + 2 + length + 2
  }
}

const readTrailers = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/\r?\n/)
      .filter((line) => line.includes(':'))
      .map((line) => [line.replace(/:.*/s, '').trim().toLowerCase(), line.replace(/^[^:]*:/, '').trim()]),
  )

const incomplete = (): ServiceError =>
  new ServiceError('IncompleteBody', 'The request body terminated unexpectedly', {status: 400})
