import {createHash} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** Which conditions the store keeps. */
export interface Kept {
  /** If-None-Match and If-Match of PUT. */
  readonly put: boolean
  /** If-Match of DELETE. MinIO of February 2026 does not keep it. */
  readonly delete: boolean
}

/**
 * A small store that speaks S3's protocol, buckets in the path only, as others write them; it checks no signature.
 *
 * @param owner the account of its bucket: requests that expect another one are refused, all others may do everything
 */
export async function openOtherS3(kept: Kept, owner?: string) {
  const objects = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => answer({objects, kept, owner, request, response, body: Buffer.concat(parts)}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    /** By name, not by address: clients put the bucket in front of a name unless they are told not to. */
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    objects,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Asked {
  readonly objects: Map<string, Buffer>
  readonly kept: Kept
  readonly owner: string | undefined
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

function answer({objects, kept, owner, request, response, body}: Asked): void {
  const {pathname, searchParams} = new URL(request.url ?? '/', 'http://localhost')
  const refuse = (status: number, code: string): void =>
    void response
      .writeHead(status, {'content-type': 'application/xml'})
      .end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
  const key = decodeURIComponent(pathname)
  const there = objects.get(key)
  const {method} = request
  const expected = request.headers['x-amz-expected-bucket-owner']
  if (owner !== undefined && expected !== undefined && expected !== owner) refuse(403, 'AccessDenied')
  else if (!key.startsWith('/acme-records/') && key !== '/acme-records') refuse(404, 'NoSuchBucket')
  else if (method === 'GET' && searchParams.has('list-type')) {
    const start = `/acme-records/${searchParams.get('prefix') ?? ''}`
    const found = [...objects.keys()].filter((name) => name.startsWith(start))
    const contents = found.map((name) => `<Contents><Key>${name.slice('/acme-records/'.length)}</Key></Contents>`)
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`)
  } else if (method === 'GET') {
    if (there === undefined) refuse(404, 'NoSuchKey')
    else response.writeHead(200, {etag: etagOf(there)}).end(there)
  } else if (method === 'PUT') {
    if (kept.put && !holds(request, there)) refuse(412, 'PreconditionFailed')
    else {
      objects.set(key, body)
      response.writeHead(200, {etag: etagOf(body)}).end()
    }
  } else if (kept.delete && there !== undefined && !holds(request, there)) refuse(412, 'PreconditionFailed')
  else {
    objects.delete(key)
    response.writeHead(204).end()
  }
}

function holds({headers}: IncomingMessage, there: Buffer | undefined): boolean {
  if (headers['if-none-match'] === '*') return there === undefined
  const wanted = headers['if-match']
  return wanted === undefined || (there !== undefined && wanted === etagOf(there))
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`
