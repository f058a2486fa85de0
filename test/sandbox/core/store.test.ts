import {build} from 'esbuild'
import fc from 'fast-check'
import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {text} from 'node:stream/consumers'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openFileStore} from '../../../src/sandbox/store/file.js'
import {openMemoryStore} from '../../../src/sandbox/store/memory.js'
import {table, type Store} from '../../../src/sandbox/store/transaction.js'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'awsup-store-'))
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

const counters = table<number>('counters')
const read = (store: Store, key = 'a'): number | undefined => store.transact((tx) => counters.get(tx, [key]))
const add = (store: Store, key = 'a'): void =>
  store.transact((tx) => counters.put(tx, [key], (counters.get(tx, [key]) ?? 0) + 1))
const logFile = (sequence: number): string => path.join(directory, 'log', `${String(sequence).padStart(12, '0')}.json`)

describe.each([
  ['memory', (): Store => openMemoryStore()],
  ['files', (): Store => openFileStore(directory)],
])('a store in %s', (_, open) => {
  test('keeps nothing of work that throws', () => {
    const store = open()
    const work = (): void =>
      store.transact((tx) => {
        counters.put(tx, ['a'], 1)
        throw new Error('no')
      })
    expect(work).toThrow('no')
    expect(read(store)).toBeUndefined()
  })

  test('shows a transaction its own changes, in key order', () => {
    const store = open()
    add(store, 'b')
    store.transact((tx) => {
      counters.put(tx, ['c'], 3)
      counters.put(tx, ['a'], 1)
      counters.delete(tx, ['b'])
      expect(tx.entries('counters/')).toEqual([
        ['counters/a', 1],
        ['counters/c', 3],
      ])
    })
    expect(store.transact((tx) => counters.list(tx))).toEqual([1, 3])
  })

  test('gives out values that nobody can change without putting them', () => {
    const store = open()
    const lists = table<{names: string[]}>('lists')
    const given = {names: ['a']}
    store.transact((tx) => lists.put(tx, ['x'], given))
    given.names.push('b')
    const kept = store.transact((tx) => lists.get(tx, ['x']))
    expect(kept).toEqual({names: ['a']})
    expect(() => kept?.names.push('c')).toThrow(TypeError)
  })

  test('behaves as a plain map does, whatever is put and deleted', () => {
    const step = fc.record({key: fc.constantFrom('a', 'a/b', 'b', 'ab', 'ä'), value: fc.option(fc.nat())})
    fc.assert(
      fc.property(fc.array(fc.array(step, {maxLength: 4}), {maxLength: 6}), (transactions) => {
        const store = openMemoryStore()
        const model = new Map<string, number>()
        for (const steps of transactions)
          store.transact((tx) => {
            for (const {key, value} of steps) {
              if (value === null) model.delete(key)
              else model.set(key, value)
              if (value === null) tx.delete(key)
              else tx.put(key, value)
            }
          })
        const expected = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([key]) => key.startsWith('a'))
        expect(store.transact((tx) => tx.entries('a'))).toEqual(expected)
      }),
    )
  })
})

describe('a folder', () => {
  test('is read back by the next process, readable by its owner alone', () => {
    add(openFileStore(directory))
    add(openFileStore(directory))
    expect(read(openFileStore(directory))).toBe(2)
    expect(statSync(logFile(1)).mode & 0o777).toBe(0o600)
    expect(statSync(path.join(directory, 'log')).mode & 0o777).toBe(0o700)
  })

  test('shows each process what the others did, and reading writes nothing', () => {
    const [one, other] = [openFileStore(directory), openFileStore(directory)]
    add(one)
    add(other)
    add(one)
    expect([read(one), read(other)]).toEqual([3, 3])
    expect(readdirSync(path.join(directory, 'log'))).toHaveLength(4)
  })

  test('stays small, and a process that slept through thousands of changes still sees them', () => {
    const [busy, sleepy] = [openFileStore(directory), openFileStore(directory)]
    add(sleepy)
    for (let i = 0; i < 1600; i++) add(busy)
    expect(existsSync(logFile(2))).toBe(false)
    expect(readdirSync(path.join(directory, 'log')).length).toBeLessThan(1100)
    add(sleepy)
    expect([read(busy), read(openFileStore(directory))]).toEqual([1602, 1602])
  })

  test('that moved on by thousands of changes during one call refuses that call, and no other one sees its file', () => {
    const [busy, sleepy, idle] = [openFileStore(directory), openFileStore(directory), openFileStore(directory)]
    add(busy)
    const work = (): void =>
      sleepy.transact((tx) => {
        add(busy)
        // It knows the file that the call will make again, in the place of the one that is deleted.
        expect([read(idle), read(idle)]).toEqual([2, 2])
        for (let i = 0; i < 1599; i++) add(busy)
        counters.put(tx, ['a'], -1)
      })
    expect(work).toThrow(/moved on/)
    expect(existsSync(logFile(2))).toBe(true)
    const all = [idle, sleepy, busy, openFileStore(directory)]
    expect(all.map((store) => read(store))).toEqual([1601, 1601, 1601, 1601])
  })

  test.each([
    ['cut off', (file: string) => truncateSync(file, 9), 9],
    ['emptied', (file: string) => truncateSync(file, 0), 0],
    ['overwritten', (file: string) => writeFileSync(file, '[["ä"],\0]'), 8],
    ['of another shape', (file: string) => writeFileSync(file, '{"a":1}'), 0],
  ])('with a file that was %s is refused, by name and byte', (_, harm, byte) => {
    add(openFileStore(directory))
    harm(logFile(1))
    expect(() => read(openFileStore(directory))).toThrow(
      expect.objectContaining({name: 'DamagedFileError', file: logFile(1), byte}),
    )
  })

  test('whose beginning is gone is refused, not taken for a new one', () => {
    add(openFileStore(directory))
    rmSync(logFile(0))
    expect(() => openFileStore(directory)).toThrow(/damaged/)
  })

  test('loses the leftovers of killed processes once they are old, and ignores them before', () => {
    openFileStore(directory)
    const [fresh, old] = ['fresh', 'old'].map((name) => path.join(directory, 'tmp', name)) as [string, string]
    for (const file of [fresh, old]) writeFileSync(file, '[["count')
    utimesSync(old, 0, 0)
    expect(read(openFileStore(directory))).toBeUndefined()
    expect([existsSync(fresh), existsSync(old)]).toEqual([true, false])
  })
})

test('processes that write at once lose nothing, also when some are killed', async () => {
  const program = path.join(directory, 'child.mjs')
  const folder = path.join(directory, 'store')
  const source = path.join(import.meta.dirname, 'store-child.ts')
  await build({entryPoints: [source], outfile: program, bundle: true, platform: 'node', format: 'esm'})

  const run = async (name: string, {times, killAfter}: {times: number; killAfter?: number}): Promise<number> => {
    const child = spawn(process.execPath, [program, folder, name, `${times}`], {stdio: ['ignore', 'pipe', 'inherit']})
    if (killAfter !== undefined)
      child.stdout.on('data', (chunk: Buffer) => {
        if (Number(chunk.toString().trim().split('\n').at(-1)) >= killAfter) child.kill('SIGKILL')
      })
    const answered = (await text(child.stdout)).trim().split('\n')
    return Number(answered.at(-1))
  }
  const whole = ['a', 'b', 'c'].map((name) => run(name, {times: 250}))
  const killed = ['x', 'y'].map((name) => run(name, {times: 100_000, killAfter: 40}))
  expect(await Promise.all(whole)).toEqual([250, 250, 250])
  const answered = await Promise.all(killed)

  const store = openFileStore(folder)
  const own = ['a', 'b', 'c', 'x', 'y'].map((name) => read(store, name) ?? 0)
  expect(own.slice(0, 3)).toEqual([250, 250, 250])
  // What was answered is there; at most the one transaction under way may be there as well.
  for (const [index, least] of answered.entries()) {
    expect(own[3 + index]).toBeGreaterThanOrEqual(least)
    expect(own[3 + index]).toBeGreaterThanOrEqual(40)
  }
  expect(read(store, 'shared')).toBe(own.reduce((sum, count) => sum + count))
})
