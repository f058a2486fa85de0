#!/usr/bin/env node
// Plays README as a new user would, word by word: installs the package into an empty folder with an empty home, runs each
// command of "Five minutes in the sandbox" as it is written, and ends with a signed-in user.
//
//     npm run test:readme
//
// Needs npm (for the package that README installs), bash, and a free port 4566.
import {execFileSync, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..', '..')
const scratch = mkdtempSync(path.join(tmpdir(), 'awsup-readme-'))
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const INSTALL = 'npm install --global awsup'
const SERVE = 'awsup sandbox serve'

/** The blocks of code below a heading, in order. */
function blocksBelow(heading) {
  const [, section] = readme.split(`## ${heading}\n`)
  return [...section.split('\n## ')[0].matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
    language,
    text,
  }))
}

const cache = execFileSync('npm', ['config', 'get', 'cache'], {encoding: 'utf8'}).trim()
const folder = (name) => {
  const made = path.join(scratch, name)
  mkdirSync(made)
  return made
}
const prefix = folder('prefix')
const env = {
  PATH: [path.join(prefix, 'bin'), process.env.PATH].join(path.delimiter),
  HOME: folder('home'),
  npm_config_prefix: prefix,
  npm_config_cache: cache,
  npm_config_update_notifier: 'false',
}
for (const name of ['npm_config_registry', 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'])
  if (process.env[name] !== undefined) env[name] = process.env[name]

/** One terminal: each command runs in the folder that the one before left. */
let cwd = folder('work')
const said = []

function type(command) {
  console.log(`$ ${command}`)
  const out = execFileSync('bash', ['-e', '-c', `${command}\npwd > ${JSON.stringify(path.join(scratch, 'cwd'))}`], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 600_000,
  })
  cwd = readFileSync(path.join(scratch, 'cwd'), 'utf8').trim()
  said.push(out)
  process.stdout.write(out)
}

/** A second terminal, for what runs until it is stopped. */
function serve(command) {
  console.log(`$ ${command}   # in a terminal of its own`)
  const [program, ...args] = command.split(' ')
  const child = spawn(program, args, {cwd, env, stdio: ['ignore', 'pipe', 'inherit']})
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${command} did not answer within a minute`)), 60_000)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)))
    child.stdout.once('data', (text) => {
      clearTimeout(late)
      process.stdout.write(text)
      resolve(child)
    })
  })
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

const started = Date.now()
let serving
try {
  if (!(await isFree(4566))) throw new Error('port 4566 is in use: README names it, so it must be free')
  const [{text: install}] = blocksBelow('Install')
  if (install.trim() !== INSTALL) throw new Error(`README installs by something else than ${INSTALL}`)
  const [{filename}] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', scratch], {cwd: root, encoding: 'utf8'}),
  )
  type(INSTALL.replace('awsup', path.join(scratch, filename)))
  const blocks = blocksBelow('Five minutes in the sandbox')
  // A file is named in its first line, and is written before the commands that use it.
  const own = () => blocks.filter(({language}) => language === 'js')
  for (const {language, text} of blocks) {
    if (language !== 'sh') continue
    for (const line of text.trim().split('\n')) {
      for (const file of own()) {
        const [, name] = /^\/\/ (\S+)/.exec(file.text)
        if (line.includes(name)) writeFileSync(path.join(cwd, name), file.text)
      }
      if (line.startsWith(SERVE)) serving = await serve(line)
      else type(line)
    }
  }
  if (!/signed in, with the identity us-east-1:[0-9a-f-]{36}/.test(said.join(''))) throw new Error('nobody signed in')
  console.log(
    `\nREADME works as it is written (Node ${process.versions.node}, ${((Date.now() - started) / 1000).toFixed(0)} s)`,
  )
} finally {
  serving?.removeAllListeners('exit')
  serving?.kill()
  rmSync(scratch, {recursive: true, force: true})
}
