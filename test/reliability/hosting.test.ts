import {appendFileSync, cpSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {killsOf, rehearse, runCases, type Scene} from '../_helpers/crash/cases.js'
import {afterInit, type Crash, type CrashWorld} from '../_helpers/crash/world.js'
import {emptyFolder} from '../_helpers/cli.js'
import {cases} from '../_helpers/proofs/soak.js'
import {apps, branches} from '../../src/sandbox/services/amplify/tables.js'

const MINUTE = 60_000
const KINDS: readonly Crash['kind'][] = ['before', 'executed', 'replied', 'write']

function withHosting({project}: CrashWorld): void {
  appendFileSync(join(project, 'awsup.yaml'), 'hosting: { environments: { prod: { domain: app.acme.dev } } }\n')
  mkdirSync(join(project, 'dist'))
  writeFileSync(join(project, 'dist', 'index.html'), '<h1>todos</h1>')
}

const APPLY = ['apply', '--yes']
const DEPLOY = ['deploy', 'dev']

test(
  'apply of hosted sites killed anywhere, one run later there is one app and one branch for each',
  {
    timeout: 30 * MINUTE,
  },
  async () => {
    const scene: Scene = {from: await afterInit(withHosting), args: APPLY, isWhole: true}
    const apply = await rehearse(scene)
    expect(apply.shape.counts).toMatchObject({'amplify/apps': 2, 'amplify/branches': 2, 'amplify/domains': 1})
    const killed = killsOf(apply.counts, KINDS, cases(14, 1))
    expect((await runCases('hosting (apply)', apply, killed)).failures).toEqual([])
  },
)

test('a deployment killed anywhere, one run later the site is live, once', {timeout: 30 * MINUTE}, async () => {
  const from = await afterInit(async (world) => {
    withHosting(world)
    await world.count(APPLY)
  })
  const scene: Scene = {from, args: DEPLOY, isWhole: true, verify: pageOfDev}
  const deploy = await rehearse(scene)
  const killed = killsOf(deploy.counts, KINDS, cases(4, 1))
  const {failures, run, struck} = await runCases(
    `hosting (deploy, N = ${deploy.counts.call}, M = ${deploy.counts.write})`,
    deploy,
    killed,
  )
  expect(failures).toEqual([])
  expect(struck).toBe(run)
})

test('a rollback killed anywhere goes back once, not further', {timeout: 30 * MINUTE}, async () => {
  const kept = emptyFolder()
  const from = await afterInit(async (world) => {
    withHosting(world)
    await world.count(APPLY)
    await world.count(DEPLOY)
    writeFileSync(join(world.project, 'dist', 'index.html'), '<h1>broken</h1>')
    await world.count(DEPLOY)
    cpSync(join(world.home, '.local'), kept, {recursive: true})
  })
  const scene: Scene = {
    ...{from, args: ['deployments', 'rollback', 'dev'], isWhole: true, verify: pageOfDev},
    prepare: ({home}) => {
      cpSync(kept, join(home, '.local'), {recursive: true})
      return Promise.resolve()
    },
    // Where the killed run had done everything there is nothing older to go back to.
    doneCode: 5,
  }
  const rollback = await rehearse(scene)
  const killed = killsOf(rollback.counts, KINDS, cases(5, 1))
  const {failures, run, struck} = await runCases('hosting (rollback)', rollback, killed)
  expect(failures).toEqual([])
  expect(struck).toBe(run)
})

/** What is wrong with what a browser gets of dev; nothing where the page is that of the build. */
function pageOfDev({sandbox}: CrashWorld): string | undefined {
  const found = sandbox.world((tx) =>
    apps.list(tx).filter(({appId}) => branches.get(tx, [appId, 'dev'])?.site !== undefined),
  )
  const [app] = found
  if (found.length !== 1 || !app) return `${found.length} sites of dev are live instead of 1`
  const asked = {appId: app.appId, branch: 'dev', method: 'GET', path: '/', search: '', headers: {}}
  const page = Buffer.from(sandbox.site(asked).body).toString()
  return page === '<h1>todos</h1>' ? undefined : `the page is ${JSON.stringify(page)}`
}
