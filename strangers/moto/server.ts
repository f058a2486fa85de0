import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {emptyFolder} from '../../test/_helpers/cli.js'
import {python} from '../stranger.js'

/** A server of moto's, in a process of its own, with nothing in it. */
export interface Moto {
  /** `http://127.0.0.1:<port>`, the port a free one. */
  readonly endpoint: string
  stop(): Promise<void>
}

/** From the start of Python to the first answer; a machine at work takes some seconds. */
const DEADLINE_MS = 60_000

/** Starts moto on a free port of this machine, with settings as its environment takes them. Throws what it wrote when it ends, or says nothing for a minute. */
export async function startMoto(settings: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const child = spawn(python('moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {PATH: process.env['PATH'] ?? '', HOME: emptyFolder(), PYTHONUNBUFFERED: '1', ...settings},
  })
  const ended = once(child, 'close')
  const late = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS)
  const endpoint = await addressOf(child).finally(() => {
    clearTimeout(late)
  })
  return {
    endpoint,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Its web server names the port that it was given on stderr, and goes on to log every request there. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('moto has no stderr')
  const lines = createInterface({input: child.stderr})
  const said: string[] = []
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    lines.on('line', (line) => {
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
      if (found) resolve(found)
      else if (said.length < 50) said.push(line)
    })
    lines.once('close', () => reject(new Error(`moto ended before it said where it is:\n${said.join('\n')}`)))
  })
}
