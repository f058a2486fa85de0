import {createServer, type IncomingMessage, type Server} from 'node:http'
import {buffer} from 'node:stream/consumers'
import type {AddressInfo} from 'node:net'
import type {ExclusionName} from './exclusions.js'

/** A call of an operation of the services that speak JSON. */
export interface Call {
  /** `cognito-idp:DescribeUserPool`. */
  readonly operation: string
  readonly input: Body
}

/** A JSON document, by member. */
export type Body = Readonly<Record<string, unknown>>

/** What was answered: an HTTP status with a JSON document. */
export interface Reply {
  readonly status: number
  readonly body: Body
  /** In place of JSON, for the services that speak XML. */
  readonly xml?: string
}

/** What AWS would have answered, of what moto did; nothing where moto was right. */
export type Fix = (call: Call, reply: Reply) => Reply | undefined

/** Between awsup and moto: everything passes as it is, but what the table of exclusions names. */
export interface Proxy {
  readonly endpoint: string
  /** Names of the exclusions that changed an answer. */
  readonly bitten: ReadonlySet<ExclusionName>
  /** Every operation that was called, in order. */
  readonly calls: readonly string[]
  stop(): Promise<void>
}

/** Prefixes of `X-Amz-Target` (the models' `targetPrefix`), as IAM's actions call the services. */
const SERVICES: Readonly<Record<string, string>> = {
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  AWSOrganizationsV20161128: 'organizations',
}

/** Opens it on a free port, in front of `moto`. Mends are asked in their order, each with what the one before made. */
export async function openProxy(moto: string, fixes: ReadonlyMap<ExclusionName, Fix>): Promise<Proxy> {
  const bitten = new Set<ExclusionName>()
  const calls: string[] = []
  const server = createServer((request, response) => {
    void forward(request, moto).then(
      ({call, status, type, bytes}) => {
        calls.push(call.operation)
        const reply = mendReply(call, {status, bytes})
        response.writeHead(reply.status, {'content-type': reply.type ?? type}).end(reply.bytes)
      },
      // The client sees a lost connection; the test sees what came of that.
      () => response.destroy(),
    )
  })

  function mendReply(call: Call, {status, bytes}: {readonly status: number; readonly bytes: Buffer}) {
    let fixed: Reply | undefined
    for (const [name, fix] of fixes) {
      const next = fix(call, fixed ?? {status, body: toBody(bytes)})
      if (!next) continue
      bitten.add(name)
      fixed = next
    }
    if (!fixed) return {status, bytes}
    const {xml} = fixed
    return xml === undefined
      ? {status: fixed.status, bytes: Buffer.from(JSON.stringify(fixed.body))}
      : {status: fixed.status, bytes: Buffer.from(xml), type: 'text/xml'}
  }

  return {endpoint: await listen(server), bitten, calls, stop: () => stop(server)}
}

async function forward(request: IncomingMessage, moto: string) {
  const {method = 'GET', url = '/', headers} = request
  const body = await buffer(request)
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name))
  const answer = await fetch(`${moto}${url}`, {
    method,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    ...(body.length > 0 ? {body} : {}),
  })
  return {
    call: toCall(headers['x-amz-target'], body),
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}

/** Of one connection, not of the request (RFC 9110, 7.6.1), with what `fetch` counts and names itself. */
const HOP_BY_HOP = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'expect'])

function toCall(target: string | string[] | undefined, body: Buffer): Call {
  const [prefix = '', operation = ''] = String(target ?? '').split('.')
  if (target) return {operation: `${SERVICES[prefix] ?? prefix}:${operation}`, input: toBody(body)}
  return {operation: new URLSearchParams(body.toString()).get('Action') ?? '', input: {}}
}

/** IAM and STS answer in XML, and so does every error of moto's own: no fix looks into those. */
function toBody(bytes: Buffer): Body {
  try {
    return JSON.parse(bytes.toString()) as Body
  } catch {
    return {}
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
