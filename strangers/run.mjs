#!/usr/bin/env node
// Holds awsup against what others wrote, from PyPI, in virtual environments of its own. Apart from `npm test`, which
// needs npm alone.
//   run.mjs clients      the sandbox against the AWS CLI, boto3, and Terraform where it is installed (.venv)
//   run.mjs moto         awsup against moto, somebody else's AWS (.venv-moto)
//   run.mjs conformance  both, the facts about AWS and a sandbox that is broken on purpose; then the table of it all
//   run.mjs gather       that table alone, of what a run left in the folder that CONFORMANCE_CELLS names
import {build} from 'esbuild'
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'

const home = join(import.meta.dirname, '..')
const CLIENTS = ['.venv', 'requirements.txt']
const MOTO = ['.venv-moto', 'moto/requirements.txt']
const parts = {clients: [CLIENTS], moto: [MOTO], conformance: [CLIENTS, MOTO], gather: []}
// Long after what a busy machine needs: nothing here waits for ever.
const DEADLINE_MS = 30 * 60_000

const [part = 'clients', ...rest] = process.argv.slice(2)
if (!(part in parts)) {
  console.error(`run.mjs takes one of ${Object.keys(parts).join(', ')}, not ${part}`)
  process.exit(2)
}

/** Its exit code; 1 where it cannot be started or does not end. */
const run = (command, args, {cwd = home, ...env} = {}) =>
  new Promise((done) => {
    const stdio = ['ignore', 'inherit', 'inherit']
    const child = spawn(command, args, {cwd, stdio, env: {...process.env, ...env}, timeout: DEADLINE_MS})
    child.once('error', ({message}) => {
      console.error(`${command} ${args.join(' ')}: ${message}`)
      done(1)
    })
    child.once('close', (code) => done(code ?? 1))
  })

async function must(command, args) {
  const code = await run(command, args)
  if (code === 0) return
  console.error(`${command} ${args.join(' ')} failed: exit ${code}`)
  process.exit(code)
}

async function makeEnvironment([folder, requirements]) {
  const venv = join(home, folder)
  const list = join(import.meta.dirname, requirements)
  const wanted = readFileSync(list, 'utf8')
  const stamp = join(venv, 'requirements.installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(venv, {recursive: true, force: true})
  await must('python3', ['-m', 'venv', venv])
  await must(join(venv, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', list])
  writeFileSync(stamp, wanted)
}

/** Vitest over the projects of that name, or over all of them. */
function test(projects, args, env) {
  const vitest = join(home, 'node_modules', 'vitest', 'vitest.mjs')
  const config = ['--config', join('strangers', 'vitest.config.ts')]
  return run(
    process.execPath,
    [vitest, 'run', ...config, ...projects.flatMap((name) => ['--project', name]), ...args],
    env,
  )
}

/** What everybody leaves is kept, as JSON lines, where somebody names a folder for it. */
function emptyFolder(folder) {
  mkdirSync(folder, {recursive: true})
  for (const name of readdirSync(folder)) if (name.endsWith('.jsonl')) rmSync(join(folder, name))
  return folder
}

async function proveAll(cells) {
  const reporters = ['--reporter', 'minimal', '--reporter', './strangers/conformance/reporter.ts']
  const quiet = {CONFORMANCE_CELLS: emptyFolder(cells), AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'}
  const tests = await test([], [...reporters, ...rest], quiet)
  const gathered = await gather(cells)
  return tests || gathered
}

async function gather(cells) {
  const outfile = join(scratch, 'gather.mjs')
  const entryPoints = [join(import.meta.dirname, 'conformance', 'gather.ts')]
  await build({entryPoints, bundle: true, format: 'esm', platform: 'node', packages: 'external', outfile})
  return run(process.execPath, [outfile, cells, ...rest], {cwd: process.cwd()})
}

const scratch = mkdtempSync(join(tmpdir(), 'awsup-strangers-'))
process.once('exit', () => rmSync(scratch, {recursive: true}))
const cells = resolve(process.env.CONFORMANCE_CELLS || join(scratch, 'cells'))
if (part === 'gather') process.exitCode = await gather(cells)
else {
  const isStale = part === 'conformance' || !existsSync(join(home, 'dist'))
  await Promise.all([isStale && must('npm', ['run', '--silent', 'build']), ...parts[part].map(makeEnvironment)])
  process.exitCode = part === 'conformance' ? await proveAll(cells) : await test([part], rest)
}
