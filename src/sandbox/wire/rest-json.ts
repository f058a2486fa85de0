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
 * Which operation of a REST service that speaks JSON a request means; `undefined` when it is signed for none. Those
 * that the sandbox serves take a POST to their own name: `/enableRegion` is EnableRegion. What comes before the name does not matter, so that
 * an endpoint may have a path.
 */
export function readRestJsonRoute(
  request: WireRequest,
  services: readonly (Service | DeferredService)[],
): RestJsonRoute | undefined {
  const name = signedFor(request)
  const service = services.find((one) => one.protocol === 'rest-json' && one.name === name)
  if (service === undefined) return undefined
  const last = request.path.split('/').at(-1) ?? ''
  const operation =
    request.method === 'POST' ? last.charAt(0).toUpperCase() + last.slice(1) : `${request.method} ${request.path}`
  return {protocol: 'rest-json', service, operation, payload: {type: 'json', text: bodyText(request)}}
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
