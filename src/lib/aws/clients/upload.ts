import {HttpRequest, type HttpHandler} from '@smithy/core/protocols'
import {AwsRefusedError} from '../../base/errors.js'

/** Loopback, where a sandbox or another server of one's own may be. */
const LOCAL = /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Puts bytes at an address that AWS gave: the address itself is the permission. Answers the status. */
export async function upload(url: string, bytes: Uint8Array, carrier: HttpHandler): Promise<number> {
  const place = URL.canParse(url) ? new URL(url) : undefined
  if (!place || (place.protocol !== 'https:' && !(place.protocol === 'http:' && LOCAL.test(place.hostname)))) {
    throw new AwsRefusedError('AWS answered an address to upload to that is not one of https', {
      code: 'NOT_AWS',
      hint: 'Something else than AWS may have answered: check the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    })
  }
  const query: Record<string, string> = Object.fromEntries(place.searchParams)
  const request = new HttpRequest({
    method: 'PUT',
    protocol: place.protocol,
    hostname: place.hostname,
    ...(place.port === '' ? {} : {port: Number(place.port)}),
    path: place.pathname,
    query,
    headers: {host: place.host, 'content-length': String(bytes.length)},
    body: bytes,
  })
  const {response} = await carrier.handle(request)
  return response.statusCode
}
