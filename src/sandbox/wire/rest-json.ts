import type {NormalizedSchema} from '@smithy/core/schema'
import type {DeferredService, Service} from '../core/service.js'
import type {SandboxReply, WireRequest} from './http.js'
import {bodyText} from './http.js'
import {decodeJson} from './json.js'
import {readSimple} from './query.js'
import {signedFor} from './rest.js'
import {findHttpTrait} from './schemas.js'

/** The parts of a request to a REST service that speaks JSON, before anybody knows which operation it means. */
export interface RestJsonPayload {
  readonly type: 'rest-json'
  readonly method: string
  /** Still encoded. */
  readonly path: string
  readonly query: WireRequest['query']
  readonly text: string
  /** By the operation's template: set where the operation is known. */
  readonly labels: ReadonlyMap<string, string>
}

export interface RestJsonRoute {
  readonly protocol: 'rest-json'
  readonly service: Service | DeferredService
  /** `POST /apps`: which operation that is, the service's schemas say (`resolveRestJson`). */
  readonly operation: string
  readonly payload: RestJsonPayload
}

/** The REST service that speaks JSON which a request is signed for; `undefined` when it is signed for none. */
export function readRestJsonRoute(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  const name = signedFor(request)
  const service = services.find((one) => one.protocol === 'rest-json' && one.name === name)
  if (service === undefined) return undefined
  const {method, path, query} = request
  return {
    protocol: 'rest-json',
    service,
    operation: `${method} ${path}`,
    payload: {type: 'rest-json', method, path, query, text: bodyText(request), labels: new Map()},
  }
}

interface Resolved {
  readonly operation: string
  readonly payload: RestJsonPayload
}

/**
 * Which operation method and path mean, by the SDK's schemas: `DELETE /apps/{appId}` is DeleteApp. What comes before does
 * not matter, so that an endpoint may have a path; the longest that fits is meant. What fits none keeps its method and
 * path as its name, which no operation has.
 */
export function resolveRestJson({sdk, operations}: Service, payload: RestJsonPayload, unknown: string): Resolved {
  const segments = payload.path.split('/').filter((segment) => segment !== '')
  const fitting = Object.keys(operations).flatMap((operation) => {
    const [method, uri = ''] = findHttpTrait(sdk, operation) ?? []
    const template = (uri.split('?')[0] ?? '').split('/').filter((segment) => segment !== '')
    const labels = method === payload.method ? fit(template, segments) : undefined
    return labels ? [{operation, labels, length: template.length}] : []
  })
  const [best] = fitting.sort((a, b) => b.length - a.length || a.labels.size - b.labels.size)
  return best ? {operation: best.operation, payload: {...payload, labels: best.labels}} : {operation: unknown, payload}
}

/** Labels of a template that the end of a path fits; `undefined` where it does not. */
function fit(template: readonly string[], segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (template.length > segments.length) return undefined
  const meant = segments.slice(segments.length - template.length)
  const labels = new Map<string, string>()
  for (const [index, part] of template.entries()) {
    const label = /^\{(\w+)\+?\}$/.exec(part)?.[1]
    const segment = meant[index] ?? ''
    if (label === undefined && part !== segment) return undefined
    if (label !== undefined) labels.set(label, decode(segment))
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

/**
 * The input of such an operation as typed values, from wherever its schema binds them to.
 *
 * @throws ServiceError what `decodeJson` does; `MalformedInput` for a part of the query that is no number
 */
export function decodeRestJson(schema: NormalizedSchema, {labels, query, text}: RestJsonPayload): object {
  const bound: [string, unknown][] = []
  for (const [name, inner] of schema.isStructSchema() ? schema.structIterator() : []) {
    const {httpLabel, httpQuery} = inner.getMergedTraits()
    if (httpLabel && labels.has(name)) bound.push([name, labels.get(name)])
    if (typeof httpQuery !== 'string') continue
    const found = query.filter(([key]) => key === httpQuery).map(([, value]) => value)
    if (found.length === 0) continue
    bound.push([name, inner.isListSchema() ? found : readSimple(inner, found[0] ?? '', httpQuery)])
  }
  return {...decodeJson(schema, text), ...Object.fromEntries(bound)}
}

/** A reply to such a call; an error's name is in a header. */
export const restJsonReply = (
  {status, requestId, body}: {readonly status: number; readonly requestId: string; readonly body: string},
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
