import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {awsup, awsupJson, makeTemplate} from '../../../_helpers/cli.js'

const DEPLOYERS = `
deployers:
  web:
    github: {repository: acme/web, environment: '{env}'}
    environments: [dev, prod]
`
const OUT = '.github/workflows/awsup.yml'
const HAS_ACTIONLINT = spawnSync('actionlint', ['-version']).error === undefined

interface Job {
  readonly if: string
  readonly environment?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly {readonly uses?: string; readonly run?: string; readonly with?: Record<string, string>}[]
}

async function openProject(): Promise<string> {
  const folder = (await makeTemplate())()
  const file = join(folder, 'awsup.yaml')
  writeFileSync(file, readFileSync(file, 'utf8') + DEPLOYERS)
  return folder
}

test('the workflow has a plan without forks and an apply for each environment, and actions by commit', async () => {
  const folder = await openProject()
  const {result} = await awsupJson(folder, ['ci', 'github'])
  expect(result).toMatchObject({path: OUT, changed: true})
  const text = readFileSync(join(folder, OUT), 'utf8')
  const workflow = parse(text) as {on: object; permissions: object; jobs: Record<string, Job>}
  expect(workflow.permissions).toEqual({})
  expect(Object.keys(workflow.jobs)).toEqual(['plan-dev', 'apply-dev', 'plan-prod', 'apply-prod'])
  expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push'])
  expect(workflow.jobs['plan-dev']?.if).toContain('head.repo.full_name == github.repository')
  expect(workflow.jobs['apply-prod']).toMatchObject({
    environment: 'prod',
    permissions: {contents: 'read', 'id-token': 'write'},
    concurrency: {'cancel-in-progress': false},
  })
  for (const {uses, run, with: given} of Object.values(workflow.jobs).flatMap(({steps}) => steps)) {
    if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
    if (uses?.startsWith('aws-actions/') === true) expect(given?.['allowed-account-ids']).toMatch(/^\d{12}$/)
    expect(run ?? '').not.toContain('${{')
  }
  const roles = Object.values(workflow.jobs).map(({steps}) => steps.find((step) => step.with?.['role-to-assume']))
  expect(roles.map((step) => step?.with?.['role-to-assume']?.replace(/^.*\//, ''))).toEqual([
    ...['acme-dev-ci-web-plan', 'acme-dev-ci-web', 'acme-prod-ci-web-plan', 'acme-prod-ci-web'],
  ])
})

test.skipIf(!HAS_ACTIONLINT)(
  `actionlint finds nothing in it${HAS_ACTIONLINT ? '' : ' (skipped: actionlint is not installed)'}`,
  async () => {
    const {stdout} = await awsup(await openProject(), ['ci', 'github', '--print'])
    const checked = spawnSync('actionlint', ['-'], {input: stdout, encoding: 'utf8'})
    expect(checked.stdout).toBe('')
    expect(checked.status).toBe(0)
  },
)

test('a file of others, or one that somebody changed, is refused; its own is written again', async () => {
  const folder = await openProject()
  const path = join(folder, OUT)
  expect((await awsup(folder, ['ci', 'github', '--print'])).stdout).toContain('name: awsup')
  expect(existsSync(path)).toBe(false)
  await awsup(folder, ['ci', 'github'])
  expect((await awsupJson(folder, ['ci', 'github'])).result).toMatchObject({changed: false})
  const written = readFileSync(path, 'utf8')
  for (const other of ['name: theirs\n', written.replace('timeout-minutes: 60', 'timeout-minutes: 90')]) {
    writeFileSync(path, other)
    expect((await awsupJson(folder, ['ci', 'github'])).error).toMatchObject({code: 'EXISTS', exitCode: 5})
    expect(readFileSync(path, 'utf8')).toBe(other)
  }
  const outside = await awsupJson(folder, ['ci', 'github', '--out', '.git/config.yml'])
  expect(outside.error.exitCode).toBe(2)
})

test('without a deployer of GitHub there is no workflow', async () => {
  const {error} = await awsupJson((await makeTemplate())(), ['ci', 'github'])
  expect(error).toMatchObject({exitCode: 2, message: 'awsup.yaml has no deployer of GitHub'})
})
