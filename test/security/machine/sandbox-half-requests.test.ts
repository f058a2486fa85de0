import {CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {once} from 'node:events'
import {connect, type Socket} from 'node:net'
import {setTimeout as wait} from 'node:timers/promises'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'

const MEBIBYTE = 1024 * 1024
const CLIENTS = 20

let sandbox: Sandbox
let server: SandboxServer
let port: number
beforeAll(async () => {
  sandbox = await openSandbox()
  server = await serve(sandbox, {port: 0, patience: {headers: 1_000, request: 2_000, silence: 10_000}})
  port = Number(new URL(server.endpoint).port)
})
afterAll(() => server.close())

/** A connection, and what the server says on it before it ends it. */
async function open(): Promise<{readonly socket: Socket; readonly ended: Promise<string>}> {
  const socket = connect({port, host: '127.0.0.1'})
  // That the server ends it is what is waited for, in whatever way.
  socket.on('error', () => undefined)
  let said = ''
  socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')))
  const ended = once(socket, 'close').then(() => said)
  await once(socket, 'connect')
  return {socket, ended}
}

const head = (...headers: readonly string[]): string =>
  ['PUT /acme/half HTTP/1.1', 'Host: 127.0.0.1', ...headers].join('\r\n') + '\r\n'

const write = (socket: Socket, bytes: string | Buffer): Promise<void> =>
  new Promise((resolve) => socket.write(bytes, () => resolve()))

/** Bytes that the process holds outside of V8's own heap, once all that nobody needs is gone. */
async function bytesHeld(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round++) {
    collect()
    await wait(10)
  }
  return process.memoryUsage().arrayBuffers
}

const isAlive = async (): Promise<boolean> => (await fetch(`${server.endpoint}/_awsup/health`)).status === 200

const PIECE = Buffer.alloc(MEBIBYTE, 'x')
const chunk = Buffer.concat([Buffer.from(`${MEBIBYTE.toString(16)}\r\n`), PIECE, Buffer.from('\r\n')])

describe('a client that begins and does not end', () => {
  test.each<[string, string, Buffer, number]>([
    ['announces a length and sends half', head(`Content-Length: ${8 * MEBIBYTE}`), PIECE, 4],
    ['announces more than anything is, and sends half', head('Content-Length: 99999999999'), PIECE, 4],
    ['sends chunks without a last one', head('Transfer-Encoding: chunked'), chunk, 4],
    ['announces a length and sends nothing', head('Content-Length: 1000'), PIECE, 0],
    ['waits to be told to go on, and does not', head('Content-Length: 1000', 'Expect: 100-continue'), PIECE, 0],
  ])(
    '%s, many at once: others are answered, all are ended, and nothing is kept',
    async (...[, start, piece, count]) => {
      const before = await bytesHeld()
      const clients = await Promise.all(Array.from({length: CLIENTS}, open))
      await Promise.all(
        clients.map(async ({socket}) => {
          await write(socket, `${start}\r\n`)
          for (let sent = 0; sent < count; sent++) await write(socket, piece)
        }),
      )
      expect(await isAlive()).toBe(true)
      const said = await Promise.all(clients.map(({ended}) => ended))
      for (const text of said) expect(text).toMatch(/^(HTTP\/1\.1 100 Continue\r\n\r\n)?(HTTP\/1\.1 408 |$)/)
      expect((await bytesHeld()) - before).toBeLessThan(8 * MEBIBYTE)
      expect(await isAlive()).toBe(true)
    },
  )

  test('sends its headers in drops: it is ended by a deadline, which no drop puts off', async () => {
    const clients = await Promise.all(Array.from({length: 200}, open))
    let drops = 0
    const timer = setInterval(() => {
      drops += 1
      for (const {socket} of clients) if (!socket.destroyed) socket.write(`X-Drop-${drops}: x\r\n`)
    }, 100)
    for (const {socket} of clients) socket.write(head())
    expect(await isAlive()).toBe(true)
    await Promise.all(clients.map(({ended}) => ended))
    clearInterval(timer)
    expect(drops).toBeGreaterThan(2)
    expect(await isAlive()).toBe(true)
  })

  test('sends its body in drops: so too', async () => {
    const {socket, ended} = await open()
    await write(socket, `${head('Content-Length: 100000')}\r\n`)
    const timer = setInterval(() => socket.destroyed || socket.write('x'), 100)
    await ended
    clearInterval(timer)
    expect(await isAlive()).toBe(true)
  })

  test('connects and says nothing', async () => {
    const clients = await Promise.all(Array.from({length: CLIENTS}, open))
    await Promise.all(clients.map(({ended}) => ended))
    expect(await isAlive()).toBe(true)
  })

  test('asks for a large object and does not read it: it is ended in the middle', async () => {
    const size = 16 * MEBIBYTE
    const impatient = await serve(sandbox, {port: 0, patience: {headers: 1_000, request: 2_000, silence: 300}})
    onTestFinished(() => impatient.close())
    const config = {endpoint: impatient.endpoint, region: 'us-east-1', credentials: sandbox.credentials('admin')}
    const s3 = new S3Client({...config, forcePathStyle: true})
    await s3.send(new CreateBucketCommand({Bucket: 'acme'}))
    await s3.send(new PutObjectCommand({Bucket: 'acme', Key: 'large', Body: Buffer.alloc(size, 'y')}))
    const sent: Record<string, string>[] = []
    s3.middlewareStack.add(
      (next) => (given) => {
        sent.push({...(given.request as {headers: Record<string, string>}).headers})
        return next(given)
      },
      {step: 'finalizeRequest', priority: 'low'},
    )
    await (await s3.send(new GetObjectCommand({Bucket: 'acme', Key: 'large'}))).Body?.transformToByteArray()
    s3.destroy()

    const lines = Object.entries(sent[0] ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
    const socket = connect({port: Number(new URL(impatient.endpoint).port), host: '127.0.0.1'})
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    let received = 0
    socket.on('data', (bytes: Buffer) => {
      if (received === 0) socket.pause()
      received += bytes.length
    })
    // More than the system's own buffers hold.
    socket.write(`GET /acme/large?x-id=GetObject HTTP/1.1\r\n${lines.join('')}\r\n`.repeat(6))
    await wait(3_000)
    expect(await isAlive()).toBe(true)
    const closed = once(socket, 'close')
    socket.resume()
    await closed
    expect(received).toBeGreaterThan(1_000)
    expect(received).toBeLessThan(6 * size)
  })
})

describe('headers that are too long', () => {
  test.each([
    ['one of 100 KB', head(`X-Long: ${'x'.repeat(100_000)}`)],
    ['ten thousand short ones', head(...Array.from({length: 10_000}, (_, index) => `X-${index}: x`))],
    ['a path of 100 KB', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n`],
    ['one that does not end', head(`X-Long: ${'x'.repeat(1_000_000)}`).slice(0, -2)],
  ])('are refused with 431, the connection ends, and the sandbox lives: %s', async (_, start) => {
    for (let round = 0; round < 3; round++) {
      const {socket, ended} = await open()
      socket.write(`${start}\r\n`)
      expect(await ended).toMatch(/^HTTP\/1\.1 431 .*\r\nConnection: close\r\n\r\n$/s)
      expect(await isAlive()).toBe(true)
    }
  })

  test.each([
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
    ['two lengths', `${head('Content-Length: 5', 'Content-Length: 6')}\r\nhello`],
    ['a length and chunks', `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}\r\n0\r\n\r\n`],
    ['a length that is none', `${head('Content-Length: -1')}\r\n`],
    ['a size of a chunk that is none', `${head('Transfer-Encoding: chunked')}\r\nzz\r\nx\r\n`],
  ])('%s is refused with 400, and the sandbox lives', async (_, start) => {
    const {socket, ended} = await open()
    socket.write(start)
    expect(await ended).toMatch(/^HTTP\/1\.1 400 /)
    expect(await isAlive()).toBe(true)
  })
})
