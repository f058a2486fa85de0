import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {createInterface} from 'node:readline'
import {bin} from './world.mjs'

const PRELOAD = path.join(import.meta.dirname, 'measured.cjs')

/** A server of the project's sandbox, and the environment in which awsup and others take it for AWS. */
export async function serve(root) {
  const child = spawn(process.execPath, [bin, 'sandbox', 'serve', '--port', '0', '--json'], {
    cwd: root,
    env: {...process.env, AWSUP_TARGET: 'sandbox'},
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const {result = JSON.parse(line)} = JSON.parse(line)
  const env = {
    AWSUP_TARGET: 'aws',
    AWS_ENDPOINT_URL: result.endpoint,
    AWS_ACCESS_KEY_ID: result.accessKeyId,
    AWS_SECRET_ACCESS_KEY: result.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: path.join(root, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(root, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const close = async () => {
    const closed = once(child, 'exit')
    child.kill('SIGINT')
    await closed
  }
  return {env, close, pid: child.pid}
}

/** Runs awsup to its good end: milliseconds of wall and CPU time, the most memory it had in MB, and what it printed. */
export async function measure(root, args, env) {
  const cost = path.join(root, 'cost.json')
  const start = performance.now()
  const child = spawn(process.execPath, ['--require', PRELOAD, bin, ...args], {
    cwd: root,
    env: {...process.env, AWSUP_NO_UPDATE_CHECK: '1', ...env, BENCH_COST: cost},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, [status]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'exit'),
  ])
  const wallMs = performance.now() - start
  if (status !== 0)
    throw new Error(`awsup ${args.join(' ')} ended with ${status}: ${stderr.slice(-2_000)}${stdout.slice(-2_000)}`)
  return {wallMs, ...JSON.parse(readFileSync(cost, 'utf8')), stdout}
}

async function textOf(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
