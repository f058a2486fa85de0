// What both quickstarts do: run a program, show its command line, and end where it fails.
import {spawnSync} from 'node:child_process'
import {statSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

export const home = fileURLToPath(new URL('../..', import.meta.url))
export const binary = join(home, 'bin', 'run.js')
const windows = process.platform === 'win32'

/** Ends the quickstart when the program fails; what a quiet one had to say is shown only then. Answers its stdout. */
export function run(program, args, {cwd = home, shell = false, quiet = false, stdout = 'inherit'} = {}) {
  const stdio = ['ignore', quiet ? 'pipe' : stdout, quiet ? 'pipe' : 'inherit']
  const ran = spawnSync(program, args, {cwd, encoding: 'utf8', stdio, shell})
  if (ran.status === 0) return ran.stdout ?? ''
  if (quiet) process.stderr.write(`${ran.stdout}\n${ran.stderr}\n`)
  console.error(
    `\nThe command above failed (${ran.error?.message ?? `exit ${ran.status}`}); the quickstart stops here.`,
  )
  process.exit(1)
}

export function npm(args, {cwd = home, takes = 'a minute or so, the first time'} = {}) {
  console.log(`$ npm ${args.join(' ')}   # ${takes}`)
  run('npm', args, {cwd, quiet: true, shell: windows})
}

const shown = (args) => args.map((arg) => (/[{}@+*]/.test(arg) ? `'${arg}'` : arg)).join(' ')

/** Runs awsup in a project. */
export function awsup(project, ...args) {
  console.log(`\n$ awsup ${shown(args)}`)
  run(process.execPath, [binary, ...args], {cwd: project})
}

/** What a command answers with `--json`. */
export function awsupResult(project, ...args) {
  console.log(`\n$ awsup ${shown(args)}`)
  return JSON.parse(run(process.execPath, [binary, ...args, '--json'], {cwd: project, stdout: 'pipe'})).result
}

/** When a file was changed; 0 where there is none. */
export const changedAt = (file) => statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 0

/** Installs what a folder's package-lock.json says, where that has not been done. */
export function installWhereStale(folder, takes) {
  if (changedAt(join(folder, 'node_modules', '.package-lock.json')) < changedAt(join(folder, 'package-lock.json')))
    npm(['ci', '--no-audit', '--no-fund'], {cwd: folder, takes})
}
