import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {filesOf, idOnRecord} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const statusOf = async (project: string) => {
  const {code, result, stderr} = await awsupJson(project, ['status'])
  expect(code, stderr).toBe(0)
  return result
}
const shown = async (project: string) => (await awsup(project, ['status'])).stdout

test('says what is on record per environment and what to do next, with no call and no file touched', async () => {
  const project = copy()
  const {total} = (await sandboxOf(project)).callSummary()
  const before = filesOf(project)
  expect(await statusOf(project)).toMatchObject({
    project: 'acme',
    target: 'sandbox',
    organization: {missing: [], left: []},
    environments: [
      {name: 'dev', region: 'us-east-1', accountId: idOnRecord(project, 'dev', 'account'), asked: true, missing: []},
      {name: 'prod', asked: true},
    ],
    underWay: [],
    failed: [],
    next: 'awsup env switch dev',
  })
  expect(filesOf(project)).toEqual(before)
  expect((await sandboxOf(project)).callSummary().total).toBe(total)

  expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
  const text = await shown(project)
  expect(text).toContain(idOnRecord(project, 'dev', 'user-pool'))
  expect(text).toMatch(/dev .*6 on record.*switched on/)
  expect(text).toContain('Next: nothing: everything is on record')
})

test('a manifest of which nothing is made yet, or a part, says so', async () => {
  const fresh = emptyFolder()
  write(fresh, 'awsup.yaml', read(copy(), 'awsup.yaml'))
  expect(await statusOf(fresh)).toMatchObject({
    next: 'awsup org init',
    environments: [{name: 'dev', resources: []}, {}],
  })

  const project = copy()
  write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}users:\n  alice: { environments: [dev] }\n`)
  expect(await statusOf(project)).toMatchObject({
    next: expect.stringMatching(/^awsup apply \(\d of awsup.yaml/) as string,
  })
})

test('an environment that left awsup.yaml is still shown', async () => {
  const project = copy()
  const text = read(project, 'awsup.yaml')
  write(project, 'awsup.yaml', text.replace(/^ {2}prod:.*\n/m, ''))
  expect(await statusOf(project)).toMatchObject({environments: [{name: 'dev'}, {name: 'prod', asked: false}]})
  expect(await shown(project)).toMatch(/prod .*no longer in awsup\.yaml/)
})

test('a run that was killed: what is under way with its receipt, the lock of the dead, and one run later nothing of it', async () => {
  const project = emptyFolder()
  ;(await sandboxOf(project)).configure({accountCreationMs: 60_000})
  await killAfter(project, INIT, 'organizations:DescribeCreateAccountStatus')
  const {underWay, lock, next} = await statusOf(project)
  // Both accounts are asked for at once; the one whose state was asked for first is the one with a receipt for certain.
  expect(underWay).toContainEqual(
    expect.objectContaining({
      address: expect.stringMatching(/^(dev|prod)\.account$/) as string,
      kind: 'account',
      receipt: {requestId: expect.any(String) as string},
    }),
  )
  expect(lock).toMatchObject({where: hostname(), alive: 'gone'})
  expect(next).toContain('awsup apply')
  expect(await shown(project)).toMatch(/account (dev|prod)\.account +since 20.*requestId car-/)

  ;(await sandboxOf(project)).configure({clockOffsetMs: 120_000, accountCreationMs: 0})
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  const after = await statusOf(project)
  expect(after).toMatchObject({underWay: [], failed: []})
  expect(after).not.toHaveProperty('lock')
})

test('a run that is at work holds the lock, and is to be waited for', async () => {
  const project = emptyFolder()
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 100_000, roleDelayMs: 0})
  const running = awsup(project, INIT)
  const lockOf = async () =>
    (await awsup(project, ['status'])).code === 0 ? (await statusOf(project))['lock'] : undefined
  await expect.poll(lockOf, {timeout: 90_000}).toMatchObject({alive: 'alive'})
  expect((await statusOf(project))['next']).toMatch(/^wait: process \d+/)
  sandbox.configure({clockOffsetMs: 120_000, accountCreationMs: 0})
  expect((await running).code).toBe(0)
})

describe('what failed last', () => {
  const refusing = (operation: string) => ({
    operation,
    when: 'before' as const,
    effect: {type: 'error' as const, name: 'InvalidParameterException', message: 'no such thing', status: 400},
  })

  test('is kept with its words and the way out, and is cleared by success', async () => {
    const project = copy()
    const sandbox = await sandboxOf(project)
    write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}users:\n  alice: { environments: [dev] }\n`)
    sandbox.configure({faults: [refusing('iam:CreateUser')]})
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(6)
    const {failed, next} = await statusOf(project)
    expect(failed).toMatchObject([
      {address: 'dev.user.alice', code: 'AWS_REFUSED', at: expect.stringMatching(/^20/) as string},
    ])
    expect(next).toContain('dev.user.alice')
    expect(await shown(project)).toMatch(/failed last\n {2}iam-user dev\.user\.alice: .*no such thing/)

    sandbox.configure({faults: []})
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(await statusOf(project)).toMatchObject({failed: []})
  })

  test('is not shown, and then forgotten, once nobody asks for it', async () => {
    const project = copy()
    const before = read(project, 'awsup.yaml')
    const sandbox = await sandboxOf(project)
    write(project, 'awsup.yaml', `${before}users:\n  alice: { environments: [dev] }\n`)
    sandbox.configure({faults: [refusing('iam:CreateUser')]})
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(6)
    sandbox.configure({faults: []})
    write(project, 'awsup.yaml', before)
    expect(await statusOf(project)).toMatchObject({failed: []})
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect([...filesOf(project).keys()].filter((path) => path.includes('failed'))).toEqual([])
  })
})

test('a switch that was interrupted is named, and ended by the next', async () => {
  const project = copy()
  mkdirSync(join(project, '.awsup', 'journal'), {recursive: true})
  writeFileSync(
    join(project, '.awsup', 'journal', 'switch.json'),
    JSON.stringify(
      makeSealer(project).seal('switch', {
        root: project,
        version: 1,
        direction: 'prepare',
        pid: 999_999_999,
        files: [],
      }),
    ),
  )
  expect(await statusOf(project)).toMatchObject({
    interruptedSwitch: {pid: 999_999_999, files: []},
    next: expect.stringContaining('ends the switch that was interrupted') as string,
  })
  expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
  expect(await statusOf(project)).not.toHaveProperty('interruptedSwitch')
})

test('a damaged journal, failure or lock is refused with file and byte, never taken for nothing', async () => {
  for (const file of ['journal/dev.user-pool.json', 'journal/failed/dev.user-pool.json', 'lock']) {
    const project = copy()
    mkdirSync(join(project, '.awsup/sandbox/journal/failed'), {recursive: true})
    write(project, `.awsup/sandbox/${file}`, '{"version": 1')
    const {code, error} = await awsupJson(project, ['status'])
    expect({file, code, error: error.code}).toEqual({file, code: 5, error: 'DAMAGED'})
    expect(error.message).toContain(file)
    rmSync(project, {recursive: true})
  }
})
