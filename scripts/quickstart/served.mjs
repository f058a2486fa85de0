// A sandbox that is served by a process of its own, and what is asked of it.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {request} from 'node:http'
import {createServer} from 'node:net'
import {createInterface} from 'node:readline'
import {setTimeout as after} from 'node:timers/promises'
import {binary} from './run.mjs'

/** How long the server may take to begin, and to end, ms. */
const LONGEST = 30_000

/** The port that is wanted, or any other where something listens there. */
export async function freePort(wanted) {
  const server = createServer()
  const isFree = await new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(wanted, '127.0.0.1', () => resolve(true))
  })
  if (!isFree) return freePort(0)
  const {port} = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Serves a project's sandbox with its functions. Throws an Error where it does not begin. */
export async function serve(project, port) {
  // It has no terminal: that the functions run is what --functions says.
  const args = ['sandbox', 'serve', '--functions', '--port', `${port}`, '--json']
  console.log(`\n$ awsup ${args.slice(0, -1).join(' ')}`)
  const child = spawn(process.execPath, [binary, ...args], {cwd: project, stdio: ['ignore', 'pipe', 'inherit']})
  const ended = once(child, 'exit')
  // Whatever ends this process ends the server too.
  process.on('exit', () => child.kill())
  await Promise.race([
    once(createInterface({input: child.stdout}), 'line'),
    ended,
    after(LONGEST, undefined, {ref: false}),
  ])
  if (child.exitCode !== null) throw new Error(`awsup sandbox serve ended with exit code ${child.exitCode}`)
  return {
    ended,
    stop: async () => {
      child.kill()
      await Promise.race([ended, after(LONGEST, undefined, {ref: false})])
      child.kill('SIGKILL')
    },
  }
}

/** What a site answers. Names below .localhost are known to browsers, and not to every machine's DNS: the port is asked. */
export async function visit(site, path) {
  const {host, port} = new URL(site)
  const asked = request({host: '127.0.0.1', port, path, headers: {host}, timeout: LONGEST}).end()
  asked.once('timeout', () => asked.destroy(new Error(`${site} does not answer`)))
  const [answer] = await once(asked, 'response')
  const body = (await answer.setEncoding('utf8').toArray()).join('')
  if (answer.statusCode !== 200) throw new Error(`${site}${path} answers ${answer.statusCode}: ${body}`)
  return body
}
