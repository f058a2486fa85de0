// What a project costs as it grows: an empty plan of 1, 10, 100 and 1,000 environments under AWS's published rates, commands
// that use no network, and a pool of 10,000 users. AWS is `awsup sandbox serve`, on this machine.
//
//     npm run bench:scale [-- --sizes 1,10,100,1000 --runs 3 --write | --check]
//
// --write puts the figures into docs/evidence/performance.md. --check measures once, up to 100 environments, and fails where
// something is beyond a bound.
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {parseArgs} from 'node:util'
import {measure, serve} from './scale/run.mjs'
import {loadSandbox, makeProject} from './scale/world.mjs'
import {check, machine, median, publish, seconds, table} from './shared.mjs'

const {values} = parseArgs({
  options: {
    sizes: {type: 'string', default: '1,10,100,1000'},
    runs: {type: 'string', default: '3'},
    write: {type: 'boolean'},
    check: {type: 'boolean'},
  },
})
const SIZES = (values.check ? '1,100' : values.sizes).split(',').map(Number)
const RUNS = values.check ? 1 : Number(values.runs)
const USERS = 10_000
/** What was changed less than a minute ago is read again by commands that keep what they read (decision 0036). */
const SETTLED_MS = 62_000
const GOALS = new Map([
  [100, 5],
  [1000, 45],
])
/** Three, and until then as many as are asked for: what takes a minute is not run often. */
const runsOf = (size) => (size >= 1_000 ? 1 : RUNS)

const began = machine()
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-scale-'))
const offline = {AWSUP_TARGET: 'aws'}
try {
  const {openSandbox} = await loadSandbox(scratch)
  const projects = new Map()
  for (const size of SIZES) projects.set(size, await makeProject(scratch, {environments: size}, openSandbox))
  const settledAt = Date.now() + SETTLED_MS
  const plans = await measurePlans(projects)
  if (!values.check) await setTimeout(Math.max(0, settledAt - Date.now()))
  const commands = await measureCommands(projects.get(SIZES[0]), projects.get(SIZES.at(-1)))
  const users = await measureUsers(openSandbox)
  publish('Grow', render({plans, commands, users}))
  check(boundsOf({plans, commands, users}))
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

async function measurePlans(projects) {
  const rows = []
  for (const [size, {root, sandbox}] of projects) {
    const server = await serve(root)
    const runs = []
    try {
      for (let run = 0; run < runsOf(size); run++) {
        sandbox.resetCalls()
        const {stdout, ...cost} = await measure(root, ['plan', '--json'], server.env)
        requireEmpty(JSON.parse(stdout))
        runs.push({...cost, calls: countCalls(sandbox.calls())})
      }
    } finally {
      await server.close()
    }
    rows.push({size, runs})
    console.log(`${size} environments: ${seconds(runs.map(({wallMs}) => wallMs))}, ${runs[0].calls.total} calls`)
  }
  return rows
}

function requireEmpty({result}) {
  const {'no-op': same, ...changes} = result.summary
  if (same > 0 && Object.values(changes).every((count) => count === 0)) return
  throw new Error(`the plan is not empty: ${JSON.stringify(result.summary)}`)
}

function countCalls(calls) {
  const byName = new Map()
  for (const {service, operation} of calls) {
    const name = `${service}:${operation}`
    byName.set(name, (byName.get(name) ?? 0) + 1)
  }
  return {total: calls.length, byName}
}

/** Turn by turn, so that whatever else the machine does meets both. */
async function measureCommands(one, many) {
  const commands = {
    'env switch': ['env', 'switch', one.names[0]],
    'env list': ['env', 'list'],
    'completion of env switch': ['__complete', '1', 'zsh', '--', 'env', 'switch', ''],
  }
  const rows = []
  for (const [name, args] of Object.entries(commands)) {
    const times = {one: [], many: []}
    // The first run compiles, and writes what the others leave unchanged.
    await measure(one.root, args, offline)
    await measure(many.root, args, offline)
    for (let run = 0; run < 3 * RUNS; run++) {
      times.one.push(await measure(one.root, args, offline))
      times.many.push(await measure(many.root, args, offline))
    }
    rows.push({name, ...times})
  }
  return rows
}

async function measureUsers(openSandbox) {
  const {root, names} = await makeProject(scratch, {environments: 1, users: USERS}, openSandbox)
  const server = await serve(root)
  try {
    const {stdout, ...cost} = await measure(root, ['user', 'list', '--pool', '--env', names[0], '--json'], server.env)
    const found = JSON.parse(stdout).result.length
    if (found !== USERS) throw new Error(`${found} users were listed, not ${USERS}`)
    return cost
  } finally {
    await server.close()
  }
}

/** Counts are the same on every machine; times are not, and memory is not quite. */
function boundsOf({plans, commands, users}) {
  const large = plans.at(-1)
  return [
    {name: 'calls that one more environment adds', value: sumOf(callsEach(plans)), goal: 9, bound: 9.5},
    {name: `MB of memory for a plan of ${large.size} environments`, value: large.runs[0].rssMb, goal: 250, bound: 300},
    {name: 'MB of memory to list 10,000 users', value: users.rssMb, goal: 250, bound: 300},
    ...commands.map(({name, one, many}) => ({
      name: `${name}, CPU time with ${large.size} environments to that with one`,
      value: ratioOf(many, one, 'cpuMs'),
      goal: 1.3,
      bound: 2.5,
    })),
  ]
}

function ratioOf(many, one, of) {
  return median(many.map((run) => run[of])) / median(one.map((run) => run[of]))
}

/** Calls by name that one more environment adds. */
function callsEach(plans) {
  const [small, large] = [plans[0], plans.at(-1)]
  return new Map(
    [...large.runs[0].calls.byName].map(([name, more]) => {
      const less = small.runs[0].calls.byName.get(name) ?? 0
      return [name, small === large ? less : (more - less) / (large.size - small.size)]
    }),
  )
}

function sumOf(counts) {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function render({plans, commands, users}) {
  const [small, large] = [plans[0], plans.at(-1)]
  const each = callsEach(plans)
  const plan = plans.map(({size, runs}) => [
    String(size),
    String(runs[0].calls.total),
    (runs[0].calls.total / size).toFixed(1),
    seconds(runs.map(({wallMs}) => wallMs)),
    GOALS.has(size) ? `${GOALS.get(size)} s` : '',
    seconds(runs.map(({cpuMs}) => cpuMs)),
    `${Math.max(...runs.map(({rssMb}) => rssMb)).toFixed(0)} MB`,
  ])
  const offlineRows = commands.map(({name, one, many}) => {
    const ratio = (of) => ratioOf(many, one, of).toFixed(2)
    return [
      name,
      seconds(one.map(({wallMs}) => wallMs)),
      seconds(many.map(({wallMs}) => wallMs)),
      ratio('wallMs'),
      ratio('cpuMs'),
      '1.30',
    ]
  })
  const perEnvironment = [...each].filter(([, count]) => count >= 0.01).map(([name, count]) => [name, count.toFixed(2)])
  return [
    `\`npm run bench:scale -- --write\`. ${began}. Medians, with the least and the most; calls are paced by AWS's published rates, and AWS is \`sandbox serve\` on the same machine.`,
    'An empty plan of environments with what `org init` makes: an account, a user pool, an app client, an identity pool, a role.',
    table(['environments', 'calls', 'calls each', 'wall time', 'goal', 'CPU time', 'most memory (goal 250 MB)'], plan),
    `Calls that one more environment adds: ${sumOf(each).toFixed(1)} (goal 9).`,
    table(['call', 'for each environment'], perEnvironment),
    `Commands that use no network, with ${small.size} and with ${large.size} environments, a minute after the last change.`,
    table(['command', `${small.size}`, `${large.size}`, 'ratio', 'ratio of CPU time', 'goal'], offlineRows),
    `${USERS} users of a pool, listed by \`user list --pool --json\`: ${seconds([users.wallMs])}, ${users.rssMb.toFixed(0)} MB at most.`,
  ].join('\n\n')
}
