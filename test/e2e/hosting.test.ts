import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {chromium, type Browser} from 'playwright-core'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {openSandbox} from '../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../src/sandbox/server/server.js'
import {awsup, emptyFolder} from '../_helpers/cli.js'
import {idOnRecord} from '../_helpers/worlds/project-world.js'

/** What a build would be: a page that reads its configuration when it opens, and shows what it is told. */
const PAGE =
  '<!doctype html><title>Todos</title><main>…</main><script type="module" src="/assets/main-BqL7zW9f.mjs"></script>'
const SCRIPT = `const told = await (await fetch('/config.json', {cache: 'no-store'})).json()
document.querySelector('main').textContent = told.environment + ' ' + told.userPoolId + ' ' + location.pathname`

const MANIFEST = `version: 1
project: acme
target: sandbox
organization: { email: 'aws+{env}@acme.dev' }
environments: { dev: { region: eu-west-1 }, prod: { region: eu-west-1, protected: true } }
hosting: { environments: { dev: { password: { env: SITE_DEV } } } }
outputs: [{ format: json, path: public/config.json }]
`

const env = {SITE_DEV: 'correct horse', XDG_DATA_HOME: emptyFolder()}
let project: string
let server: SandboxServer
let browser: Browser

beforeAll(async () => {
  project = emptyFolder()
  writeFileSync(join(project, 'awsup.yaml'), MANIFEST)
  mkdirSync(join(project, 'dist', 'assets'), {recursive: true})
  writeFileSync(join(project, 'dist', 'index.html'), PAGE)
  writeFileSync(join(project, 'dist', 'assets', 'main-BqL7zW9f.mjs'), SCRIPT)
  for (const args of [
    ['apply', '--yes'],
    ['deploy', 'dev'],
    ['deploy', 'prod', '--yes'],
  ]) {
    const {code, stderr} = await awsup(project, args, {env})
    expect({args, code, stderr: code === 0 ? '' : stderr}).toEqual({args, code: 0, stderr: ''})
  }
  server = await serve(await openSandbox({directory: join(project, '.awsup', 'sandbox', 'data')}), {port: 0})
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.close()
})

const addressOf = (environment: string): string =>
  `http://${environment}.${idOnRecord(project, environment, 'hosting')}.localhost:${new URL(server.endpoint).port}`

test('the same build shows prod’s configuration in prod, also at a path that is no file', async () => {
  const page = await browser.newPage()
  await page.goto(`${addressOf('prod')}/todos/5`)
  await page.getByText(`prod ${idOnRecord(project, 'prod', 'user-pool')} /todos/5`).waitFor()
  mkdirSync('.e2e', {recursive: true})
  await page.screenshot({path: '.e2e/hosting-prod.png'})
})

test('dev asks for its password, and then shows dev’s configuration', async () => {
  const stranger = await browser.newPage()
  await expect(stranger.goto(addressOf('dev'))).rejects.toThrow('ERR_INVALID_AUTH_CREDENTIALS')
  const context = await browser.newContext({httpCredentials: {username: 'team', password: env.SITE_DEV}})
  const page = await context.newPage()
  await page.goto(addressOf('dev'))
  await page.getByText(`dev ${idOnRecord(project, 'dev', 'user-pool')} /`).waitFor()
  await page.screenshot({path: '.e2e/hosting-dev.png'})
  expect(readFileSync(join(project, 'dist', 'index.html'), 'utf8')).toBe(PAGE)
})

test('a script of the site cannot read what the sandbox keeps for programs of this machine', async () => {
  const page = await browser.newPage()
  await page.goto(addressOf('prod'))
  const read = (url: string) =>
    page.evaluate(
      (at) =>
        fetch(at)
          .then((answer) => answer.text())
          .catch(() => 'refused'),
      url,
    )
  expect(await read(`${server.endpoint}/_awsup/calls`)).toBe('refused')
  expect(await read('/_awsup/calls')).toBe(PAGE)
})
