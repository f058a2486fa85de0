import {XmlShapeDeserializer} from '@aws-sdk/core/protocols'
import type {NormalizedSchema} from '@smithy/core/schema'
import {ServiceError} from '../core/errors.js'
import type {DeferredService, Service} from '../core/service.js'
import {bucketInHost} from './bucket-host.js'
import {readContent} from './chunked.js'
import type {WireRequest} from './http.js'
import {readSimple} from './query.js'
import {findHttpTrait, findOperationShape} from './schemas.js'

/** The parts of a REST request that its members are bound to. */
export interface RestPayload {
  readonly type: 'rest'
  readonly labels: ReadonlyMap<string, string>
  readonly query: ReadonlyMap<string, string>
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

export interface RestRoute {
  readonly protocol: 'rest-xml'
  readonly service: Service
  readonly operation: string
  readonly payload: RestPayload
}

/** What a request is signed for: `Credential=<key>/<date>/<region>/<service>/aws4_request`. */
export function signedFor({headers, query}: WireRequest): string | undefined {
  // A link that is signed the older way names no service; only S3 takes those.
  if (!headers.has('authorization') && query.some(([name]) => name === 'AWSAccessKeyId')) return 's3'
  const credential = query.find(([name]) => name.toLowerCase() === 'x-amz-credential')?.[1]
  const text = headers.get('authorization') ?? (credential === undefined ? '' : `Credential=${credential}`)
  return /Credential=[^/,]+\/\d+\/[^/,]+\/([a-z0-9-]+)\/aws4_request/.exec(text)?.[1]
}

/**
 * Which operation of a REST service a request means; `undefined` when it is signed for none. Method, place and query
 * decide, as the SDK's schemas have them; what fits none is named by its method and query, which no operation is.
 */
export function readRestRoute(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestRoute | undefined {
  const name = signedFor(request)
  const service = services.find(
    (one): one is Service => !('load' in one) && one.protocol === 'rest-xml' && one.name === name,
  )
  if (service === undefined) return undefined
  const labels = readLabels(request)
  const {headers, body} = request
  const query = new Map(request.query)
  const payload: RestPayload = {type: 'rest', labels, query, headers, body}
  const found = Object.keys(service.operations).find((one) => fits(service, one, {method: request.method, payload}))
  const unknown = `${request.method} ${[...query.keys()].map((one) => `?${one}`).join('')}`
  const copied = query.has('uploadId') ? 'UploadPartCopy' : 'CopyObject'
  const operation = headers.has('x-amz-copy-source') ? copied : (found ?? unknown.trim())
  return {protocol: 'rest-xml', service, operation, payload}
}

/** Bucket and key, by the host or by the path. */
function readLabels({headers, path}: WireRequest): ReadonlyMap<string, string> {
  const hosted = bucketInHost(headers)
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  const bucket = hosted ?? decode(first)
  const key = decode(hosted === undefined ? rest : path.slice(1))
  return new Map([['Bucket', bucket] as const, ['Key', key] as const].filter(([, value]) => value !== ''))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function fits(
  {sdk}: Service,
  operation: string,
  {method, payload: {labels, query}}: {method: string; payload: RestPayload},
): boolean {
  const shape = findOperationShape(sdk, operation)
  const [verb, uri] = findHttpTrait(sdk, operation) ?? []
  if (shape === undefined || uri === undefined || verb !== method) return false
  const members = [...shape.input.structIterator()].map(([name, inner]) => [name, inner.getMergedTraits()] as const)
  const wanted = members.filter(([, traits]) => traits.httpLabel).map(([name]) => name)
  if (wanted.length !== labels.size || !wanted.every((name) => labels.has(name))) return false
  const literals = new URLSearchParams(uri.split('?')[1] ?? '')
  literals.delete('x-id')
  for (const [name, value] of literals) if (query.get(name) !== value) return false
  const known = new Set([...literals.keys(), ...members.map(([, traits]) => traits.httpQuery)])
  return [...query.keys()].every((name) => known.has(name) || LINK.has(name) || /^x-(id$|amz-)/i.test(name))
}

/** What the signature of a link adds to its query. */
const LINK: ReadonlySet<string> = new Set(['AWSAccessKeyId', 'Expires', 'Signature'])

/**
 * The input of a REST operation as typed values, from wherever its schema binds them to.
 *
 * @throws ServiceError what `readContent` does; `MalformedXML`; `MalformedInput` for a header that is no number or
 * time.
 */
export function decodeRest(schema: NormalizedSchema, payload: RestPayload): object {
  const members = [...schema.structIterator()].map(
    ([name, inner]) => [name, decodeMember(name, inner, payload)] as const,
  )
  return Object.fromEntries(members.filter(([, value]) => value !== undefined))
}

function decodeMember(name: string, schema: NormalizedSchema, {labels, query, headers, body}: RestPayload): unknown {
  const {httpLabel, httpQuery, httpHeader, httpPrefixHeaders, httpPayload} = schema.getMergedTraits()
  if (httpLabel) return labels.get(name)
  if (typeof httpQuery === 'string') return readText(schema, query.get(httpQuery), httpQuery)
  if (typeof httpHeader === 'string') return readText(schema, headers.get(httpHeader.toLowerCase()), httpHeader)
  if (typeof httpPrefixHeaders === 'string') return withPrefix(headers, httpPrefixHeaders)
  if (!httpPayload) return undefined
  const content = readContent(headers, body)
  if (schema.isBlobSchema()) return content
  // A policy is sent as it is.
  if (schema.isStringSchema()) return content.toString('utf8')
  return content.length === 0 ? undefined : readXml(schema, content.toString('utf8'))
}

const readText = (schema: NormalizedSchema, text: string | undefined, name: string): unknown =>
  text === undefined ? undefined : readSimple(schema, text, name)

function withPrefix(headers: ReadonlyMap<string, string>, prefix: string): object | undefined {
  const found = [...headers].filter(([name]) => name.startsWith(prefix))
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
}

function readXml(schema: NormalizedSchema, text: string): unknown {
  const settings = {
    timestampFormat: {useTrait: true, default: 5},
    xmlNamespace: '',
    serviceNamespace: 'sandbox',
  } as const
  try {
    return new XmlShapeDeserializer(settings).read(schema, text)
  } catch {
    throw new ServiceError('MalformedXML', 'The XML you provided was not well-formed.', {status: 400})
  }
}

/** A streamed body that an operation was given: the SDK types it as a stream, on this side of the wire it is bytes. */
export const bytesOf = (body: unknown): Buffer => (body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0))
