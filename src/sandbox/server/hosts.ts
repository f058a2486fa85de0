import {ServiceError} from '../core/errors.js'
import {normalizeRequest, type SandboxReply, type SandboxRequest} from '../wire/http.js'
import {encodeError} from '../wire/protocol.js'
import {signedFor} from '../wire/rest.js'

/** Names that always mean this machine: no name server is asked for them (RFC 6761, 6.3), so nobody can rebind them. */
const LOOPBACK = /^((.+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** The host of a `Host` header: lower case, without port and the dot at the end of a full name. */
export const hostName = (header = ''): string => header.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')

/**
 * The name by which a request that the sandbox answers has called it: one of this machine's, one of `named`, or a name
 * below these, as S3's clients put the bucket in front. `undefined` for any other: a page in a browser may have pointed
 * its own name at this machine ("DNS rebinding"), and would then be let in as that name's own page.
 *
 * @param named as the user named them, lower case
 * @returns the address for documents that name one: `127.0.0.1`, or the one of `named`; never what the request sent
 */
export function findHost(header: string | undefined, named: readonly string[]): string | undefined {
  const name = hostName(header)
  if (LOOPBACK.test(name)) return '127.0.0.1'
  return named.find((known) => name === known || name.endsWith(`.${known}`))
}

/** What a request under another name is answered, in the words of its protocol, so that an SDK shows it. */
export function refuseHost(sent: SandboxRequest, host: string | undefined): SandboxReply {
  const request = normalizeRequest(sent)
  const name = hostName(host)
  const error = new ServiceError(
    'HostNotAllowed',
    `awsup's sandbox does not answer to the name ${JSON.stringify(name)}: call it by 127.0.0.1 or localhost, or start it with awsup sandbox serve --host ${/^[\w.-]+$/.test(name) ? name : '<name>'}`,
    {status: 403},
  )
  return encodeError(error, protocolOf(request), undefined)
}

function protocolOf(request: ReturnType<typeof normalizeRequest>): 'json' | 'rest-xml' | 'rest-json' | 'query' {
  if (request.headers.has('x-amz-target')) return 'json'
  const service = signedFor(request)
  if (service === 's3') return 'rest-xml'
  return service === 'account' || service === 'amplify' ? 'rest-json' : 'query'
}
