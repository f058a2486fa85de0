#!/usr/bin/env node
// The main job, for real, on the embedded sandbox: installs, builds, and runs it in a scratch folder that it leaves for
// you to look at. Needs Node and npm, and nothing else: no AWS account, no credentials, no Docker.
import {spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const home = join(import.meta.dirname, '..')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

function run(command, args, {cwd = home, shown = `${command} ${args.join(' ')}`, quiet = false} = {}) {
  console.log(`\n$ ${shown}`)
  const {status, stdout, stderr, error} = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  if (quiet) process.stderr.write(`${stdout}\n${stderr}\n`)
  console.error(`\nThe command above failed (${error?.message ?? `exit ${status}`}); the quickstart stops here.`)
  process.exit(1)
}

const awsup = (...args) => {
  const shown = ['awsup', ...args.map((arg) => (/[{}@+*]/.test(arg) ? `'${arg}'` : arg))].join(' ')
  run(process.execPath, [join(home, 'bin', 'run.js'), ...args], {cwd: project, shown})
}

if (!existsSync(join(home, 'node_modules', 'esbuild'))) run(npm, ['ci'], {quiet: true})
run(npm, ['run', 'build'], {quiet: true})

const project = mkdtempSync(join(tmpdir(), 'awsup-quickstart-'))
const outputs = () => readFileSync(join(project, 'amplify_outputs.json'), 'utf8')
const started = Date.now()
console.log(`\nA new project in ${project}`)

awsup(
  'org',
  'init',
  '--sandbox',
  '--project',
  'acme',
  '--email',
  'aws+{env}@acme.dev',
  '--env',
  'dev',
  '--env',
  'prod',
  '--yes',
)
awsup('env', 'switch', 'dev')
const dev = outputs()
awsup('user', 'create', 'alice', '--env', 'dev')
awsup('env', 'switch', 'prod')
const prod = outputs()
awsup('org', 'show')

console.log('\nWhat switching from dev to prod changed in amplify_outputs.json: ids, and nothing else.\n')
const before = dev.split('\n')
prod.split('\n').forEach((line, index) => {
  if (line === before[index]) return
  console.log(`- ${before[index]}\n+ ${line}`)
})
console.log(`\nDone in ${((Date.now() - started) / 1000).toFixed(1)} s. Look around in ${project}, for example:`)
console.log(`  cd ${project} && node ${join(home, 'bin', 'run.js')} plan\n`)
