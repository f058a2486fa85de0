#!/usr/bin/env node
// The main job, for real, on the embedded sandbox: installs, builds, and runs it in a scratch folder that it leaves for
// you to look at. Needs Node and npm, and nothing else: no AWS account, no credentials, no Docker.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {buildWhereStale} from './fresh.mjs'

const home = fileURLToPath(new URL('..', import.meta.url))
const binary = join(home, 'bin', 'run.js')
const windows = process.platform === 'win32'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`awsup needs Node 20.17 or newer; this is ${process.version}.`)
  process.exit(1)
}

/** Ends the quickstart when the program fails; what a quiet one had to say is shown only then. */
function run(program, args, {cwd = home, shell = false, quiet = false} = {}) {
  const stdio = ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit']
  const {status, stdout, stderr, error} = spawnSync(program, args, {cwd, encoding: 'utf8', stdio, shell})
  if (status === 0) return
  if (quiet) process.stderr.write(`${stdout}\n${stderr}\n`)
  console.error(`\nThe command above failed (${error?.message ?? `exit ${status}`}); the quickstart stops here.`)
  process.exit(1)
}

function npm(...args) {
  console.log(`$ npm ${args.join(' ')}   # a minute or so, the first time`)
  run('npm', args, {quiet: true, shell: windows})
}

function awsup(...args) {
  console.log(`\n$ awsup ${args.map((arg) => (/[{}@+*]/.test(arg) ? `'${arg}'` : arg)).join(' ')}`)
  run(process.execPath, [binary, ...args], {cwd: project})
}

const changedAt = (file) => statSync(join(home, file), {throwIfNoEntry: false})?.mtimeMs ?? 0

console.log('awsup, on its embedded sandbox: nothing here reaches AWS, and nothing costs anything.\n')
if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) npm('ci')
// npm ci has built it; where it was not needed, a source may be newer.
buildWhereStale()

const project = mkdtempSync(join(tmpdir(), 'awsup-quickstart-'))
const outputs = () => readFileSync(join(project, 'amplify_outputs.json'), 'utf8')
const started = Date.now()
console.log(`\nA new project, in ${project}`)

console.log('\n1. An organization, with an AWS account for each environment and sign-in for its users in each.')
const email = ['--email', 'aws+{env}@acme.dev']
awsup('org', 'init', '--sandbox', '--project', 'acme', ...email, '--env', 'dev', '--env', 'prod', '--yes')

console.log('\n2. The front end’s configuration for dev, and a colleague who may enter it.')
awsup('env', 'switch', 'dev')
const dev = outputs().split('\n')
awsup('user', 'create', 'alice', '--env', 'dev')

console.log(
  '\n3. The same for prod. What changes in amplify_outputs.json is ids and the name of the environment, and nothing else:',
)
awsup('env', 'switch', 'prod')
const prod = outputs().split('\n')
console.log('')
for (const [index, line] of prod.entries()) if (line !== dev[index]) console.log(`- ${dev[index]}\n+ ${line}`)

console.log('\n4. All of it, read back from the sandbox.')
awsup('org', 'show')

console.log(`
Done in ${((Date.now() - started) / 1000).toFixed(1)} s. Your turn:

  cd ${project}
  alias awsup='node ${binary}'
  awsup plan                 # nothing to do; edit awsup.yaml and look again
  awsup user list
  awsup sandbox serve        # the same accounts for the AWS CLI, boto3 and Terraform
  awsup help
`)
