#!/usr/bin/env node
// Makes the executable for this platform, and uses it as a person who has no Node: no PATH, an empty home, and nothing of the
// package beside it.
//
//     npm run test:executable [-- <executable>]     one that was made already
//
// The last line compares its start with the package's, in the same run.
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {createServer} from 'node:http'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {createInterface} from 'node:readline'
import {setTimeout as sleep} from 'node:timers/promises'
import {thisPlatform} from '../package/executable/node.mjs'

const root = path.resolve(import.meta.dirname, '..', '..')
const isWindows = process.platform === 'win32'
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-executable-'))
const folder = (name) => {
  const made = path.join(scratch, name)
  mkdirSync(made, {recursive: true})
  return made
}
const home = folder('home')
const cwd = folder('project')
const awsup = path.join(folder('programs'), isWindows ? 'awsup.exe' : 'awsup')
// Windows starts nothing without SystemRoot.
const env = {PATH: '', HOME: home, USERPROFILE: home, LOCALAPPDATA: home, SystemRoot: process.env.SystemRoot ?? ''}

function must(isSo, what) {
  if (!isSo) throw new Error(`not so: ${what}`)
}

function run(args, {code = 0, more = {}, input = ''} = {}) {
  const done = spawnSync(awsup, args, {cwd, env: {...env, ...more}, input, encoding: 'utf8', timeout: 300_000})
  if (done.status !== code)
    throw new Error(`awsup ${args.join(' ')} ended with ${done.status ?? done.signal ?? done.error}, not ${code}
${done.stdout}${done.stderr}`)
  return done
}

const PROVES = {
  'it says its version and its help': () => {
    const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    must(run(['--version']).stdout.startsWith(`awsup/${version} `), '--version is that of package.json')
    must(run(['version', '--json']).stdout.includes('"ok":true'), 'version as a document')
    must(run(['--help']).stdout.includes('COMMANDS'), '--help lists commands')
    must(run(['env', 'switch', '--help']).stdout.includes('awsup env switch'), 'help of a command')
    must(run(['help', 'auth', 'client']).stdout.includes('rotate-secret'), 'help of a topic in a topic')
    must(run([]).stdout.includes('COMMANDS'), 'nothing asked is help')
  },
  'it makes an organization in the sandbox, and switches': () => {
    const email = ['--email', 'aws+{env}@acme.dev']
    run(['org', 'init', '--sandbox', '--project', 'acme', ...email, '--env', 'dev', '--env', 'prod', '--yes'])
    // Code is parsed by a part of its own, and chalk, diff and the rest are too.
    const manifest = path.join(cwd, 'awsup.yaml')
    const outputs = '- {format: aws-exports, path: src/aws-exports.js}\n  - {format: amplify'
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('- { format: amplify', outputs))
    writeFileSync(
      path.join(folder('project/src'), 'aws-exports.js'),
      'const awsmobile = {aws_project_region: "eu-west-1"}\nexport default awsmobile\n',
    )
    must(run(['env', 'switch', 'dev', '--dry-run']).stdout.includes('+'), 'a dry run shows what would be written')
    run(['env', 'switch', 'dev'])
    must(run(['env', 'current']).stdout === 'dev\n', 'dev is switched on')
    must(existsSync(path.join(cwd, 'amplify_outputs.json')), 'the front end has its file')
    run(['env', 'switch', 'prod'])
    must(run(['env', 'current']).stdout === 'prod\n', 'prod is switched on')
    must(run(['env', 'current'], {more: {FORCE_COLOR: '1'}}).stdout.includes('prod'), 'in colour, too')
  },
  'it makes a user, and applies an edit of awsup.yaml': () => {
    run(['user', 'create', 'alice', '--env', 'dev'])
    must(run(['user', 'list', '--json']).stdout.includes('alice'), 'alice is there')
    const manifest = path.join(cwd, 'awsup.yaml')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('localhost:5173', 'localhost:3000'))
    run(['plan', '--check'], {code: 10})
    run(['apply', '--yes'])
    run(['plan', '--check'])
  },
  'wrong use ends with its code': () => {
    must(run(['env', 'swich', 'dev'], {code: 2}).stderr.includes('did you mean awsup env switch?'), 'a nearest name')
    must(
      run(['env', 'switch', 'nowhere'], {code: 2}).stderr.includes('no environment "nowhere"'),
      'a wrong environment',
    )
    must(run(['plan', '--nothing'], {code: 2}).stderr.includes('--nothing'), 'a wrong flag')
    run(['exec', 'dev', '--', path.join(cwd, 'not-there')], {code: 127})
  },
  'Tab is answered, and every script is printed': () => {
    must(run(['__complete', '1', 'bash', '--', 'env', 'switch', '']).stdout.startsWith('dev\t'), 'environments')
    for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
      must(run(['completion', shell]).stdout.includes('__complete 1'), `a script for ${shell}`)
  },
  'a command runs with credentials, and does not outlive awsup': async () => {
    const printsVariables = isWindows
      ? [path.join(env.SystemRoot, 'System32', 'cmd.exe'), '/c', 'set']
      : ['/usr/bin/env']
    must(/^AWS_SESSION_TOKEN=./m.test(run(['exec', 'dev', '--', ...printsVariables]).stdout), 'credentials are there')
    must(run(['credentials', 'dev', '--json']).stdout.includes('AccessKeyId'), 'credentials for others')
    if (isWindows) return
    run(['profiles', 'sync'])
    const config = readFileSync(path.join(home, '.aws', 'config'), 'utf8')
    const [, line] = /^credential_process *= *(.*)$/m.exec(config) ?? []
    must(line?.includes(awsup) && !line.includes(process.execPath), 'a profile asks the executable')
    must(execFileSync('/bin/sh', ['-c', line], {cwd, env, encoding: 'utf8'}).includes('AccessKeyId'), 'and is answered')
    // A moment after it began: a child that is a millisecond old is not known to the process beside it yet.
    const script = '/bin/sleep 1; echo $$; exec /bin/sleep 600'
    const child = spawn(awsup, ['exec', 'dev', '--', '/bin/sh', '-c', script], {cwd, env})
    const [pid] = await lineOf(child)
    child.kill('SIGKILL')
    const deadline = Date.now() + 30_000
    while (isAlive(Number(pid)) && Date.now() < deadline) await sleep(50)
    must(!isAlive(Number(pid)), 'the child ended when awsup was killed')
  },
  'the sandbox serves a client': async () => {
    const child = spawn(awsup, ['sandbox', 'serve', '--port', '0', '--json'], {cwd, env})
    try {
      const {endpoint, accessKeyId, secretAccessKey, region, accountId} = JSON.parse((await lineOf(child))[0])
      const client = new STSClient({endpoint, region, credentials: {accessKeyId, secretAccessKey}})
      const {Account} = await client.send(new GetCallerIdentityCommand({}))
      must(Account === accountId, 'a client of AWS is told who it is')
    } finally {
      child.kill('SIGINT')
    }
  },
  'the newest version is asked for by the executable itself': async () => {
    const asked = []
    const registry = createServer((request, response) => {
      asked.push(request.url)
      response.end('{"latest": "99.1.0"}')
    })
    await new Promise((resolve) => registry.listen(0, '127.0.0.1', resolve))
    const file = path.join(scratch, 'update.json')
    const url = `http://127.0.0.1:${registry.address().port}`
    const child = spawn(awsup, ['__update-check', file], {cwd, env: {...env, npm_config_registry: url}})
    await new Promise((resolve) => child.once('close', resolve))
    registry.close()
    must(asked.length === 1 && existsSync(file), 'the registry was asked, and the answer is kept')
    must(readFileSync(file, 'utf8').includes('99.1.0'), 'the answer is the version')
  },
  'it left nothing in the home but its own folders': () => {
    const left = readdirSync(home).filter((name) => !['.aws', '.local', '.cache', 'awsup'].includes(name))
    must(left.length === 0, `no other files: ${left.join(', ')}`)
  },
}

function make() {
  const out = folder('out')
  execFileSync(process.execPath, [path.join(root, 'scripts', 'package', 'executable.mjs'), '--out', out], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  must(readdirSync(out).includes('THIRD_PARTY_NOTICES-executable.md'), 'licences go along')
  return path.join(out, `awsup-${thisPlatform()}${isWindows ? '.exe' : ''}`)
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The first line that a child prints, as a list of one. Throws where it ends without one. */
async function lineOf(child) {
  for await (const line of createInterface({input: child.stdout})) return [line]
  throw new Error(`${child.spawnargs.join(' ')} printed nothing`)
}

/** Seconds, the median of several starts by turns: a machine that does other things does them to both. */
function compareStarts(times = 11) {
  const programs = {executable: [awsup], package: [process.execPath, path.join(root, 'bin', 'run.js')]}
  const taken = {executable: [], package: []}
  for (let time = 0; time < times; time += 1)
    for (const [name, [program, ...first]] of Object.entries(programs)) {
      const started = process.hrtime.bigint()
      spawnSync(program, [...first, 'env', 'current'], {cwd, env, stdio: 'ignore'})
      taken[name].push(Number(process.hrtime.bigint() - started) / 1e9)
    }
  const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
  return median(taken.executable) / median(taken.package)
}

try {
  cpSync(process.argv[2] ?? make(), awsup)
  for (const [what, prove] of Object.entries(PROVES)) {
    await prove()
    console.log(`awsup as one file: ${what}`)
  }
  const size = (statSync(awsup).size / 1e6).toFixed(0)
  console.log(
    `${size} MB; env current takes ${compareStarts().toFixed(2)} times what the package takes on Node ${process.version}`,
  )
} finally {
  rmSync(scratch, {recursive: true, force: true})
}
