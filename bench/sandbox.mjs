// The sandbox beside moto's server, in the same run: requests per second, time to start, and memory.
//
//     npm run bench:sandbox [-- --rounds 5 --seconds 2 --write | --check]
//
// moto comes from PyPI, in the virtual environment that `npm run test:strangers:moto` uses too. --write puts the figures
// into docs/evidence/performance.md; --check measures for a shorter time, and fails where something is beyond a bound.
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateRoleCommand, GetRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import http from 'node:http'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {createInterface} from 'node:readline'
import {parseArgs} from 'node:util'
import {check, machine, median, publish, table} from './shared.mjs'

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '5'},
    seconds: {type: 'string', default: '2'},
    write: {type: 'boolean'},
    check: {type: 'boolean'},
  },
})
const [ROUNDS, MS] = values.check ? [3, 500] : [Number(values.rounds), Number(values.seconds) * 1_000]
/** Requests on their way at the same time: as many as a front end or a test has. */
const AT_ONCE = 16
const GOAL = {ratio: 8, readyMs: 300}

const project = path.resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-sandbox-'))
const began = machine()
try {
  makeMoto()
  const starts = {sandbox: [], moto: []}
  for (let run = 0; run < ROUNDS; run++) {
    for (const [name, start] of [
      ['sandbox', startSandbox],
      ['moto', startMoto],
    ]) {
      const server = await start()
      starts[name].push(server.readyMs)
      await server.close()
    }
  }
  const servers = {sandbox: await startSandbox(), moto: await startMoto()}
  try {
    const rates = await measureRates(servers)
    const memory = {sandbox: memoryOf(servers.sandbox.pid), moto: memoryOf(servers.moto.pid)}
    publish('Sandbox', render({starts, rates, memory}))
    check(boundsOf({starts, rates}))
  } finally {
    for (const server of Object.values(servers)) await server.close()
  }
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

/** The environment of the suite that holds awsup against moto, made where it is not there. */
function makeMoto() {
  const venv = path.join(project, '.venv-moto')
  const list = path.join(project, 'strangers', 'moto', 'requirements.txt')
  const stamp = path.join(venv, 'requirements.installed')
  try {
    if (readFileSync(stamp, 'utf8') === readFileSync(list, 'utf8')) return
  } catch {
    // Not made yet.
  }
  for (const [command, args] of [
    ['python3', ['-m', 'venv', venv]],
    [path.join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', list]],
    ['cp', [list, stamp]],
  ]) {
    const {status} = spawnSync(command, args, {stdio: 'inherit'})
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
  }
}

async function startSandbox() {
  const start = performance.now()
  const cwd = mkdtempSync(path.join(scratch, 'project-'))
  const bin = path.join(project, 'bin', 'run.js')
  const child = spawn(process.execPath, [bin, 'sandbox', 'serve', '--port', '0', '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const readyMs = performance.now() - start
  const told = JSON.parse(line)
  const {endpoint, accessKeyId, secretAccessKey} = told.result ?? told
  return {endpoint, credentials: {accessKeyId, secretAccessKey}, readyMs, pid: child.pid, close: () => end(child)}
}

async function startMoto() {
  const start = performance.now()
  const child = spawn(path.join(project, '.venv-moto', 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {...process.env, PYTHONUNBUFFERED: '1'},
  })
  let endpoint
  for await (const line of createInterface(child.stderr)) {
    endpoint = /Running on (http:\/\/[\d.]+:\d+)/.exec(line)?.[1]
    if (endpoint) break
  }
  const readyMs = performance.now() - start
  child.stderr.resume()
  return {
    endpoint,
    credentials: {accessKeyId: 'test', secretAccessKey: 'test'},
    readyMs,
    pid: child.pid,
    close: () => end(child),
  }
}

async function end(child) {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
}

/** The same things on a server, and the requests about them, signed once: what is measured is the server alone. */
async function prepare({endpoint, credentials}) {
  const config = {endpoint, credentials, region: 'us-east-1'}
  const cognito = new CognitoIdentityProviderClient(config)
  const [iam, sts] = [new IAMClient(config), new STSClient(config)]
  const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'acme'}))
  const UserPoolId = UserPool.Id
  const {UserPoolClient} = await cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'web'}))
  const trust = {
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
  }
  await iam.send(new CreateRoleCommand({RoleName: 'acme', AssumeRolePolicyDocument: JSON.stringify(trust)}))
  const commands = [
    ['DescribeUserPool', cognito, new DescribeUserPoolCommand({UserPoolId})],
    ['GetCallerIdentity', sts, new GetCallerIdentityCommand({})],
    [
      'DescribeUserPoolClient',
      cognito,
      new DescribeUserPoolClientCommand({UserPoolId, ClientId: UserPoolClient.ClientId}),
    ],
    ['ListUserPools', cognito, new ListUserPoolsCommand({MaxResults: 10})],
    ['GetRole', iam, new GetRoleCommand({RoleName: 'acme'})],
  ]
  const requests = new Map()
  for (const [name, client, command] of commands) requests.set(name, await sign(client, command))
  return requests
}

/** What the SDK would send, as it is on the wire. */
async function sign(client, command) {
  let sent
  client.middlewareStack.add(
    (next) => (args) => {
      const {method, path: at, headers, body} = args.request
      sent = {method, path: at, headers, body}
      return next(args)
    },
    {step: 'finalizeRequest', priority: 'low', name: 'taken', override: true},
  )
  await client.send(command)
  return sent
}

async function measureRates(servers) {
  const requests = {sandbox: await prepare(servers.sandbox), moto: await prepare(servers.moto)}
  const all = [...requests.sandbox.keys()]
  const sorts = [['DescribeUserPool'], ['GetCallerIdentity'], all]
  const rates = new Map()
  for (const names of sorts) {
    const found = {sandbox: [], moto: []}
    for (let round = 0; round <= ROUNDS; round++) {
      // Turn by turn, so that whatever else the machine does meets both.
      for (const name of ['sandbox', 'moto']) {
        const rate = await load(
          servers[name].endpoint,
          names.map((one) => requests[name].get(one)),
        )
        // The first round warms up.
        if (round > 0) found[name].push(rate)
      }
    }
    rates.set(names.length > 1 ? `a mix of ${names.join(', ')}` : names[0], found)
  }
  return rates
}

/** Requests per second, one after the other on each of some connections. */
async function load(endpoint, requests) {
  const {hostname, port} = new URL(endpoint)
  const agent = new http.Agent({keepAlive: true, maxSockets: AT_ONCE})
  const start = performance.now()
  let done = 0
  const one = (request) =>
    new Promise((resolve, reject) => {
      const sent = http.request(
        {hostname, port, agent, method: request.method, path: request.path, headers: request.headers},
        (reply) => {
          reply.resume()
          reply.once('end', () =>
            reply.statusCode === 200 ? resolve() : reject(new Error(`status ${reply.statusCode}`)),
          )
        },
      )
      sent.once('error', reject)
      sent.end(request.body)
    })
  await Promise.all(
    Array.from({length: AT_ONCE}, async (_, index) => {
      for (let turn = index; performance.now() - start < MS; turn++) {
        await one(requests[turn % requests.length])
        done += 1
      }
    }),
  )
  const rate = done / ((performance.now() - start) / 1_000)
  agent.destroy()
  return rate
}

/** MB in memory now; unknown where there is no /proc. */
function memoryOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024
  } catch {
    return undefined
  }
}

function boundsOf({starts, rates}) {
  const [, mix] = [...rates].at(-1)
  const ratio = median(mix.sandbox) / median(mix.moto)
  return [
    {name: 'requests per second, times moto’s', value: ratio, goal: GOAL.ratio, bound: 4, least: true},
    {name: 'ms until the sandbox is ready', value: median(starts.sandbox), goal: GOAL.readyMs, bound: 1_500},
  ]
}

function render({starts, rates, memory}) {
  const spread = (numbers, digits = 0) =>
    `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`
  const rows = [...rates].map(([name, {sandbox, moto}]) => [
    name,
    spread(sandbox),
    spread(moto),
    `${(median(sandbox) / median(moto)).toFixed(1)} ×`,
    name.startsWith('a mix') ? `${GOAL.ratio} ×` : '',
  ])
  const mb = (number) => (number === undefined ? 'unknown' : `${number.toFixed(0)} MB`)
  return [
    `\`npm run bench:sandbox -- --write\`. ${began}. Medians of ${ROUNDS} rounds of ${MS / 1_000} s, with the least and the most; ${AT_ONCE} connections, requests signed before.`,
    table(['requests per second', 'awsup sandbox serve', 'moto_server', 'ratio', 'goal'], rows),
    table(
      ['', 'awsup sandbox serve', 'moto_server', 'goal'],
      [
        ['ready after, ms', spread(starts.sandbox), spread(starts.moto), String(GOAL.readyMs)],
        ['memory after the requests', mb(memory.sandbox), mb(memory.moto), ''],
      ],
    ),
  ].join('\n\n')
}
