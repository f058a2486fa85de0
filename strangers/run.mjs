#!/usr/bin/env node
// Holds awsup against what others wrote, from PyPI, in a virtual environment of its own. Apart from `npm test`, which
// needs npm alone.
//   run.mjs clients   the sandbox against the AWS CLI, boto3, and Terraform where it is installed (.venv)
//   run.mjs moto      awsup against moto, somebody else's AWS (.venv-moto)
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

const home = join(import.meta.dirname, '..')
const [part = 'clients', ...rest] = process.argv.slice(2)
const parts = {clients: ['.venv', 'requirements.txt'], moto: ['.venv-moto', 'moto/requirements.txt']}
if (!(part in parts)) {
  console.error(`run.mjs takes one of ${Object.keys(parts).join(', ')}, not ${part}`)
  process.exit(2)
}
const venv = join(home, parts[part][0])
const list = join(import.meta.dirname, parts[part][1])
const requirements = readFileSync(list, 'utf8')
const stamp = join(venv, 'requirements.installed')

function run(command, args, env = {}) {
  const stdio = ['ignore', 'inherit', 'inherit']
  const {status, error} = spawnSync(command, args, {cwd: home, stdio, env: {...process.env, ...env}})
  if (status === 0) return
  console.error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit ${status}`}`)
  process.exit(status ?? 1)
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== requirements) {
  rmSync(venv, {recursive: true, force: true})
  run('python3', ['-m', 'venv', venv])
  const quiet = ['--quiet', '--disable-pip-version-check']
  run(join(venv, 'bin', 'pip'), ['install', ...quiet, '-r', list])
  writeFileSync(stamp, requirements)
}
if (!existsSync(join(home, 'dist'))) run('npm', ['run', 'build'])
const vitest = join(home, 'node_modules', 'vitest', 'vitest.mjs')
const config = ['--config', join('strangers', 'vitest.config.ts'), '--project', part]
run(process.execPath, [vitest, 'run', ...config, ...rest], {STRANGERS: join(venv, 'bin')})
