#!/usr/bin/env node
// The test suite on the newest LTS of Node, which npm brings (.lts/): awsup promises to run there as it does on Node 20.
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'

const LTS = '26.12.1'
const SUITE = ['run', '--project', 'suite', '--project', 'alone']
const home = join(import.meta.dirname, '..', '..')
const cache = join(home, '.lts')
const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const installed = join(cache, 'node_modules', name)
const folder = join(installed, 'bin')

function run(program, args, env = process.env) {
  const {status, error} = spawnSync(program, args, {cwd: home, stdio: ['ignore', 'inherit', 'inherit'], env})
  if (status === 0) return
  if (error) console.error(`${program} ${args.join(' ')} failed: ${error.message}`)
  process.exit(status ?? 1)
}

const version = () =>
  existsSync(join(installed, 'package.json'))
    ? JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version
    : undefined

if (version() !== LTS) {
  mkdirSync(cache, {recursive: true})
  // A package of its own, so that npm does not take the project's for it.
  writeFileSync(join(cache, 'package.json'), '{"private": true}\n')
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', cache, `${name}@${LTS}`])
}
if (!existsSync(join(home, 'dist'))) run('npm', ['run', 'build'])

// First in PATH, for what tests start by name; the binary itself runs Vitest, and with it every `process.execPath`.
// Each command has a process of its own there, as it has where people run it.
const env = {...process.env, AWSUP_TEST_OWN_PROCESS: '1', PATH: [folder, process.env.PATH].join(delimiter)}
run(join(folder, 'node'), ['--version'], env)
run(join(folder, 'node'), [join(home, 'node_modules', 'vitest', 'vitest.mjs'), ...SUITE, ...process.argv.slice(2)], env)
