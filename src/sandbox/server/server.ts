import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {corsHeaders} from './cors.js'
import type {Answer} from '../core/dispatch.js'
import {findHost, hostName, refuseHost} from './hosts.js'
import {findPage} from '../core/own-pages.js'
import type {Sandbox} from '../sandbox.js'
import {siteOfHost, siteOfPath} from '../services/amplify/site/site.js'
import {isUpload, MAX_ZIP_BYTES} from '../services/amplify/uploads.js'
import type {SandboxReply} from '../wire/http.js'

const HOST = '127.0.0.1'
const MIB = 1024 * 1024
/** The largest object that S3 takes at once, and the frame around it. */
const BODY_LIMIT = 17 * MIB
/** Longer than clients keep idle connections, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000

/** How long a client may take, ms. */
export interface Patience {
  /** Until the headers of a request are whole, also of a connection on which none begins. */
  readonly headers: number
  /** Until the request is whole. */
  readonly request: number
  /** Until it reads more of its answer, or sends more. */
  readonly silence: number
}

/** Clients are programs of this machine; S3's largest object comes over loopback in a second. */
const PATIENCE: Patience = {headers: 15_000, request: 60_000, silence: 120_000}

export interface SandboxServer {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string
  close(): Promise<void>
}

interface Serving {
  readonly port: number
  readonly hosts?: readonly string[]
  readonly patience?: Patience
}

/** What is served, and by which names. */
interface Served {
  readonly sandbox: Sandbox
  readonly hosts: readonly string[]
}

/**
 * Puts a sandbox on a port of this machine, for the AWS CLI, other SDKs and browsers. Port 0 takes any that is free.
 *
 * What a client begins and does not end is ended after a while, and nothing is kept of it.
 *
 * @param hosts names besides this machine's own that clients may call it by, lower case
 * @param patience for tests
 * @throws Error of the system, `EADDRINUSE` for example, when it can not listen.
 */
export async function serve(
  sandbox: Sandbox,
  {port, hosts = [], patience = PATIENCE}: Serving,
): Promise<SandboxServer> {
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.headers / 5,
  }
  const server = createServer(options, (request, response) => {
    answer({sandbox, hosts}, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.setTimeout(patience.silence)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, resolve)
  })
  const address = server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  return {
    endpoint: `http://${HOST}:${listening}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const site = siteReply(served.sandbox, request)
  if (site) {
    send(response, site)
    return
  }
  const host = findHost(request.headers.host, served.hosts)
  const {sandbox} = served
  const reply = host === undefined ? refuse(request) : await replyTo(sandbox, request, host)
  if (reply === 'drop') {
    request.socket.destroy()
    return
  }
  send(response, reply, host === undefined ? {} : corsHeaders(request))
}

function send(
  response: ServerResponse,
  {status, headers, body}: SandboxReply,
  cors: Record<string, string> = {},
): void {
  const all: Record<string, string> = {...cors, 'content-length': `${Buffer.byteLength(body)}`}
  for (const [name, text] of Object.entries(headers)) all[name] = headerText(name, text)
  response.writeHead(status, all).end(body)
}

/**
 * A page of a hosted site, by the host's name or below a path; `undefined` for any other request. A site's own host is
 * never asked anything else, or its scripts could read what is for this machine's programs alone. Below the path, which
 * is an origin that it shares with those, a browser runs its scripts as those of no origin.
 */
function siteReply(sandbox: Sandbox, request: IncomingMessage): SandboxReply | undefined {
  const {method = 'GET', url = '/', headers} = request
  const [path = '/', search] = url.split(/\?(.*)/s)
  const asked = {method, path, search: search === undefined ? '' : `?${search}`, headers}
  const hosted = siteOfHost(hostName(headers.host))
  if (hosted) return sandbox.site({...asked, ...hosted})
  const named = findHost(headers.host, []) === undefined ? undefined : siteOfPath(path)
  if (!named) return undefined
  const reply = sandbox.site({...asked, ...named})
  return {...reply, headers: {...reply.headers, 'content-security-policy': 'sandbox allow-scripts allow-forms'}}
}

/**
 * Node sends a header's characters as bytes, so texts that are not ASCII are made of the bytes of UTF-8. It reads a
 * Content-Disposition as such bytes itself, once, and so is given them twice.
 */
function headerText(name: string, text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text
  const bytes = Buffer.from(text).toString('latin1')
  return name.toLowerCase() === 'content-disposition' ? Buffer.from(bytes).toString('latin1') : bytes
}

/** What is left unread of it goes with the connection. */
function refuse({method = 'GET', url = '/', headers}: IncomingMessage): SandboxReply {
  const [path = '/', search = ''] = url.split(/\?(.*)/s)
  const reply = refuseHost({method, path, query: parseQuery(search), headers}, headers.host)
  return {...reply, headers: {...reply.headers, connection: 'close'}, ...(method === 'HEAD' && {body: ''})}
}

async function replyTo(sandbox: Sandbox, request: IncomingMessage, host: string): Promise<Answer> {
  const {method = 'GET', url = '/', headers} = request
  const [path = '/', search = ''] = url.split(/\?(.*)/s)
  if (method === 'OPTIONS') return {status: 204, headers: {}, body: ''}
  const query = parseQuery(search)
  const endpoint = `http://${host}:${request.socket.localPort ?? 0}`
  const page = method === 'GET' ? findPage(sandbox, {path, query, endpoint}) : undefined
  if (page !== undefined) return page
  const limit = isUpload({path}) ? MAX_ZIP_BYTES : BODY_LIMIT
  const body = await readBody(request, limit)
  if (body === undefined)
    return {status: 413, headers: {connection: 'close'}, body: `the request is longer than ${limit / MIB} MiB`}
  return sandbox.handle({method, path, query, search, headers, body, endpoint})
}

/** `undefined` when it is too long: then no more of it is read. Rejected where the connection is lost before its end. */
const readBody = (request: IncomingMessage, limit: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) {
        chunks.push(chunk)
        return
      }
      request.destroy()
      resolve(undefined)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
  })

/** By hand, for `+` is no blank in what AWS signs. */
function parseQuery(search: string): Record<string, string[]> {
  const query = new Map<string, string[]>()
  for (const part of search.split('&').filter((text) => text !== '')) {
    const [name = '', value = ''] = part.split(/=(.*)/s).map(decode)
    query.set(name, [...(query.get(name) ?? []), value])
  }
  return Object.fromEntries(query)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
