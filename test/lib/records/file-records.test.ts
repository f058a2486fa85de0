import fc from 'fast-check'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  mkdirSync,
  readdirSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {ConflictError} from '../../../src/lib/base/errors.js'
import {CURRENT_FILE, loadCurrent, renderKept, requireSwitchFolders} from '../../../src/lib/records/current.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {loadEnvironment} from '../../../src/lib/records/environment.js'
import {openFileRecords} from '../../../src/lib/records/files/file-records.js'
import {openMemoryRecords} from '../../../src/lib/records/memory-records.js'
import type {Recorded} from '../../../src/lib/records/records.js'

const newDirectory = (): string => join(mkdtempSync(join(tmpdir(), 'awsup-records-')), '.awsup', 'aws')

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

const thrown = (work: () => unknown): unknown => {
  try {
    return void work()
  } catch (error) {
    return error
  }
}

describe.each([
  ['files', () => openFileRecords(newDirectory())],
  ['memory', () => openMemoryRecords()],
])('records in %s', (_name, open) => {
  test('what is saved is loaded again, and what was never saved is undefined', async () => {
    const records = open()
    await records.save(recorded('dev.user-pool'))
    await records.save(recorded('organization', {kind: 'organization', needs: []}))
    expect(await records.load('dev.user-pool')).toEqual(recorded('dev.user-pool'))
    expect(await records.load('prod.user-pool')).toBeUndefined()
    expect((await records.list()).map(({address}) => address)).toEqual(['dev.user-pool', 'organization'])
  })

  test('hundred saves and removes at once lose nothing', async () => {
    const records = open()
    const addresses = Array.from({length: 100}, (_, index) => `${index % 2 ? 'dev' : 'prod'}.group.g${index}`)
    await Promise.all(addresses.map((address) => records.save(recorded(address))))
    await Promise.all(addresses.slice(0, 50).map((address) => records.remove(address)))
    expect((await records.list()).map(({address}) => address)).toEqual(addresses.slice(50).sort())
  })

  test('an intent keeps all its receipts until it is closed', async () => {
    const records = open()
    const intent = {address: 'dev.account', kind: 'account', run: 'r1', at: '2026-11-22T00:00:00.000Z'}
    await records.openIntent(intent)
    await records.checkpoint('dev.account', {requestId: 'car-12345678'})
    await records.checkpoint('dev.account', {accountId: '012345678901'})
    const receipt = {requestId: 'car-12345678', accountId: '012345678901'}
    expect(await records.intent('dev.account')).toEqual({...intent, receipt})
    expect(await records.intents()).toEqual([{...intent, receipt}])
    await records.closeIntent('dev.account')
    expect(await records.intents()).toEqual([])
    await expect(records.checkpoint('dev.account', {})).rejects.toBeInstanceOf(ConflictError)
  })

  test('a lock that is held is refused naming the holder, and taken once it was given back', async () => {
    const records = open()
    const holder = {who: 'ana', where: 'laptop', pid: process.pid, since: '2026-11-22T00:00:00.000Z'}
    const release = await records.lock(holder)
    await expect(records.lock({...holder, who: 'bob'})).rejects.toMatchObject({
      code: 'LOCKED',
      exitCode: 5,
      message: `locked by ana on laptop since 2026-11-22T00:00:00.000Z (process ${process.pid})`,
    })
    await release()
    await (
      await records.lock(holder)
    )()
  })
})

describe('files', () => {
  test('what another process wrote is seen at once, though neither size nor time of the file tells it', async () => {
    const directory = newDirectory()
    const records = openFileRecords(directory)
    await records.save(recorded('dev.user-pool'))
    const path = join(directory, 'environments', 'dev.json')
    const [{atime, mtime}, before] = [statSync(path), readFileSync(path, 'utf8')]
    expect((await records.load('dev.user-pool'))?.id).toBe('eu-west-1_AbCdEfGhI')
    writeFileSync(path, before.replaceAll('eu-west-1_AbCdEfGhI', 'eu-west-1_aBcDeFgHi'))
    utimesSync(path, atime, mtime)
    expect((await records.load('dev.user-pool'))?.id).toBe('eu-west-1_aBcDeFgHi')
    expect((await records.list()).map(({id}) => id)).toEqual(['eu-west-1_aBcDeFgHi'])
    rmSync(path)
    expect(await records.load('dev.user-pool')).toBeUndefined()
  })

  test('the file of an environment is sorted, relative and the same whatever the order of saving', async () => {
    const [one, two] = [newDirectory(), newDirectory()]
    for (const [directory, addresses] of [
      [one, ['dev.user-pool', 'dev.account']],
      [two, ['dev.account', 'dev.user-pool']],
    ] as const) {
      for (const address of addresses) await openFileRecords(directory).save(recorded(address, {key: {b: 1, a: 2}}))
    }
    const text = readFileSync(join(one, 'environments', 'dev.json'), 'utf8')
    expect(text).toBe(readFileSync(join(two, 'environments', 'dev.json'), 'utf8'))
    expect(text.startsWith('{\n  "version": 1,\n  "environment": "dev",\n  "resources": {\n    "account": {\n')).toBe(
      true,
    )
    expect(text.endsWith('}\n')).toBe(true)
    expect(text).toContain('"key": {\n        "a": 2,\n        "b": 1\n      }')
  })

  test('files and folders are readable by their owner alone, and git is told what to leave', async () => {
    const directory = newDirectory()
    await openFileRecords(directory).save(recorded('dev.account'))
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(statSync(join(directory, 'environments', 'dev.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(directory, '..', '.gitignore'), 'utf8')).toContain('journal/\n')
    expect(readdirSync(join(directory, 'environments'))).toEqual(['dev.json'])
  })

  test('an environment with nothing left has no file, and one that never was is undefined', async () => {
    const directory = newDirectory()
    const records = openFileRecords(directory)
    await records.save(recorded('dev.account'))
    expect(loadEnvironment(directory, 'dev')).toEqual([recorded('dev.account')])
    await records.remove('dev.account')
    expect(existsSync(join(directory, 'environments', 'dev.json'))).toBe(false)
    expect(loadEnvironment(directory, 'dev')).toBeUndefined()
  })

  test.each([
    '../../evil.account',
    '__proto__.account',
    'dev.../../x',
    'dev.group.Ä b/c',
    'dev.__proto__',
    `dev.${'x'.repeat(200)}`,
  ])('the address %j stays inside the folder and comes back as it was', async (address) => {
    const directory = newDirectory()
    const records = openFileRecords(directory)
    await records.save(recorded(address))
    await records.openIntent({address, kind: 'k', run: 'r', at: 'now'})
    expect(await records.list()).toEqual([recorded(address)])
    expect(await records.intents()).toHaveLength(1)
    expect(readdirSync(join(directory, '..')).sort()).toEqual(['.gitignore', 'aws'])
  })

  test('an intent whose address is longer than a file name can be is kept too', async () => {
    const records = openFileRecords(newDirectory())
    const addresses = [`dev.group.${'ß'.repeat(127)}a`, `dev.group.${'ß'.repeat(127)}b`]
    for (const address of addresses) await records.openIntent({address, kind: 'k', run: 'r', at: 'now'})
    expect((await records.intents()).map(({address}) => address)).toEqual(addresses)
    expect(await records.intent(addresses[1] ?? '')).toMatchObject({address: addresses[1]})
  })

  test('names that differ in case alone are different files', async () => {
    const directory = newDirectory()
    const records = openFileRecords(directory)
    for (const address of ['dev.group.Admins', 'dev.group.admins']) {
      await records.openIntent({address, kind: 'k', run: 'r', at: 'now'})
    }
    const names = readdirSync(join(directory, 'journal')).map((name) => name.toLowerCase())
    expect(new Set(names).size).toBe(2)
  })

  test('a symbolic link instead of a file or folder is refused and not followed', async () => {
    const directory = newDirectory()
    const elsewhere = mkdtempSync(join(tmpdir(), 'awsup-elsewhere-'))
    mkdirSync(directory, {recursive: true})
    symlinkSync(elsewhere, join(directory, 'environments'))
    await expect(openFileRecords(directory).save(recorded('dev.account'))).rejects.toMatchObject({code: 'SYMLINK'})
    symlinkSync(join(elsewhere, 'target.json'), join(directory, 'organization.json'))
    await expect(openFileRecords(directory).save(recorded('organization'))).rejects.toMatchObject({code: 'SYMLINK'})
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test('the switched environment is remembered beside the records', () => {
    const root = mkdtempSync(join(tmpdir(), 'awsup-current-'))
    expect(loadCurrent(root)).toBeUndefined()
    requireSwitchFolders(root)
    const current = {environment: 'dev', target: 'sandbox'} as const
    writeFileSync(join(root, CURRENT_FILE), renderKept({current, wrote: []}, makeSealer(root)) ?? '')
    expect(loadCurrent(root)).toEqual({environment: 'dev', target: 'sandbox'})
    writeFileSync(join(root, '.awsup', 'current.json'), '{"version":1,"environment":"dev","target":"moon"}')
    expect(() => loadCurrent(root)).toThrow(/current\.json is damaged at byte 42: target should be aws or sandbox/)
  })
})

describe('a damaged file is an error to explain, never "nothing exists"', () => {
  const good = async (): Promise<{directory: string; path: string; text: string}> => {
    const directory = newDirectory()
    await openFileRecords(directory).save(recorded('dev.account'))
    await openFileRecords(directory).save(recorded('dev.user-pool'))
    const path = join(directory, 'environments', 'dev.json')
    return {directory, path, text: readFileSync(path, 'utf8')}
  }

  test('every truncation is refused, whole reading and writing alike, and the file is left as it is', async () => {
    const {directory, path, text} = await good()
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 0, max: text.trimEnd().length - 1}), async (length) => {
        writeFileSync(path, text.slice(0, length))
        const copy = join(directory, '.last', 'environments', 'dev.json')
        expect(thrown(() => loadEnvironment(directory, 'dev'))).toMatchObject({
          code: 'DAMAGED',
          details: {path, lastGood: copy},
        })
        const records = openFileRecords(directory)
        await expect(records.save(recorded('dev.group.x'))).rejects.toBeInstanceOf(ConflictError)
        await expect(records.list()).rejects.toBeInstanceOf(ConflictError)
        expect(readFileSync(path, 'utf8')).toBe(text.slice(0, length))
        expect(readFileSync(copy, 'utf8')).toBe(text)
      }),
      {numRuns: 60},
    )
  })

  test.each<[string, (text: string) => string | Buffer, RegExp]>([
    ['zeros, as a power cut leaves them', (text) => Buffer.alloc(text.length), /at byte 0: a value should be here/],
    ['two documents', (text) => text + text, /at byte \d+: the end should be here/],
    [
      'a name that appears twice',
      (text) => text.replace('"user-pool": {', '"account": {'),
      /at byte \d+: "account" appears twice/,
    ],
    ['a list', () => '[]', /it should hold an object/],
    ['no version', (text) => text.replace('"version": 1,', ''), /at byte 0: version should be 1/],
    ['a version of words', (text) => text.replace('1', '"one"'), /at byte 15: version should be 1/],
    ['another environment', (text) => text.replace('"dev"', '"prod"'), /at byte 35: environment should be dev/],
    [
      'a number as account',
      (text) => text.replace('"012345678901"', '12345678901'),
      /accountId should be a text|accountId of account should be a text/,
    ],
    [
      'a short account',
      (text) => text.replace('"012345678901"', '"12345678901"'),
      /accountId of account should be twelve digits/,
    ],
    ['an unknown field', (text) => text.replace('"kind"', '"king": 1, "kind"'), /king is not a known field/],
    [
      'broken text',
      (text) => Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.from([0xff]), Buffer.from(text.slice(20))]),
      /at byte 20: it is not text/,
    ],
  ])('%s', async (_name, damage, message) => {
    const {directory, path, text} = await good()
    writeFileSync(path, damage(text))
    expect(thrown(() => loadEnvironment(directory, 'dev'))).toMatchObject({
      code: 'DAMAGED',
      exitCode: 5,
      message: expect.stringMatching(message) as string,
    })
  })

  test.each([
    ['begins', (text: string) => `<<<<<<< HEAD\n${text}`, 1],
    ['parts two sides', (text: string) => text.replace('"resources"', '\n=======\n"resources"'), 5],
    ['ends, and is all that was left', (text: string) => `${text}>>>>>>> their/branch\r\n`, -1],
    ['shows what both sides had', (text: string) => `{\n||||||| 3f2a91c\n${text}`, 2],
  ])('a merge conflict that %s is named as one, with its line and the way out', async (_name, damage, line) => {
    const {directory, path, text} = await good()
    writeFileSync(path, damage(text))
    const error = thrown(() => loadEnvironment(directory, 'dev'))
    const at = line > 0 ? line : text.split('\n').length
    expect(error).toMatchObject({
      code: 'MERGE_CONFLICT',
      exitCode: 5,
      message: `${path} has an unresolved merge conflict at line ${at}`,
      hint: expect.stringMatching(/either side.*awsup refresh/) as string,
    })
  })

  test('the byte is counted in bytes, also after letters that take several', async () => {
    const {directory, path, text} = await good()
    const wide = text.replace('acme-dev', 'äöü')
    writeFileSync(path, wide.slice(0, -3))
    const error = thrown(() => loadEnvironment(directory, 'dev'))
    expect(error).toMatchObject({details: {byte: Buffer.byteLength(wide.slice(0, -3))}})
  })

  test('a file that a newer awsup wrote is left alone', async () => {
    const {directory, path, text} = await good()
    writeFileSync(path, text.replace('"version": 1', '"version": 2'))
    expect(thrown(() => loadEnvironment(directory, 'dev'))).toMatchObject({code: 'NEWER', exitCode: 5})
  })

  test('a damaged intent is refused too', async () => {
    const {directory} = await good()
    const records = openFileRecords(directory)
    await records.openIntent({address: 'dev.account', kind: 'account', run: 'r', at: 'now'})
    writeFileSync(join(directory, 'journal', 'dev.account.json'), '{"version":1}')
    await expect(records.intents()).rejects.toMatchObject({code: 'DAMAGED'})
  })

  test('damage by one byte is refused or changes a value: no record is lost silently', async () => {
    const {directory, path, text} = await good()
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: text.length - 1}),
        fc.constantFrom('{', '}', '"', ',', ' ', '\0'),
        (at, mark) => {
          writeFileSync(path, text.slice(0, at) + mark + text.slice(at + 1))
          const error = thrown(() => loadEnvironment(directory, 'dev'))
          if (error === undefined) {
            expect(loadEnvironment(directory, 'dev')).toHaveLength(2)
            return
          }
          expect(error).toBeInstanceOf(ConflictError)
        },
      ),
      {numRuns: 200},
    )
  })
})
