import {Readable} from 'node:stream'
import {HttpResponse, type HttpHandler, type HttpRequest} from '@smithy/core/protocols'
import {isRegion} from '../core/regions.js'
import type {Sandbox} from '../sandbox.js'

/** The `requestHandler` of SDK clients that talk to a sandbox in their own process, without a network. */
export function requestHandlerFor(sandbox: Pick<Sandbox, 'handle'>): HttpHandler {
  return {
    handle: async (request) => {
      requireHost(request.hostname)
      const answer = await sandbox.handle(toSandboxRequest(request))
      if (answer === 'drop') throw lostConnection()
      const {status, headers, body} = answer
      return {response: new HttpResponse({statusCode: status, headers: {...headers}, body: streamed(body)})}
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

/** The SDK takes bytes that it hands on only as a stream, and reads texts from either. */
const streamed = (body: string | Uint8Array): Buffer | Readable =>
  typeof body === 'string' ? Buffer.from(body) : Readable.from([Buffer.from(body)])

/**
 * A region that AWS does not have has no hosts: `cognito-idp.eu-west-9.amazonaws.com` is a name that no DNS knows.
 *
 * @throws Error ENOTFOUND, as Node's resolver says it.
 */
function requireHost(hostname: string): void {
  const region = /(?:^|\.)([a-z]{2,}(?:-[a-z]+)+-\d+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(hostname)?.[1]
  if (region === undefined || isRegion(region)) return
  throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {code: 'ENOTFOUND', hostname})
}

function toSandboxRequest({method, path, query, headers, body}: HttpRequest): Parameters<Sandbox['handle']>[0] {
  const content: unknown = body
  if (content !== undefined && typeof content !== 'string' && !(content instanceof Uint8Array))
    throw new TypeError('the sandbox takes requests whose body is text or bytes')
  return {method, path, query, headers, body: content}
}

/** What the SDK's own HTTP handler throws when a connection is lost; it takes that for transient. */
const lostConnection = (): Error =>
  Object.assign(new Error('socket hang up'), {name: 'TimeoutError', code: 'ECONNRESET'})
