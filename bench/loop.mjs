// How long someone waits who changed a line: `npm cit`, its parts, and where the time of the tests goes.
//
//     npm run bench:loop [-- --skip-install --write]
//
// --write puts the figures into docs/evidence/performance.md.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {parseArgs} from 'node:util'
import {machine, publish, table} from './shared.mjs'

const {values} = parseArgs({options: {'skip-install': {type: 'boolean'}, write: {type: 'boolean'}}})
const GOAL_S = 150
/** As many folders as are told by name: the rest is one line. */
const MOST = 12

const project = path.resolve(import.meta.dirname, '..')
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-loop-'))
const began = machine()
try {
  const installed = values['skip-install'] ? undefined : measure(['ci'])
  const report = path.join(scratch, 'report.json')
  const tested = measure(['test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  publish('The developer’s loop', render({installed, tested, report: JSON.parse(readFileSync(report, 'utf8'))}))
} finally {
  rmSync(scratch, {recursive: true, force: true})
}

/** Seconds that a command of npm took, by the clock and of all processors together; ends the benchmark where it fails. */
function measure(args) {
  const [start, before] = [performance.now(), timeOfChildren()]
  const {status} = spawnSync('npm', args, {
    cwd: project,
    stdio: ['ignore', 2, 2],
    env: {...process.env, AWSUP_TEST_TIMES: scratch},
  })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}`)
  const alone = readdirSync(scratch).filter((name) => name.endsWith('.seconds'))
  const rest = alone.map((name) => Number(readFileSync(path.join(scratch, name), 'utf8')))
  return {wall: (performance.now() - start) / 1_000, cpu: sum([timeOfChildren() - before, ...rest])}
}

/** Of all that this process waited for, and all that they waited for; NaN where the system does not say. */
function timeOfChildren() {
  if (process.platform !== 'linux') return NaN
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')
  // proc(5): cutime and cstime, in hundredths of a second.
  return (Number(fields[13]) + Number(fields[14])) / 100
}

function render({installed, tested, report}) {
  const parts = [...(installed ? [['npm ci', installed]] : []), ['npm test', tested]]
  const whole = installed && {wall: installed.wall + tested.wall, cpu: installed.cpu + tested.cpu}
  const rows = [...parts, ...(whole ? [['npm cit', whole]] : [])].map(([name, {wall, cpu}]) => [
    `\`${name}\``,
    `${wall.toFixed(0)} s`,
    Number.isNaN(cpu) ? '' : `${cpu.toFixed(0)} s`,
    name === 'npm cit' ? `${GOAL_S} s` : '',
  ])
  const files = report.testResults.map(({name, startTime, endTime, assertionResults}) => ({
    folder: path.relative(project, name).split(path.sep).slice(0, -1).slice(0, 3).join('/'),
    seconds: (endTime - startTime) / 1_000,
    tests: assertionResults.length,
  }))
  const folders = [...new Set(files.map(({folder}) => folder))]
    .map((folder) => ({folder, its: files.filter((file) => file.folder === folder)}))
    .map(({folder, its}) => ({folder, files: its.length, tests: sumOf(its, 'tests'), seconds: sumOf(its, 'seconds')}))
    .toSorted((a, b) => b.seconds - a.seconds)
  const rest = folders.slice(MOST)
  const others = {
    folder: `${rest.length} others`,
    files: sumOf(rest, 'files'),
    tests: sumOf(rest, 'tests'),
    seconds: sumOf(rest, 'seconds'),
  }
  const told = [...folders.slice(0, MOST), ...(rest.length > 0 ? [others] : [])]
  return [
    `\`npm run bench:loop -- --write\`. ${began}. One run; ${report.numPassedTests} tests passed, ${report.numPendingTests} were skipped, in ${files.length} files.`,
    table(['', 'wall time', 'CPU time', 'goal'], rows),
    'Where the time of the tests goes: what the files of a folder took, one after the other. Three run at a time.',
    table(
      ['folder', 'files', 'tests', 'time'],
      told.map(({folder, files, tests, seconds}) => [folder, files, tests, `${seconds.toFixed(0)} s`]),
    ),
  ].join('\n\n')
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0)
}

function sumOf(list, name) {
  return sum(list.map((one) => one[name]))
}
