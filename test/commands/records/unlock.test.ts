import {CreateBucketCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import type {Status} from '../../../src/lib/operations/status/facts.js'
import {markOf} from '../../../src/lib/records/files/processes.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {awsup, awsupJson, makeTemplate, sandboxOf} from '../../_helpers/cli.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const HELD = {who: 'ana', where: 'elsewhere', pid: 4711, since: '2026-11-22T10:00:00.000Z', token: 't0'}
const lockOf = (project: string): string => join(project, '.awsup', 'sandbox', 'lock')
/** A lock as a run of somebody else would leave it. */
function lock(
  project: string,
  holder: {readonly where?: string; readonly pid?: number; readonly since?: string; readonly process?: object} = {},
): void {
  writeFileSync(lockOf(project), JSON.stringify({...HELD, ...holder}))
}

test('a lock of another machine stops apply, which names the holder; unlock with that name breaks it, and apply goes on', async () => {
  const project = copy()
  lock(project)
  const stopped = await awsupJson(project, ['apply', '--yes'])
  expect({code: stopped.code, error: stopped.error.code}).toEqual({code: 5, error: 'LOCKED'})
  expect(stopped.error.message).toContain('locked by ana on elsewhere since 2026-11-22T10:00:00.000Z')
  expect(stopped.error.hint).toContain('awsup unlock')
  expect((await awsup(project, ['status'])).stdout).toContain('Next: ask ana@elsewhere whether that run is alive')

  const {code, result} = await awsupJson(project, ['unlock', '--confirm', 'ana@elsewhere'])
  expect(code).toBe(0)
  expect(result).toMatchObject({broken: {who: 'ana', where: 'elsewhere', pid: 4711, alive: 'unknown'}})
  expect(readdirSync(join(project, '.awsup', 'sandbox')).filter((name) => name.startsWith('lock'))).toEqual([])
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
})

test('any other name, or none where nobody can be asked, breaks nothing', async () => {
  const project = copy()
  lock(project)
  const before = readFileSync(lockOf(project), 'utf8')
  const wrong = await awsup(project, ['unlock', '--confirm', 'ana'])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('--confirm ana@elsewhere')
  const silent = await awsup(project, ['unlock'])
  expect(silent.code).toBe(2)
  expect(silent.stdout).toContain('locked by ana@elsewhere (process 4711)')
  expect(readFileSync(lockOf(project), 'utf8')).toBe(before)
})

test('on a terminal the holder is shown and has to be typed', async () => {
  const project = copy()
  lock(project)
  const terminal = openTerminal(project, ['unlock'])
  // Both may be shown at once.
  await terminal.see(/locked by ana@elsewhere[^]*Type ana@elsewhere to go on:/)
  terminal.enter('ana@elsewhere')
  expect(await terminal.ended, terminal.shown()).toBe(0)
  expect(existsSync(lockOf(project))).toBe(false)
})

test('a holder that is at work on this machine keeps its lock, whatever is typed', async () => {
  const project = copy()
  lock(project, {where: hostname(), pid: process.pid, since: new Date().toISOString()})
  const {code, error} = await awsupJson(project, ['unlock', '--confirm', `ana@${hostname()}`])
  expect({code, error: error.code}).toEqual({code: 5, error: 'HOLDER_ALIVE'})
  expect(error.message).toContain(`process ${process.pid}`)
  expect(existsSync(lockOf(project))).toBe(true)
})

test('a holder that is gone from this machine loses it; with no lock there is nothing to do', async () => {
  const project = copy()
  lock(project, {where: hostname(), pid: 999_999_999})
  expect((await awsup(project, ['unlock', '--confirm', `ana@${hostname()}`])).code).toBe(0)
  expect(existsSync(lockOf(project))).toBe(false)
  expect((await awsupJson(project, ['unlock'])).result).toEqual({broken: null})
})

/** What only Linux tells: which start of the machine, and which container. */
const onLinux = test.skipIf(process.platform !== 'linux')
const HERE = markOf(process.pid)

/** Process 1 always lives; it is not the one that took the lock. */
const LIVES_AGAIN = {where: hostname(), pid: 1, process: {...HERE, started: '1'}}

onLinux(
  'a process id that lives again locks nobody out: status says so, apply goes on, unlock has nothing against it',
  async () => {
    const project = copy()
    lock(project, LIVES_AGAIN)
    const {lock: seen, next} = (await awsupJson(project, ['status'])).result as unknown as Status
    expect(seen).toMatchObject({alive: 'gone', at: lockOf(project)})
    expect(next).not.toMatch(/wait|unlock/)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(existsSync(lockOf(project))).toBe(false)

    lock(project, LIVES_AGAIN)
    expect((await awsup(project, ['unlock', '--confirm', `ana@${hostname()}`])).code).toBe(0)
    // Nine days old, by a host name and a process id alone: as awsup wrote it before it knew more.
    lock(project, {where: hostname(), pid: 1, since: new Date(Date.now() - 9 * 86_400_000).toISOString()})
    expect((await awsup(project, ['status'])).stdout).toContain('the next run takes the lock over')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  },
)

onLinux('what stands in the way is told alike by apply, status, doctor and unlock, and its way out works', async () => {
  const project = copy()
  const place = `ana@${hostname()}`
  // A container of the same name: whether it still runs cannot be seen.
  lock(project, {where: hostname(), pid: 1, process: {...HERE, namespace: 'pid:[1]', started: '1'}})
  const {error} = await awsupJson(project, ['apply', '--yes'])
  expect(error).toMatchObject({code: 'LOCKED', details: {alive: 'unknown'}})
  expect(error.hint).toContain(`awsup unlock --confirm ${place}`)
  expect((await awsup(project, ['status'])).stdout).toMatch(/cannot be seen from here[^]*Next: .*awsup unlock/)
  expect((await awsup(project, ['env', 'doctor', 'dev', '--offline'])).stdout).toContain(error.hint)
  expect((await awsup(project, ['unlock', '--confirm', place])).code).toBe(0)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)

  // At work here and now: neither points at the other, both at the process.
  lock(project, {where: hostname(), pid: process.pid, since: new Date().toISOString()})
  const waiting = (await awsupJson(project, ['apply', '--yes'])).error
  const kept = (await awsupJson(project, ['unlock', '--confirm', place])).error
  expect([waiting.hint, kept.hint]).toEqual([kept.hint, waiting.hint])
  expect(kept.hint).toContain(`kill ${process.pid}`)
  expect(kept.hint).not.toContain('unlock')
})

test('a damaged lock is refused with the file to delete', async () => {
  const project = copy()
  writeFileSync(lockOf(project), '')
  for (const args of [['unlock'], ['status'], ['apply', '--yes']]) {
    const {error} = await awsupJson(project, args)
    expect(error).toMatchObject({exitCode: 5, hint: expect.stringContaining(`Delete ${lockOf(project)}`) as string})
  }
})

onLinux('records in S3: status shows the same, refresh brings them back, and their lock is broken alike', async () => {
  const project = copy()
  const Bucket = 'acme-awsup'
  const sandbox = await sandboxOf(project)
  const requestHandler = requestHandlerFor(sandbox)
  const s3 = new S3Client({region: 'us-east-1', credentials: sandbox.credentials('admin'), requestHandler})
  await s3.send(new CreateBucketCommand({Bucket}))
  const before = (await awsupJson(project, ['status'])).result
  appendFileSync(join(project, 'awsup.yaml'), `records: s3://${Bucket}\n`)
  const refreshed = await awsupJson(project, ['refresh'])
  expect(refreshed.code, refreshed.stderr).toBe(0)
  expect(refreshed.result['added']).toHaveLength(16)
  expect((await awsupJson(project, ['status'])).result).toEqual(before)

  const lay = (holder: object) =>
    s3.send(new PutObjectCommand({Bucket, Key: 'sandbox/lock', Body: JSON.stringify({...HELD, ...holder})}))
  // A host name alone says nothing about a machine.
  for (const pid of [1, 999_999_999]) {
    await lay({where: hostname(), pid})
    const {lock: seen, next} = (await awsupJson(project, ['status'])).result as unknown as Status
    expect(seen).toMatchObject({alive: 'unknown', at: `s3://${Bucket}/sandbox/lock`})
    expect(next).toContain('awsup unlock')
    const {error} = await awsupJson(project, ['apply', '--yes'])
    expect(error).toMatchObject({code: 'LOCKED', hint: expect.stringContaining('awsup unlock') as string})
    expect((await awsup(project, ['unlock', '--confirm', `ana@${hostname()}`])).code).toBe(0)
  }
  await lay(LIVES_AGAIN)
  expect((await awsup(project, ['status'])).stdout).toContain('the next run takes the lock over')
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)

  await lay({})
  expect((await awsupJson(project, ['apply', '--yes'])).error.code).toBe('LOCKED')
  expect((await awsupJson(project, ['unlock', '--confirm', 'ana@elsewhere'])).code).toBe(0)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
})
