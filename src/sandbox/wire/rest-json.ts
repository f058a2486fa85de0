import type {NormalizedSchema} from '@smithy/core/schema'
import type {DeferredService, Service} from '../core/service.js'
import type {SandboxReply, WireRequest} from './http.js'
import {bodyText} from './http.js'
import {decodeJson, encodeJson} from './json.js'
import {decodeRest, signedFor, type RestPayload} from './rest.js'
import {findHttpTrait, operationsOf} from './schemas.js'

/** A request for such a service; which operation it means is known once the service is loaded. */
export interface RestJsonRoute {
  readonly protocol: 'rest-json'
  readonly service: Service | DeferredService
  readonly request: WireRequest
}

/** A payload of which members that are bound to nothing are in the body, as JSON. */
export interface RestJsonPayload extends Omit<RestPayload, 'type' | 'query'> {
  readonly type: 'rest-json'
  /** A name may come more than once: lists do. */
  readonly query: WireRequest['query']
}

/** What a request is signed for, where that is a REST service that speaks JSON. */
export function readRestJsonRoute(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  const name = signedFor(request)
  if (name === undefined) return readUnsigned(request, services)
  const service = services.find((one) => one.protocol === 'rest-json' && one.name === name && !('paths' in one))
  return service && {protocol: 'rest-json', service, request}
}

/**
 * Which operation a request means: method and path decide, as the SDK's schemas have them. What comes before the path does not
 * matter, so that an endpoint may have one; the longest that fits is meant. What fits none is named by its method and path,
 * which no operation is.
 */
export function findRestJsonOperation(
  {sdk}: Pick<Service, 'sdk'>,
  request: WireRequest,
): {readonly operation: string; readonly payload: RestJsonPayload} {
  const {method, path, query, headers, body} = request
  const parts = partsOf(path)
  const fitting = operationsOf(sdk).flatMap((operation) => {
    const [verb, uri = ''] = findHttpTrait(sdk, operation) ?? []
    const template = partsOf(uri.split('?')[0] ?? '')
    const labels = verb === method ? readLabels(template, parts) : undefined
    return labels ? [{operation, labels, length: template.length}] : []
  })
  const [best] = fitting.sort((a, b) => b.length - a.length || a.labels.size - b.labels.size)
  const {operation, labels} = best ?? {operation: `${method} ${path}`, labels: new Map<string, string>()}
  return {operation, payload: {type: 'rest-json', labels, query, headers, body}}
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '')

/** The labels of `/2015-03-31/functions/{FunctionName}/policy`; `undefined` where the last parts of a path are others. */
function readLabels(wanted: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  const last = parts.slice(-wanted.length)
  if (last.length !== wanted.length) return undefined
  const labels = new Map<string, string>()
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)\+?\}$/.exec(part)?.[1]
    const given = decode(last[index] ?? '')
    if (name === undefined ? given !== part : given === '') return undefined
    if (name !== undefined) labels.set(name, given)
  }
  return labels
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The input of such an operation as typed values, from wherever its schema binds them to. */
export function decodeRestJson(schema: NormalizedSchema, payload: RestJsonPayload): object {
  const lists = listsIn(schema, payload)
  const inLists = new Set(
    members(schema).flatMap(([name, inner]) => (name in lists ? [inner.getMergedTraits().httpQuery] : [])),
  )
  const single = payload.query.filter(([key]) => !inLists.has(key))
  const bound = {
    ...decodeRest(schema, {...payload, type: 'rest', query: new Map(single)}),
    ...lists,
  }
  const isWhole = members(schema).every(([, inner]) => isBound(inner))
  return isWhole ? bound : {...decodeJson(schema, bodyText(payload)), ...bound}
}

/** Lists that are in the query: `tagKeys=a&tagKeys=b`. */
const listsIn = (schema: NormalizedSchema, {query}: RestJsonPayload): object =>
  Object.fromEntries(
    members(schema).flatMap(([name, inner]) => {
      const {httpQuery} = inner.getMergedTraits()
      const found = query.filter(([key]) => key === httpQuery).map(([, value]) => value)
      return inner.isListSchema() && found.length > 0 ? [[name, found]] : []
    }),
  )

/** The reply to such a call that went well: headers, and the bytes or the JSON that the schema binds to the body. */
export function encodeRestJson(
  schema: NormalizedSchema,
  output: object,
  {status, requestId}: {readonly status: number; readonly requestId: string},
): SandboxReply {
  const values = new Map<string, unknown>(Object.entries(output))
  const headers: Record<string, string> = {}
  let [code, body]: [number, string | Uint8Array | undefined] = [status, undefined]
  for (const [name, inner] of members(schema)) {
    const value = values.get(name)
    const {httpHeader, httpPayload, httpResponseCode} = inner.getMergedTraits()
    if (value === undefined) continue
    if (typeof httpHeader === 'string') headers[httpHeader.toLowerCase()] = value as string
    if (httpResponseCode) code = Number(value)
    if (httpPayload && value instanceof Uint8Array) body = value
    if (isBound(inner)) values.delete(name)
  }
  const isEmpty = code === 202 || code === 204
  const reply = restJsonReply({status: code, requestId, body: body ?? jsonOf(schema, values, isEmpty)})
  return {...reply, headers: {...reply.headers, ...headers}}
}

const jsonOf = (schema: NormalizedSchema, values: ReadonlyMap<string, unknown>, isEmpty: boolean): string =>
  isEmpty ? '' : encodeJson(schema, Object.fromEntries(values))

const members = (schema: NormalizedSchema): readonly [string, NormalizedSchema][] =>
  schema.isStructSchema() ? [...schema.structIterator()] : []

function isBound(schema: NormalizedSchema): boolean {
  const {httpLabel, httpQuery, httpHeader, httpPayload, httpResponseCode} = schema.getMergedTraits()
  return [httpLabel, httpQuery, httpHeader, httpPayload, httpResponseCode].some((trait) => trait !== undefined)
}

/** What is unsigned is known by its method and by how its path ends. */
function readUnsigned(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  if (['x-amz-target', 'authorization'].some((header) => request.headers.has(header))) return undefined
  const service = services.find(
    (one) =>
      'paths' in one &&
      one.paths.some((place) => {
        const [verb = '', end = ''] = place.split(' ')
        return verb === request.method && request.path.endsWith(end)
      }),
  )
  return service && {protocol: 'rest-json', service, request}
}

/** A reply to such a call; an error's name is in a header. */
export const restJsonReply = (
  {status, requestId, body}: {readonly status: number; readonly requestId: string; readonly body: string | Uint8Array},
  error?: string,
): SandboxReply => ({
  status,
  headers: {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    ...(error === undefined ? {} : {'x-amzn-errortype': error}),
  },
  body,
})
