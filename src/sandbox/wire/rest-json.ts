import type {DeferredService, Service} from '../core/service.js'
import type {SandboxReply, WireRequest} from './http.js'
import {bodyText} from './http.js'
import type {Payload} from './payload.js'
import {signedFor} from './rest.js'

export interface RestJsonRoute {
  readonly protocol: 'rest-json'
  readonly service: Service | DeferredService
  readonly operation: string
  readonly payload: Payload
}

/**
 * Which operation of a REST service that speaks JSON a request means; `undefined` when it is of none. Those that are
 * signed take a POST to their own name: `/enableRegion` is EnableRegion. What comes before the name does not matter, so that
 * an endpoint may have a path.
 */
export function readRestJsonRoute(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  const name = signedFor(request)
  if (name === undefined) return readUnsigned(request, services)
  const service = services.find((one) => one.protocol === 'rest-json' && one.name === name && !('paths' in one))
  if (service === undefined) return undefined
  const last = request.path.split('/').at(-1) ?? ''
  const operation =
    request.method === 'POST' ? last.charAt(0).toUpperCase() + last.slice(1) : `${request.method} ${request.path}`
  return {protocol: 'rest-json', service, operation, payload: {type: 'json', text: bodyText(request)}}
}

/** What is unsigned is known by its method and by how its path ends. */
function readUnsigned(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  if (['x-amz-target', 'authorization'].some((header) => request.headers.has(header))) return undefined
  const {method, path, query, headers, body} = request
  for (const service of services) {
    if (!('paths' in service)) continue
    const found = Object.entries(service.paths ?? {}).find(([place]) => {
      const [verb = '', end = ''] = place.split(' ')
      return verb === method && path.endsWith(end)
    })
    if (found === undefined) continue
    // Without a body, members are in the query and in headers.
    const payload: Payload =
      body.length === 0
        ? {type: 'rest', labels: new Map(), query: new Map(query), headers, body}
        : {type: 'json', text: bodyText(request)}
    return {protocol: 'rest-json', service, operation: found[1], payload}
  }
  return undefined
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
