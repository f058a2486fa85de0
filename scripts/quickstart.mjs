#!/usr/bin/env node
// The main job, for real, on the embedded sandbox: installs, builds, and runs it in a scratch folder that it leaves for
// you to look at. With --web it deploys examples/todo-web there and serves it. Needs Node and npm, and nothing else: no
// AWS account, no credentials, no Docker.
import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {buildWhereStale} from './fresh.mjs'
import {awsup as awsupIn, binary, home, installWhereStale} from './quickstart/run.mjs'
import {quickstartWeb} from './quickstart/web.mjs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`awsup needs Node 20.17 or newer; this is ${process.version}.`)
  process.exit(1)
}

const {web, seconds} = readFlags()

console.log('awsup, on its embedded sandbox: nothing here reaches AWS, and nothing costs anything.\n')
installWhereStale(home)
// npm ci has built it; where it was not needed, a source may be newer.
buildWhereStale()

if (web) {
  await quickstartWeb(seconds)
  process.exit()
}

const project = mkdtempSync(join(tmpdir(), 'awsup-quickstart-'))
const awsup = (...args) => awsupIn(project, ...args)
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

function readFlags() {
  try {
    const {values} = parseArgs({options: {web: {type: 'boolean', default: false}, for: {type: 'string'}}})
    const isWhole = values.for === undefined || /^\d{1,6}$/.test(values.for)
    if (!isWhole) throw new Error(`--for takes a number of seconds, not ${values.for}`)
    if (values.for !== undefined && !values.web) throw new Error('--for goes with --web')
    return {web: values.web, seconds: values.for === undefined ? undefined : Number(values.for)}
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run quickstart [-- --web [--for <seconds>]]`)
    process.exit(2)
  }
}
