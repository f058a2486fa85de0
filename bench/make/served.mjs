import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {createInterface} from 'node:readline'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'
import {openProxy} from './proxy.mjs'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
export const BINARY = path.join(ROOT, 'bin', 'run.js')

/** A module of the sources that a plain script can use: what the package does not show. */
export async function load(file, scratch) {
  const outfile = path.join(scratch, `${path.basename(file, '.ts')}.mjs`)
  await build({
    entryPoints: [path.join(ROOT, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  })
  return import(pathToFileURL(outfile).href)
}

/**
 * A new sandbox with these settings, served by `awsup sandbox serve`, behind a port that is as far away as AWS; `env` is a
 * shell with its administrator's keys.
 */
export async function serveWorld({folder, settings, openSandbox}) {
  const data = path.join(folder, '.awsup', 'sandbox', 'data')
  mkdirSync(data, {recursive: true})
  const sandbox = await openSandbox({directory: data})
  sandbox.configure(settings)
  const args = ['sandbox', 'serve', '--port', '0', '--json', '-C', folder]
  const child = spawn(process.execPath, [BINARY, ...args], {stdio: ['ignore', 'pipe', 'inherit']})
  const ended = once(child, 'exit')
  const {endpoint, accessKeyId, secretAccessKey} = await firstLine(child)
  const proxy = await openProxy(endpoint)
  return {
    take: proxy.take,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      AWS_ENDPOINT_URL: proxy.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      XDG_CACHE_HOME: path.join(folder, 'cache'),
    },
    stop: async () => {
      await proxy.close()
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function firstLine(child) {
  for await (const line of createInterface({input: child.stdout})) return JSON.parse(line)
  throw new Error('sandbox serve ended before it said where it is')
}

/** Runs a program to its end and answers how long it took, ms; throws where it failed. The proxy goes on meanwhile. */
export async function timeOf(program, args, options) {
  const start = performance.now()
  const child = spawn(program, args, {...options, stdio: ['ignore', 'pipe', 'pipe']})
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${said}`)
  return {start, ms: performance.now() - start}
}

/** What a program says of itself, or `undefined` where there is none. */
export function ask(program, args, env) {
  const {status, stdout} = spawnSync(program, args, {encoding: 'utf8', env})
  return status === 0 ? stdout : undefined
}
