import {createServer, request as send, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** A setting that this server has and no SDK knows. */
export interface NewSetting {
  /** The call that tells all of a thing, and the one that sets them; by the last part of `x-amz-target`, or `Action`. */
  readonly read: string
  readonly update: string
  /** Where it is: in the answer, and in the request. `*` is any element of a list, or any value of a map. */
  readonly at: readonly string[]
  readonly sentAt: readonly string[]
  readonly value: unknown
}

/** What the server makes of a setting that it is sent back. */
export type Mood = 'keeps' | 'loses' | 'refuses'

interface Server {
  readonly endpoint: string
  /** Settings that an update was not sent, so that they are as new ones are: gone. */
  reset(): readonly string[]
  /** How often each update was asked for. */
  updates(): ReadonlyMap<string, number>
  close(): Promise<void>
}

const nameOf = ({read, sentAt}: NewSetting): string => `${read}: ${sentAt.join('.')}`

/**
 * A newer AWS: it answers settings that nobody here knows, and an update resets those that it is not sent, as AWS's
 * updates do. Everything else is the server behind it.
 */
export async function openNewerAws(
  upstream: string,
  settings: readonly NewSetting[],
  mood: Mood = 'keeps',
): Promise<Server> {
  const gone = new Set<string>()
  const updates = new Map<string, number>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const operation = operationOf(request, body)
      for (const setting of settings.filter(({update}) => update === operation)) {
        updates.set(operation, (updates.get(operation) ?? 0) + 1)
        const isBack = isSent(setting, body.toString('utf8'))
        if (isBack && mood === 'refuses') {
          refuse(response)
          return
        }
        if (!isBack || mood === 'loses') gone.add(nameOf(setting))
      }
      const {method, headers, url = '/'} = request
      const sent = send(`${upstream}${url}`, {method, headers}, (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('end', () => {
          const told = settings.filter((setting) => setting.read === operation && !gone.has(nameOf(setting)))
          const text = told.reduce(tell, Buffer.concat(pieces).toString('utf8'))
          const changed = told.length > 0 && answer.statusCode === 200 ? Buffer.from(text) : Buffer.concat(pieces)
          response
            .writeHead(answer.statusCode ?? 500, {...answer.headers, 'content-length': changed.length})
            .end(changed)
        })
      })
      sent.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset: () => [...gone].sort(),
    updates: () => updates,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const refuse = (response: ServerResponse): void =>
  void response
    .writeHead(400, {'content-type': 'application/x-amz-json-1.1'})
    .end(JSON.stringify({__type: 'SerializationException', message: 'Unexpected member.'}))

function operationOf({headers}: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target']
  if (typeof target === 'string') return target.split('.')[1] ?? ''
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? ''
}

function tell(text: string, {at, value}: NewSetting): string {
  // IAM's XML: only below the role itself.
  if (text.startsWith('<')) return text.replace('</Role>', `${String(value)}</Role>`)
  const answer: unknown = JSON.parse(text)
  for (const holder of find(answer, at.slice(0, -1))) holder[at.at(-1) ?? ''] = value
  return JSON.stringify(answer)
}

function isSent({sentAt, value}: NewSetting, body: string): boolean {
  if (!body.startsWith('{')) {
    const fields = new URLSearchParams(body)
    return sentAt.every((name) => fields.has(name))
  }
  const request: unknown = JSON.parse(body)
  const holders = find(request, sentAt.slice(0, -1))
  return (
    holders.length > 0 &&
    holders.every((holder) => JSON.stringify(holder[sentAt.at(-1) ?? '']) === JSON.stringify(value))
  )
}

function find(value: unknown, path: readonly string[]): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const [name, ...rest] = path
  if (name === undefined) return [value as Record<string, unknown>]
  const below = name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]]
  return below.flatMap((one) => find(one, rest))
}
