// `npm run quickstart -- --web`: the application of examples/todo-web, deployed to dev and prod of a sandbox, and served
// until Ctrl-C.
import {cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {setTimeout as after} from 'node:timers/promises'
import {awsup, awsupResult, binary, changedAt, home, installWhereStale, npm} from './run.mjs'
import {freePort, serve, visit} from './served.mjs'

const example = join(home, 'examples', 'todo-web')
/** What the build is made of. */
const SOURCES = ['src', 'public', 'index.html', 'package-lock.json', 'tsconfig.json', 'vite.config.js']
/** Where outputs say that the sandbox is, unless they are told. */
const USUAL_PORT = 4566
const USER = 'ana@example.com'

/** @param seconds how long it stays up; without it until Ctrl-C where somebody is there to press it, else not at all */
export async function quickstartWeb(seconds) {
  installWhereStale(example, 'what the example needs')
  if (SOURCES.some((source) => newest(join(example, source)) > changedAt(join(example, 'dist', 'index.html'))))
    npm(['run', 'build'], {cwd: example, takes: 'the example: one build for every environment'})

  const project = mkdtempSync(join(tmpdir(), 'awsup-quickstart-'))
  const isCopied = (file) => !['node_modules', '.awsup', 'config.json'].includes(basename(file))
  cpSync(example, project, {recursive: true, filter: isCopied})
  symlinkSync(join(example, 'node_modules'), join(project, 'node_modules'), 'junction')
  const port = await freePort(USUAL_PORT)
  if (port !== USUAL_PORT) tellPort(project, port)
  console.log(`\nA copy of examples/todo-web, in ${project}`)

  console.log('\n1. Accounts for dev and prod, with sign-in, a table, a bucket and a site in each.')
  awsup(project, 'apply', '--yes')

  console.log('\n2. The same build for both, each with its own configuration.')
  const dev = awsupResult(project, 'deploy', 'dev')
  const prod = awsupResult(project, 'deploy', 'prod', '--yes')
  awsup(project, 'env', 'switch', 'dev')

  console.log('\n3. A user who may sign in on dev.')
  const creating = ['user', 'create', USER, '--pool', '--env', 'dev', '--group', 'admins', '--suppress-invite']
  const {poolUsers} = awsupResult(project, ...creating)

  console.log('\n4. The sandbox on a port: it stands for AWS, serves the sites, and runs functions/summary.mjs.')
  const server = await serve(project, port)
  // From here on Ctrl-C is how it ends.
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('stopped'))
  })
  const until = seconds ?? (isWatched() ? undefined : 0)
  try {
    for (const [name, {url}] of Object.entries({dev, prod})) {
      const {environment} = JSON.parse(await visit(url, '/config.json'))
      if (environment !== name) throw new Error(`${url} has the configuration of ${environment}`)
    }
    console.log(`
Open      ${dev.url}
user      ${USER}
password  ${poolUsers[0].temporaryPassword}   (for one sign-in: the page asks for one of your own)

The same build is on prod, where this user does not exist: ${prod.url}
Chromium and Firefox know such addresses. In another terminal:

  cd ${project}
  alias awsup='node ${binary}'
  awsup user create ben@example.com --pool --env dev --suppress-invite   # who sees nothing of Ana's
  awsup access explain --env dev
`)
    console.log(endOf(seconds, until))
    const waited = [stopped, server.ended.then(() => 'ended')]
    if (until !== undefined) waited.push(after(until * 1000, 'over', {ref: false}))
    if ((await Promise.race(waited)) === 'ended' && !(await isStopping(stopped))) throw new Error('the sandbox ended')
  } finally {
    await server.stop()
  }
  console.log(
    `\nStopped. The project stays in ${project}: awsup sandbox serve --functions${port === USUAL_PORT ? '' : ` --port ${port}`} serves it again.`,
  )
}

function endOf(seconds, until) {
  if (until === undefined) return 'Ctrl-C stops it.'
  if (seconds === undefined) return 'There is no terminal, so it stops now; --for 600 keeps it for ten minutes.'
  return `It stops after ${seconds} s.`
}

/** Ctrl-C in a terminal reaches the server as well, and may reach it first. */
const isStopping = (stopped) => Promise.race([stopped.then(() => true), after(1000, false)])

/** Whether somebody is there to press Ctrl-C. */
const isWatched = () => Boolean(process.stdin.isTTY && process.stdout.isTTY) && !process.env.CI

function tellPort(project, port) {
  const file = join(project, 'awsup.yaml')
  const endpoint = `endpoint: 'http://127.0.0.1:${port}'`
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/config\.json ?\}/g, `config.json, ${endpoint}}`))
  console.log(`\nPort ${USUAL_PORT} is taken; awsup.yaml names ${port}.`)
}

const newest = (file) =>
  Math.max(
    changedAt(file),
    ...(/\/(?:src|public)$/.test(file.replaceAll('\\', '/')) ? readdirSync(file, {recursive: true}) : []).map((name) =>
      changedAt(join(file, name)),
    ),
  )
