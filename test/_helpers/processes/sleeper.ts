import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createServer, request as send, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {onTestFinished} from 'vitest'
import {BINARY} from '../cli.js'

const preload = (name: string): string => `--import=${pathToFileURL(join(import.meta.dirname, name)).href}`

/** A request on its way, as far as it says what it asks for. */
export interface Passing {
  /** `CreateUserPool`, or `PUT /bucket/key`. */
  readonly operation: string
  readonly body: string
}

/** A run that was stopped (SIGSTOP, as by the lid of a laptop) when it had asked for something, and before it knew the answer. */
export interface Sleeper {
  /** Resolves once it sleeps; to `false` where it ended before. */
  readonly asleep: Promise<boolean>
  /** Lets it go on (SIGCONT), and answers how it ended and what it asked for from then on. */
  wake(): Promise<{readonly code: number | null; readonly output: string; readonly asked: readonly Passing[]}>
}

interface Sleeping {
  readonly project: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Where the sandbox serves. */
  readonly endpoint: string
  /** Whether this is the request at which it falls asleep. */
  readonly at: (passing: Passing) => boolean
}

/** Starts awsup on "another machine", behind a proxy that puts it to sleep. */
export async function openSleeper({project, args, env, endpoint, at}: Sleeping): Promise<Sleeper> {
  const asked: Passing[] = []
  let isAwake = false
  let fallAsleep: (slept: boolean) => void = () => undefined
  const asleep = new Promise<boolean>((resolve) => (fallAsleep = resolve))
  const proxy = createServer((request, response) => {
    collect(request).then(
      (body) => {
        const passing = nameOf(request, body)
        if (isAwake) asked.push(passing)
        else if (at(passing)) {
          child.kill('SIGSTOP')
          fallAsleep(true)
        }
        forward(endpoint, {request, response, body})
      },
      () => response.destroy(),
    )
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const {port} = proxy.address() as AddressInfo
  const child = spawn(process.execPath, [BINARY, ...args], {
    cwd: project,
    env: {
      ...env,
      NODE_OPTIONS: `${preload('../crash/preload.mjs')} ${preload('other-host.mjs')}`,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const parts: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
  const closed = once(child, 'close') as Promise<[number | null]>
  child.once('close', () => fallAsleep(false))
  onTestFinished(() => {
    child.kill('SIGKILL')
    proxy.closeAllConnections()
    proxy.close()
  })
  return {
    asleep,
    wake: async () => {
      isAwake = true
      child.kill('SIGCONT')
      const [code] = await closed
      return {code, output: Buffer.concat(parts).toString('utf8'), asked}
    },
  }
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function nameOf({headers, method = '', url = ''}: IncomingMessage, bytes: Buffer): Passing {
  const body = bytes.toString('utf8')
  const target = headers['x-amz-target']
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1]
  const named = typeof target === 'string' ? target.split('.').at(-1) : action
  return {operation: named ?? `${method} ${url.split('?')[0] ?? ''}`, body}
}

interface Forwarding {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

/** As it came, to whom it is meant for: the signature holds, for it covers the host that it names. */
function forward(endpoint: string, {request, response, body}: Forwarding): void {
  const {method, url, headers} = request
  const sent = send(`${endpoint}${url ?? ''}`, {method, headers}, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  })
  sent.on('error', () => response.destroy())
  sent.end(body)
}
