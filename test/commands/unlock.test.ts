import {CreateBucketCommand, PutObjectCommand, S3Client} from '@aws-sdk/client-s3'
import {appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {requestHandlerFor} from '../../src/sandbox/in-process.js'
import {awsup, awsupJson, makeTemplate, sandboxOf} from '../_helpers/cli.js'
import {openTerminal} from '../_helpers/terminal.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const HELD = {who: 'ana', where: 'elsewhere', pid: 4711, since: '2026-11-22T10:00:00.000Z', token: 't0'}
const lockOf = (project: string): string => join(project, '.awsup', 'sandbox', 'lock')
/** A lock as a run of somebody else would leave it. */
function lock(project: string, holder: {readonly where?: string; readonly pid?: number} = {}): void {
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
  lock(project, {where: hostname(), pid: process.pid})
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

test('records in S3: status shows the same, refresh brings them back, and their lock is broken alike', async () => {
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

  await s3.send(new PutObjectCommand({Bucket, Key: 'sandbox/lock', Body: JSON.stringify(HELD)}))
  expect((await awsupJson(project, ['apply', '--yes'])).error.code).toBe('LOCKED')
  expect((await awsupJson(project, ['unlock', '--confirm', 'ana@elsewhere'])).code).toBe(0)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
})
