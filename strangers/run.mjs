#!/usr/bin/env node
// Holds awsup's sandbox against clients that others wrote: the AWS CLI and boto3, from PyPI, in a virtual environment of
// its own (.venv), and Terraform where it is installed. Apart from `npm test`, which needs npm alone.
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

const home = join(import.meta.dirname, '..')
const venv = join(home, '.venv')
const requirements = readFileSync(join(import.meta.dirname, 'requirements.txt'), 'utf8')
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
  run(join(venv, 'bin', 'pip'), ['install', ...quiet, '-r', join(import.meta.dirname, 'requirements.txt')])
  writeFileSync(stamp, requirements)
}
if (!existsSync(join(home, 'dist'))) run('npm', ['run', 'build'])
const vitest = join(home, 'node_modules', 'vitest', 'vitest.mjs')
const config = ['--config', join('strangers', 'vitest.config.ts')]
run(process.execPath, [vitest, 'run', ...config, ...process.argv.slice(2)], {STRANGERS: join(venv, 'bin')})
