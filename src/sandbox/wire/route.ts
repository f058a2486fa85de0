import {ServiceError} from '../core/errors.js'
import type {DeferredService, Service} from '../core/service.js'
import {bodyText, type WireRequest} from './http.js'
import type {Payload} from './payload.js'
import {readForm} from './query.js'
import {readRestJsonRoute, type RestJsonRoute} from './rest-json.js'
import {readRestRoute, signedFor, type RestRoute} from './rest.js'

/** Which operation of which service a request names. */
export type Route = RpcRoute | RestRoute | RestJsonRoute

interface RpcRoute {
  readonly protocol: 'json' | 'query'
  /** Absent when the sandbox has no such service. */
  readonly service: Service | DeferredService | undefined
  /** As the client wrote it. */
  readonly operation: string
  readonly payload: Payload
}

/**
 * Finds service and operation: REST services by what a request is signed for, JSON services by `X-Amz-Target`, the
 * others by `Action` and `Version`. But for REST the path does not matter, so that an endpoint may have one.
 *
 * @throws ServiceError `MissingAction` when the request names none; `UnknownOperationException` (501) when it is signed
 * for
 *   a service that is not here.
 */
export function readRoute(request: WireRequest, services: readonly (Service | DeferredService)[]): Route {
  const rest = readRestRoute(request, services) ?? readRestJsonRoute(request, services)
  if (rest !== undefined) return rest
  const target = request.headers.get('x-amz-target')
  if (target !== undefined) {
    const dot = target.lastIndexOf('.')
    const service = services.find((one) => one.protocol === 'json' && one.target === target.slice(0, dot))
    return {
      protocol: 'json',
      service,
      operation: target.slice(dot + 1),
      payload: {type: 'json', text: bodyText(request)},
    }
  }
  // A presigned call has its parameters in the query.
  const form = new Map([...request.query, ...readForm(bodyText(request))])
  const operation = form.get('Action')
  if (operation === undefined && isForeign(request, services))
    throw new ServiceError('UnknownOperationException', unserved(request), {status: 501})
  if (operation === undefined)
    throw new ServiceError('MissingAction', 'The request names no operation: it has neither X-Amz-Target nor Action.')
  const version = form.get('Version')
  const service = services.find((one) => one.protocol === 'query' && one.target === version)
  return {protocol: 'query', service, operation, payload: {type: 'query', form}}
}

/**
 * Whether a request is signed for a service that the sandbox does not have: Lambda's, for example, name no operation.
 */
export function isForeign(request: WireRequest, services: readonly {readonly name: string}[]): boolean {
  const name = signedFor(request)
  return name !== undefined && services.every((one) => one.name !== name)
}

const unserved = (request: WireRequest): string =>
  `awsup's sandbox has no service ${signedFor(request) ?? ''}: it does not answer ${request.method} ${request.path}`
