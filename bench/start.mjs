// How long `awsup env switch dev` takes against starting Node, on what would be published. Exits 1 where it is above
// the limit in every round.
//
//     npm run bench:start [-- <limit>]
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {median} from './shared.mjs'

const RUNS = 20
const LIMIT = Number(process.argv[2] ?? 1.8)
/** A busy machine slows the longer program more: a start that is too slow is so in every round. */
const ROUNDS = 6

const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-bench-'))
// Compiled code is kept beside it, not among the user's own.
const ENV = {...process.env, AWSUP_TARGET: 'sandbox', XDG_CACHE_HOME: path.join(scratch, 'cache')}
try {
  const bin = openPackage(scratch)
  const folder = openProject(bin, scratch)
  const bare = ['-e', '0']
  const switching = [bin, 'env', 'switch', 'dev']
  // The first run compiles, and keeps it for the others.
  timeOf(switching, folder)
  console.log(`node ${process.versions.node}, rounds of ${RUNS} runs each, milliseconds`)
  const ratios = []
  while (ratios.length < ROUNDS && !ratios.some((ratio) => ratio <= LIMIT)) {
    const times = {bare: [], switching: []}
    // Turn by turn, so that whatever else the machine does meets both.
    for (let run = 0; run < RUNS; run++) {
      times.bare.push(timeOf(bare, folder))
      times.switching.push(timeOf(switching, folder))
    }
    const ratio = median(times.switching) / median(times.bare)
    ratios.push(ratio)
    console.log(`node -e 0              ${describe(times.bare)}`)
    console.log(`awsup env switch dev   ${describe(times.switching)}`)
    console.log(`ratio                  ${ratio.toFixed(2)} (at most ${LIMIT.toFixed(1)})`)
  }
  process.exitCode = Math.min(...ratios) > LIMIT ? 1 : 0
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

/** The published package, unpacked with nothing beside it; answers its bin. */
function openPackage(folder) {
  const project = path.resolve(import.meta.dirname, '..')
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{filename}] = JSON.parse(packed)
  execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', folder])
  return path.join(folder, 'package', 'bin', 'run.js')
}

/** A project with two environments and their records, as `org init` leaves it. */
function openProject(bin, folder) {
  const cwd = path.join(folder, 'project')
  mkdirSync(cwd)
  const argv = [
    'org',
    'init',
    '--project',
    'acme',
    '--email',
    'aws+{env}@acme.dev',
    '--region',
    'eu-west-1',
    '--yes',
    '--no-input',
  ]
  const {status, stderr} = spawnSync(process.execPath, [bin, ...argv], {cwd, env: ENV, encoding: 'utf8'})
  if (status !== 0) throw new Error(`org init ended with ${status}: ${stderr}`)
  return cwd
}

function timeOf(argv, cwd) {
  const start = performance.now()
  const {status, stderr} = spawnSync(process.execPath, argv, {cwd, env: ENV, encoding: 'utf8'})
  const time = performance.now() - start
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`)
  return time
}

function describe(times) {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1))
  return `median ${middle}  min ${least}  max ${most}`
}
