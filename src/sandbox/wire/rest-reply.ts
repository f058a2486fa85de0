import type {StreamingBlobPayloadOutputTypes} from '@smithy/types'
import {NormalizedSchema} from '@smithy/core/schema'
import {uuid} from '../core/ids.js'
import type {SandboxReply} from './http.js'
import {render} from './xml.js'

/** One body as an operation answers it: see `bytesOf` for the other way. */
export const streamOf = (bytes: Uint8Array): StreamingBlobPayloadOutputTypes =>
  bytes as unknown as StreamingBlobPayloadOutputTypes

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'
const ERROR = NormalizedSchema.of([
  3,
  'sandbox',
  'Error',
  0,
  ['Code', 'Message', 'RequestId', 'HostId'],
  [0, 0, 0, 0],
] as never)

/** The reply to a REST call that went well: headers, and the bytes or XML that the schema binds to the body. */
export function encodeRest(schema: NormalizedSchema, output: object, status: number): SandboxReply {
  const members = schema.isStructSchema() ? [...schema.structIterator()] : []
  const values = new Map<string, unknown>(Object.entries(output))
  const headers: Record<string, string> = {}
  const rest: Record<string, unknown> = {}
  let body: string | Uint8Array | undefined
  let hasXml = false
  for (const [name, inner] of members) {
    const {httpHeader, httpPrefixHeaders, httpPayload} = inner.getMergedTraits()
    const value = values.get(name)
    if (httpHeader === undefined && httpPrefixHeaders === undefined && !httpPayload) {
      hasXml = true
      rest[name] = value
    } else if (value === undefined) continue
    else if (typeof httpHeader === 'string') headers[httpHeader.toLowerCase()] = renderHeader(value)
    else if (typeof httpPrefixHeaders === 'string')
      for (const [key, text] of Object.entries(value as object)) headers[httpPrefixHeaders + key] = String(text)
    else if (inner.isStructSchema() && typeof value === 'object' && value !== null)
      body = render(inner, value, NAMESPACE)
    else if (typeof value === 'string') {
      // The policy of a bucket: the JSON that was put.
      headers['content-type'] = 'application/json'
      body = value
    } else body = value as Uint8Array
  }
  if (hasXml || (typeof body === 'string' && headers['content-type'] === undefined))
    headers['content-type'] = 'application/xml'
  return {
    status: headers['content-range'] === undefined ? status : 206,
    headers: {...headers, ...requestIds()},
    body: body ?? (hasXml ? render(schema, rest, NAMESPACE) : ''),
  }
}

/** `<Error><Code/><Message/><RequestId/>`: S3's own errors are in no namespace and no wrapper. */
export function encodeRestError(code: string, message: string, status: number): SandboxReply {
  const ids = requestIds()
  const value = {Code: code, Message: message, RequestId: ids['x-amz-request-id'], HostId: ids['x-amz-id-2']}
  // What was not modified has no body.
  if (status === 304) return {status, headers: ids, body: ''}
  return {status, headers: {'content-type': 'application/xml', ...ids}, body: render(ERROR, value, '')}
}

const requestIds = () => ({
  'x-amz-request-id': uuid().replaceAll('-', '').slice(0, 16).toUpperCase(),
  'x-amz-id-2': Buffer.from(uuid()).toString('base64'),
})

const renderHeader = (value: unknown): string => (value instanceof Date ? value.toUTCString() : String(value))
