import type {IncomingMessage} from 'node:http'

/**
 * What a browser is told: any origin may call, with any header, and read every header of the answer, for a call is
 * trusted by its signature or token. The sandbox's own pages, which need neither, are for this machine's programs
 * alone.
 */
export function corsHeaders({headers, url = '/'}: IncomingMessage): Record<string, string> {
  if (headers.origin === undefined || url.startsWith('/_awsup/')) return {}
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE, PATCH',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    // What S3 clients need by name, for a browser that does not know the asterisk.
    'access-control-expose-headers': isOfLambda(url)
      ? LAMBDA
      : '*, etag, date, x-amzn-requestid, x-amzn-errortype, x-amz-request-id, x-amz-id-2, x-amz-version-id, x-amz-checksum-crc32, x-amz-crc32, content-range, accept-ranges',
    'access-control-max-age': '172800',
    vary: 'origin, access-control-request-headers',
  }
}

/** What Lambda's own endpoints expose, and no more: a browser cannot read which version answered (seen on AWS, 2020-10). */
const LAMBDA = 'x-amzn-requestid,x-amzn-errortype,x-amzn-errormessage,date,x-amz-log-result,x-amz-function-error'

const isOfLambda = (url: string): boolean => /\/20\d\d-\d\d-\d\d\/functions(\/|$|\?)/.test(url)
