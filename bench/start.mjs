// How long awsup takes to start against starting Node, on what would be published.
//
//     npm run bench:start [-- <limit>]           `awsup env switch dev` alone; exits 1 where it is above the limit in every round
//     npm run bench:start -- --write [--runs 20] every command that must start fast, on this Node and the newest 24 and 26,
//                                                into docs/evidence/performance.md
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {machine, median, publish} from './shared.mjs'
import {findCounter, timeOf, timeOfFirstRequest} from './start/measure.mjs'
import {findNodes} from './start/nodes.mjs'
import {openPackage, openProject, surroundings} from './start/package.mjs'
import {render} from './start/page.mjs'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {write: {type: 'boolean'}, runs: {type: 'string', default: '20'}},
})
const RUNS = Number(values.runs)
const LIMIT = Number(positionals[0] ?? 1.8)
/** A busy machine slows the longer program more: a start that is too slow is so in every round. */
const ROUNDS = 6

/** The goals are times of bare Node: of Node 20, and of 24 and 26, which start in a third of the time. */
const COMMANDS = [
  {name: '`env switch dev`, nothing to change', goals: [1.5, 2], argv: ['env', 'switch', 'dev']},
  {
    name: '`env switch prod`, which writes',
    goals: [1.5, 2],
    argv: ['env', 'switch', 'prod'],
    back: ['env', 'switch', 'dev'],
  },
  {name: '`env current`', goals: [1.5, 2], argv: ['env', 'current']},
  {
    name: 'completion of `env switch`',
    goals: [1.5, 2],
    argv: ['__complete', '1', 'zsh', '--', 'env', 'switch', ''],
  },
  {name: '`env list`', goals: [1.7, 2.2], argv: ['env', 'list']},
  {name: '`--help`', goals: [1.7, 2.2], argv: ['--help']},
  {name: '`credentials dev`, from what is kept', goals: [1.6, 1.6], argv: ['credentials', 'dev']},
  {name: '`plan`, until its first request', goals: [2.3, 2.3], argv: ['plan'], time: timeOfFirstRequest},
]

const began = machine()
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-bench-'))
try {
  const bin = openPackage(scratch)
  const place = {cwd: openProject(bin, scratch), env: surroundings(scratch)}
  if (values.write) await write({bin, place})
  else check({bin, place})
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

function check({bin, place}) {
  const node = process.execPath
  const switching = [bin, 'env', 'switch', 'dev']
  // The first run compiles, and keeps it for the others.
  timeOf(node, switching, place)
  console.log(`node ${process.versions.node}, rounds of ${RUNS} runs each, milliseconds`)
  const ratios = []
  while (ratios.length < ROUNDS && !ratios.some((ratio) => ratio <= LIMIT)) {
    const times = {bare: [], switching: []}
    // Turn by turn, so that whatever else the machine does meets both.
    for (let run = 0; run < RUNS; run++) {
      times.bare.push(timeOf(node, ['-e', '0'], place))
      times.switching.push(timeOf(node, switching, place))
    }
    const ratio = median(times.switching) / median(times.bare)
    ratios.push(ratio)
    console.log(`node -e 0              ${describe(times.bare)}`)
    console.log(`awsup env switch dev   ${describe(times.switching)}`)
    console.log(`ratio                  ${ratio.toFixed(2)} (at most ${LIMIT.toFixed(1)})`)
  }
  process.exitCode = Math.min(...ratios) > LIMIT ? 1 : 0
}

async function write({bin, place}) {
  const {nodes, missing} = findNodes(scratch)
  const results = []
  for (const node of nodes) results.push(await measureOn(node, {bin, place}))
  const counter = findCounter(place)
  if (counter) count(results[0], counter, bin)
  publish('Start', render({began, runs: RUNS, results, missing, counter: counter?.name}))
}

async function measureOn({version, program}, {bin, place}) {
  const bare = {times: []}
  const commands = COMMANDS.map(({time = timeOf, ...command}) => ({...command, time, times: []}))
  // The first runs compile, and what they keep is there from the second one on. A run that is killed would keep nothing.
  for (let run = -2; run < RUNS; run++) {
    const round = [{times: bare.times, took: timeOf(program, ['-e', '0'], place)}]
    for (const {argv, back, time, times} of commands) {
      round.push({times, took: await (run < 0 ? timeOf : time)(program, [bin, ...argv], place)})
      // So that the next round begins as this one did.
      if (back) timeOf(program, [bin, ...back], place)
    }
    if (run >= 0) for (const {times, took} of round) times.push(took)
  }
  console.log(
    `Node ${version}: ${commands.map(({name, times}) => `${name} ${(median(times) / median(bare.times)).toFixed(2)}`).join(', ')}`,
  )
  return {version, bare, commands}
}

/** What only ends when it is ended is not counted. */
function count({bare, commands}, counter, bin) {
  bare.instructions = counter.count(process.execPath, ['-e', '0'])
  for (const command of commands)
    if (command.time === timeOf) command.instructions = counter.count(process.execPath, [bin, ...command.argv])
}

function describe(times) {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1))
  return `median ${middle}  min ${least}  max ${most}`
}
