import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {createServer} from 'node:http'
import {performance} from 'node:perf_hooks'

/** Milliseconds of a run to its good end. */
export function timeOf(program, argv, {cwd, env}) {
  const start = performance.now()
  const {status, stderr} = spawnSync(program, argv, {cwd, env, encoding: 'utf8'})
  const time = performance.now() - start
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`)
  return time
}

/** Milliseconds until a command that talks to AWS has sent its first request; it is ended then. */
export async function timeOfFirstRequest(program, argv, {cwd, env}) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request')
  const start = performance.now()
  const child = spawn(program, argv, {
    cwd,
    stdio: 'ignore',
    env: {
      ...env,
      AWSUP_TARGET: 'aws',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${server.address().port}`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'eu-west-1',
    },
  })
  const ended = once(child, 'exit')
  const first = await Promise.race([asked.then(() => performance.now()), ended.then(() => undefined)])
  child.kill('SIGKILL')
  await ended
  server.closeAllConnections()
  server.close()
  if (first === undefined) throw new Error(`${argv.join(' ')} ended without a request`)
  return first - start
}

/** What counts instructions here; `undefined` where nothing does. */
export function findCounter({cwd, env}) {
  const count = (tool, argv, read) => (program, words) => {
    const {stderr, status} = spawnSync(tool, [...argv, program, ...words], {cwd, env, encoding: 'utf8'})
    const found = status === 0 ? read.exec(stderr)?.[1] : undefined
    return found === undefined ? undefined : Number(found.replaceAll(/[^\d]/g, ''))
  }
  const counters = {
    'perf stat': count('perf', ['stat', '-e', 'instructions:u', '-x', ';'], /^(\d+);/m),
    callgrind: count('valgrind', ['--tool=callgrind', '--callgrind-out-file=/dev/null'], /Collected : (\d+)/),
  }
  for (const [name, counter] of Object.entries(counters))
    if (counter(process.execPath, ['-e', '0']) !== undefined) return {name, count: counter}
  return undefined
}
