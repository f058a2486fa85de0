import {createServer, request} from 'node:http'
import {text} from 'node:stream/consumers'
import {performance} from 'node:perf_hooks'
import {setTimeout} from 'node:timers/promises'

/**
 * A port before the sandbox that is as far away as AWS: each call takes 60 to 120 ms on the way (the same in every run),
 * and its beginning, end, and both texts are kept. The sandbox takes no more than its own time on top.
 */
export async function openProxy(endpoint) {
  const {hostname, port} = new URL(endpoint)
  const calls = []
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const server = createServer(async (incoming, outgoing) => {
    const began = performance.now()
    const body = await text(incoming)
    const call = {...nameOf(incoming, body), key: keyOf(incoming.headers.authorization), body, began}
    const latency = 60 + 60 * random()
    await setTimeout(latency / 2)
    const reply = await forward(incoming, body)
    await setTimeout(began + latency - performance.now())
    calls.push({...call, status: reply.status, reply: reply.body, ended: performance.now()})
    outgoing.writeHead(reply.status, reply.headers)
    outgoing.end(reply.body)
  })
  const forward = (incoming, body) =>
    new Promise((resolve, reject) => {
      const {method, url: path, headers} = incoming
      const sent = request({hostname, port, method, path, headers}, async (answer) => {
        const {'transfer-encoding': _, ...kept} = answer.headers
        resolve({status: answer.statusCode, headers: kept, body: await text(answer)})
      })
      sent.once('error', reject)
      sent.end(body)
    })
  await new Promise((resolve) => server.listen(Number(process.env['BENCH_PORT'] ?? 0), '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    /** What was called since the last time that this was asked. */
    take: () => calls.splice(0).toSorted((a, b) => a.began - b.began),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

/** The service and operation, by what is signed and what is asked. */
function nameOf({headers, url, method}, body) {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'unsigned'
  const target = headers['x-amz-target']?.split('.')[1]
  const operation = target ?? new URLSearchParams(body).get('Action') ?? `${method} ${url}`
  return {service, operation}
}

const keyOf = (authorization) => /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? ''
