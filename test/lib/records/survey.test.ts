import fc from 'fast-check'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import type {Cache} from '../../../src/lib/base/cache.js'
import {loadAccountIds, loadEnvironment} from '../../../src/lib/records/environment.js'
import {renderRecordFile} from '../../../src/lib/records/files/record-file.js'

const NAMES = ['dev', 'prod', 'test', 'pr-7']

/** Records of an environment with a pool of this number; all have the same length. */
function render(name: string, pool: number, account = 100 + NAMES.indexOf(name)): string {
  const accountId = `000000000${account}`
  const more = {accountId, region: 'eu-west-1', key: {}, needs: []}
  return renderRecordFile(
    new Map([
      ['account', {address: `${name}.account`, kind: 'account', id: accountId, ...more}],
      ['user-pool', {address: `${name}.user-pool`, kind: 'user-pool', id: `eu-west-1_${String(pool)}`, ...more}],
    ]),
    name,
  )
}

const POOL = 100_000_000

function makeWorld() {
  const directory = join(mkdtempSync(join(tmpdir(), 'awsup-survey-')), '.awsup', 'aws')
  mkdirSync(join(directory, 'environments'), {recursive: true})
  const fileOf = (name: string): string => join(directory, 'environments', `${name}.json`)
  NAMES.forEach((name, index) => writeFileSync(fileOf(name), render(name, POOL + index)))
  const files = new Map<string, Buffer>()
  const cache: Cache = {read: (name) => files.get(name), write: (name, body) => void files.set(name, body)}
  return {directory, fileOf, files, cache}
}

/** What a look comes to: what it answers, or how it refuses. */
function outcome(look: () => unknown): unknown {
  try {
    return look()
  } catch (error) {
    return error instanceof Error ? {name: error.name, message: error.message} : error
  }
}

/** By its own clock, a day from now: every file was left alone for long. */
const tomorrow = (): number => Date.now() + 86_400_000

function expectSame({directory, cache}: ReturnType<typeof makeWorld>, now?: () => number): void {
  const looking = {cache, few: 1, ...(now ? {now} : {})}
  for (const name of NAMES)
    expect(outcome(() => loadEnvironment(directory, name, looking))).toEqual(
      outcome(() => loadEnvironment(directory, name)),
    )
  expect(outcome(() => loadAccountIds(directory, looking))).toEqual(outcome(() => loadAccountIds(directory)))
}

/** In place, unless a link is there. */
function write(path: string, content: string | Buffer): void {
  if (lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink()) rmSync(path)
  writeFileSync(path, content)
}

type World = ReturnType<typeof makeWorld>
type Edit = (world: World, name: string, other: string) => void

/** What may happen to a file of records. */
const EDITS: Readonly<Record<string, Edit>> = {
  'another pool, of the same length': ({fileOf}, name) =>
    write(fileOf(name), render(name, POOL + 50 + NAMES.indexOf(name))),
  'the pool of another': ({fileOf}, name, other) => write(fileOf(name), render(name, POOL + NAMES.indexOf(other))),
  'the account of another': ({fileOf}, name, other) =>
    write(fileOf(name), render(name, POOL + NAMES.indexOf(name), 100 + NAMES.indexOf(other))),
  'a copy of the file of another': ({fileOf}, name, other) => {
    if (existsSync(fileOf(other))) write(fileOf(name), readFileSync(fileOf(other)))
  },
  'the pool of another, with the time that it had': ({fileOf}, name, other) => {
    write(fileOf(name), render(name, POOL + NAMES.indexOf(other)))
    utimesSync(fileOf(name), 1_000_000, 1_000_000)
  },
  'put in its place': ({fileOf}, name, other) => {
    write(`${fileOf(name)}.new`, render(name, POOL + NAMES.indexOf(other)))
    renameSync(`${fileOf(name)}.new`, fileOf(name))
  },
  'as it was': ({fileOf}, name) => write(fileOf(name), render(name, POOL + NAMES.indexOf(name))),
  'a byte more': ({fileOf}, name) => {
    if (existsSync(fileOf(name))) write(fileOf(name), `${readFileSync(fileOf(name), 'utf8')} `)
  },
  damaged: ({fileOf}, name) => write(fileOf(name), '{'),
  removed: ({fileOf}, name) => rmSync(fileOf(name), {force: true}),
  'a link': ({fileOf, directory}, name, other) => {
    rmSync(fileOf(name), {force: true})
    if (name !== other) symlinkSync(join(directory, 'environments', `${other}.json`), fileOf(name))
  },
  'its own again': ({fileOf}, name) => {
    rmSync(fileOf(name), {force: true})
    write(fileOf(name), render(name, POOL + NAMES.indexOf(name)))
  },
}

const edits = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.constantFrom(...NAMES), fc.constantFrom(...NAMES)),
  {minLength: 1, maxLength: 12},
)

describe('with what was read before, the answer is the one without', () => {
  test('after any edits, one right after the other', () => {
    fc.assert(
      fc.property(edits, (all) => {
        const world = makeWorld()
        expectSame(world)
        for (const [edit, name, other] of all) {
          EDITS[edit]?.(world, name, other)
          expectSame(world)
        }
      }),
      {numRuns: 60},
    )
  })

  test('after any edit of files that were left alone before', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (all) => {
        const world = makeWorld()
        for (const [edit, name, other] of all) {
          // Longer than what a system takes for the same moment: the clock of this test says that all is old.
          await setTimeout(12)
          expectSame(world, tomorrow)
          await setTimeout(12)
          EDITS[edit]?.(world, name, other)
          expectSame(world, tomorrow)
        }
      }),
      {numRuns: 12},
    )
  })
})

describe('what is kept', () => {
  test('is all that is read where no file was changed', () => {
    const world = makeWorld()
    const looking = {cache: world.cache, few: 1, now: tomorrow}
    loadAccountIds(world.directory, looking)
    const opened: string[] = []
    const counting: Cache = {
      ...world.cache,
      read: (name) => {
        opened.push(name)
        return world.cache.read(name)
      },
    }
    expect(loadAccountIds(world.directory, {...looking, cache: counting}).size).toBe(NAMES.length)
    expect(opened).toEqual(['records-aws'])
  })

  test('is nothing of a file that was changed in the last minute', () => {
    const world = makeWorld()
    loadAccountIds(world.directory, {cache: world.cache, few: 1})
    expect(world.files.get('records-aws')?.toString()).toBe('[]')
  })

  test('is nothing where there are few files', () => {
    const world = makeWorld()
    loadAccountIds(world.directory, {cache: world.cache, now: tomorrow})
    expect(world.files.size).toBe(0)
  })

  test('does not hide what two have in common, though one of them was not read', () => {
    const world = makeWorld()
    const looking = {cache: world.cache, few: 1, now: tomorrow}
    loadAccountIds(world.directory, looking)
    writeFileSync(world.fileOf('prod'), render('prod', POOL + NAMES.indexOf('dev')))
    for (const name of NAMES)
      expect(() => loadEnvironment(world.directory, name, looking)).toThrow(
        'have the same user pool eu-west-1_100000000',
      )
  })
})
