import {createServer, request as send, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** How a reply fails to come: half a body and silence, a byte a second, or nothing at all. */
export const MANNERS = ['stall', 'trickle', 'never'] as const
export type Manner = (typeof MANNERS)[number]

/** A server between awsup and its AWS. Every call is carried out; what becomes of its reply can be set. */
export interface Between {
  readonly endpoint: string
  /** From now on: which calls get no reply, and how. `undefined`: all are answered. */
  disturb(stalled: {readonly is: (call: string) => boolean; readonly manner: Manner} | undefined): void
  /** How many calls got no reply since the last `disturb`. */
  struck(): number
  close(): Promise<void>
}

/** Calls are named `iam:CreateRole`; S3's by the method (`s3:PUT`), as their operations are not named in requests. */
export async function openBetween(upstream: string): Promise<Between> {
  const state: {stalled: Parameters<Between['disturb']>[0]; struck: number} = {stalled: undefined, struck: 0}
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const {stalled} = state
      const hit = stalled?.is(nameOf(request, body)) === true ? stalled.manner : undefined
      if (hit !== undefined) state.struck += 1
      forward({upstream, request, body}, (answer) => reply(answer, response, hit))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    disturb: (stalled) => Object.assign(state, {stalled, struck: 0}),
    struck: () => state.struck,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

function forward(
  {upstream, request, body}: {upstream: string; request: IncomingMessage; body: Buffer},
  done: (answer: Answer) => void,
): void {
  const {method, headers, url = '/'} = request
  const sent = send(`${upstream}${url}`, {method, headers}, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () =>
      done({status: answer.statusCode ?? 500, headers: answer.headers, body: Buffer.concat(parts)}),
    )
  })
  sent.end(body)
}

function reply({status, headers, body}: Answer, response: ServerResponse, manner: Manner | undefined): void {
  if (manner === 'never') return
  // Long enough for every body: what is announced never comes whole.
  const announced = manner === undefined ? body : Buffer.concat([body, Buffer.alloc(4_096, ' ')])
  const kept = Object.entries(headers).filter(([name]) => name !== 'transfer-encoding')
  response.writeHead(status, {...Object.fromEntries(kept), 'content-length': announced.length})
  if (manner === undefined) {
    response.end(body)
    return
  }
  if (manner === 'stall') {
    response.write(announced.subarray(0, Math.max(1, body.length / 2)))
    return
  }
  let at = 0
  const timer = setInterval(() => response.write(announced.subarray(at, (at += 1))), 200)
  response.once('close', () => clearInterval(timer))
}

/** Prefixes of the targets of JSON protocols. */
const TARGETS: Readonly<Record<string, string>> = {
  AWSOrganizationsV20161128: 'organizations',
  AWSCognitoIdentityProviderService: 'cognito-idp',
  AWSCognitoIdentityService: 'cognito-identity',
  AmazonSSM: 'ssm',
  secretsmanager: 'secretsmanager',
  DynamoDB_20120810: 'dynamodb',
}

function nameOf({headers, method = ''}: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.')
    return `${TARGETS[service] ?? service}:${operation}`
  }
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? 'unsigned'
  const action = new URLSearchParams(body.toString('utf8')).get('Action')
  return `${service}:${action ?? method}`
}
