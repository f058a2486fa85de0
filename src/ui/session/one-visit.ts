import {randomBytes} from 'node:crypto'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

/** How long a browser may take to come, ms. */
const PATIENCE_MS = 30_000

/** An address of this machine that leads to a link once. */
export interface Visit {
  readonly url: string
  /** Whether somebody came within the time. */
  readonly visited: Promise<boolean>
  close(): void
}

/**
 * A link that is a credential must not be an argument of a program, where other users of the machine see it. So the browser is
 * given an address of this machine, with a path that nobody can guess: it leads to the link once, and is gone then.
 */
export async function openOneVisit(link: string, patienceMs = PATIENCE_MS): Promise<Visit> {
  const path = `/${randomBytes(24).toString('base64url')}`
  let end: (came: boolean) => void = () => undefined
  const visited = new Promise<boolean>((resolve) => {
    end = resolve
  })
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== path) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(302, {location: link, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer'}).end()
    end(true)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const timer = setTimeout(() => end(false), patienceMs)
  const close = (): void => {
    clearTimeout(timer)
    server.close()
    server.closeIdleConnections()
    end(false)
  }
  visited.then(close, close)
  const {port} = server.address() as AddressInfo
  return {url: `http://127.0.0.1:${port}${path}`, visited, close}
}
