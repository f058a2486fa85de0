import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import {loadEnvironment} from '../../../src/lib/records/environment.js'
import {openFileRecords} from '../../../src/lib/records/files/file-records.js'
import type {Holder, Recorded} from '../../../src/lib/records/records.js'
import {openS3Records} from './s3-world.js'

/** Two environments never have the same pool. */
const recorded = (address: string, more: Partial<Recorded> = {}): Recorded => ({
  address,
  kind: 'user-pool',
  id: address.startsWith('prod') ? 'eu-west-1_ZyXwVuTsR' : 'eu-west-1_AbCdEfGhI',
  accountId: '012345678901',
  region: 'eu-west-1',
  key: {name: 'acme-dev'},
  needs: ['dev.account'],
  ...more,
})
const holder = (who = 'ana'): Holder => ({who, where: 'laptop', pid: 4711, since: '2026-11-22T00:00:00.000Z'})
const intent = {address: 'dev.account', kind: 'account', run: 'r1', at: '2026-11-22T00:00:00.000Z'}

let world: Awaited<ReturnType<typeof openS3Records>>
beforeEach(async () => {
  world = await openS3Records()
})

describe('what one machine writes', () => {
  test('another reads, and it is the same text that files would have', async () => {
    const [one, other] = [await world.machine(), await world.machine()]
    const files = openFileRecords(join(one.directory, 'files'))
    for (const address of ['dev.user-pool', 'dev.account', 'organization', 'prod.account'])
      for (const records of [one.records, files]) await records.save(recorded(address))
    expect(await other.records.list()).toEqual(await files.list())
    expect(await other.records.load('dev.account')).toEqual(recorded('dev.account'))
    expect(await other.records.load('dev.none')).toBeUndefined()
    for (const name of ['organization.json', 'environments/dev.json'])
      expect(await world.look(name)).toBe(readFileSync(join(one.directory, 'files', name), 'utf8'))
  })

  test('is kept beside it as a local copy, so that switching needs no network', async () => {
    const {records, directory} = await world.machine()
    await records.save(recorded('dev.account'))
    expect(loadEnvironment(directory, 'dev')).toEqual([recorded('dev.account')])
    await records.remove('dev.account')
    expect(loadEnvironment(directory, 'dev')).toBeUndefined()
    await expect(world.look('environments/dev.json')).rejects.toMatchObject({name: 'NoSuchKey'})
  })

  test('comes to a machine that has nothing as soon as it takes the lock', async () => {
    await (await world.machine()).records.save(recorded('dev.account'))
    const {records, directory} = await world.machine()
    const release = await records.lock(holder())
    expect(loadEnvironment(directory, 'dev')).toEqual([recorded('dev.account')])
    await release()
  })

  test('under long and strange names comes back as it was', async () => {
    const {records} = await world.machine()
    const addresses = ['dev.group.Ä b/c', '../../evil.account', `dev.group.${'ß'.repeat(127)}a`]
    for (const address of addresses) {
      await records.save(recorded(address))
      await records.openIntent({...intent, address})
    }
    expect((await records.list()).map(({address}) => address)).toEqual([...addresses].sort())
    expect((await records.intents()).map(({address}) => address)).toEqual([...addresses].sort())
  })
})

describe('no update is lost', () => {
  test('when eight write to the same environment at once', async () => {
    // Others get their turn between every reading and every writing.
    world.inject({operation: 's3:GetObject', when: 'after', effect: {type: 'latency', ms: 3}})
    const writers = await Promise.all(Array.from({length: 8}, () => world.machine()))
    const addresses = writers.map((_, writer) =>
      Array.from({length: 10}, (_, index) => `dev.group.w${writer}-${index}`),
    )
    await Promise.all(
      writers.map(async ({records}, writer) => {
        for (const address of addresses[writer] ?? []) await records.save(recorded(address))
      }),
    )
    const [first] = writers
    expect((await first?.records.list())?.map(({address}) => address)).toEqual(addresses.flat().sort())
    const refused = world.sandbox.calls().filter(({error}) => error === 'PreconditionFailed')
    expect(refused.length).toBeGreaterThan(20)
  })

  test('when saves and removes of many machines cross', async () => {
    const writers = await Promise.all(Array.from({length: 4}, () => world.machine()))
    const [first] = writers
    const all = Array.from({length: 20}, (_, index) => `dev.group.g${index}`)
    await Promise.all(all.map(async (address) => first?.records.save(recorded(address))))
    await Promise.all(
      writers.flatMap(({records}, writer) => [
        records.remove(`dev.group.g${writer}`),
        records.save(recorded(`dev.group.new${writer}`)),
      ]),
    )
    const kept = [...all.slice(4), ...writers.map((_, writer) => `dev.group.new${writer}`)].sort()
    expect((await first?.records.list())?.map(({address}) => address)).toEqual(kept)
  })

  test.each(['PreconditionFailed', 'ConditionalRequestConflict'])('when S3 answers %s', async (name) => {
    const {records} = await world.machine()
    await records.save(recorded('dev.account'))
    const effect = {type: 'error', name, message: 'no', status: 409} as const
    world.inject({operation: 's3:PutObject', nth: 1, when: 'before', effect})
    await records.save(recorded('dev.user-pool'))
    expect(await records.list()).toHaveLength(2)
  })

  test('and who never gets a turn is told so, with nothing of others overwritten', async () => {
    const {records} = await world.machine()
    const effect = {type: 'error', name: 'PreconditionFailed', message: 'no', status: 412} as const
    world.inject({operation: 's3:PutObject', when: 'before', effect})
    await expect(records.save(recorded('dev.account'))).rejects.toMatchObject({code: 'CONTENDED', exitCode: 5})
  }, 60_000)
})

describe('a reply that is lost', () => {
  test.each(['before', 'after'] as const)('to any write, %s it was done, is settled by reading', async (when) => {
    const {records} = await world.machine()
    const drop = {type: 'drop'} as const
    const lose = (operation: string): void => world.inject({operation, nth: 1, when, effect: drop})

    lose('s3:PutObject')
    const release = await records.lock(holder())
    lose('s3:PutObject')
    await records.openIntent(intent)
    lose('s3:PutObject')
    await records.checkpoint('dev.account', {requestId: 'car-1'})
    expect(await records.intent('dev.account')).toEqual({...intent, receipt: {requestId: 'car-1'}})
    lose('s3:PutObject')
    await records.save(recorded('dev.account'))
    lose('s3:PutObject')
    await records.save(recorded('dev.user-pool'))
    lose('s3:DeleteObject')
    await records.closeIntent('dev.account')
    lose('s3:DeleteObject')
    await release()

    expect((await records.list()).map(({address}) => address)).toEqual(['dev.account', 'dev.user-pool'])
    expect(await records.intents()).toEqual([])
    expect(await records.holder()).toBeUndefined()
    expect(world.sandbox.calls().filter(({dropped}) => dropped === when)).toHaveLength(7)
  })
})

describe('the lock', () => {
  test('is held by one of many who want it, and the others are told whose it is', async () => {
    const machines = await Promise.all(Array.from({length: 8}, () => world.machine()))
    const tries = await Promise.allSettled(machines.map(({records}, index) => records.lock(holder(`m${index}`))))
    const winner = tries.findIndex(({status}) => status === 'fulfilled')
    expect(tries.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of tries)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          code: 'LOCKED',
          exitCode: 5,
          message: `locked by m${winner} on laptop since 2026-11-22T00:00:00.000Z (process 4711)`,
        })
    expect(await machines[0]?.records.holder()).toMatchObject(holder(`m${winner}`))
  })

  test('of a run that died is broken only on request, and never another one by mistake', async () => {
    const [one, other] = [await world.machine(), await world.machine()]
    await one.records.lock(holder())
    await expect(other.records.lock(holder('bob'))).rejects.toMatchObject({code: 'LOCKED'})
    await expect(other.records.breakLock(holder('carol'))).rejects.toMatchObject({code: 'LOCK_CHANGED'})
    await other.records.breakLock(holder())
    await expect(other.records.breakLock(holder())).rejects.toMatchObject({code: 'LOCK_CHANGED'})
    await other.records.lock(holder('bob'))
  })

  test('that was broken and taken by another is not given back by the first', async () => {
    const [one, other] = [await world.machine(), await world.machine()]
    const release = await one.records.lock(holder())
    await other.records.breakLock(holder())
    await other.records.lock(holder('bob'))
    await release()
    expect(await one.records.holder()).toMatchObject(holder('bob'))
  })
})

describe('damage', () => {
  test('at any byte names the object and the byte, and nothing is written over it', async () => {
    const {records} = await world.machine()
    await records.save(recorded('dev.account'))
    const text = await world.look('environments/dev.json')
    for (const length of [0, 1, 17, Math.floor(text.length / 2), text.length - 3]) {
      await world.lay('environments/dev.json', text.slice(0, length))
      const damaged = {
        code: 'DAMAGED',
        exitCode: 5,
        details: {path: 's3://acme-records/team/aws/environments/dev.json'},
      }
      await expect(records.load('dev.account')).rejects.toMatchObject(damaged)
      await expect(records.list()).rejects.toMatchObject(damaged)
      await expect(records.save(recorded('dev.user-pool'))).rejects.toMatchObject(damaged)
      await expect(records.lock(holder())).rejects.toMatchObject(damaged)
      expect(await world.look('environments/dev.json')).toBe(text.slice(0, length))
      expect(await records.holder()).toBeUndefined()
    }
  })

  test('of an intent or the lock is refused too', async () => {
    const {records} = await world.machine()
    await records.openIntent(intent)
    await world.lay('journal/dev.account.json', '{"version": 1}')
    await expect(records.intents()).rejects.toMatchObject({code: 'DAMAGED'})
    await world.lay('lock', '{}')
    await expect(records.lock(holder())).rejects.toMatchObject({
      code: 'LOCKED',
      message: 's3://acme-records/team/aws/lock is not a lock of awsup',
    })
  })
})

test('a bucket that does not exist is an error that says how to make it', async () => {
  const {records, directory} = await world.machineOn('acme-elsewhere')
  await expect(records.list()).rejects.toMatchObject({
    code: 'NO_BUCKET',
    hint: 'Make it in the management account: aws s3api create-bucket --bucket acme-elsewhere --region eu-west-1 --create-bucket-configuration LocationConstraint=eu-west-1',
  })
  await expect(records.save(recorded('dev.account'))).rejects.toMatchObject({code: 'NO_BUCKET'})
  expect(existsSync(directory)).toBe(false)
})
