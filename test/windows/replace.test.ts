import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {canSyncFolders, replace, replaceSync, type Renaming} from '../../src/files/replace.js'
import {emptyFolder} from '../_helpers/cli.js'

/** A system on which another program has the file open for so many tries. */
function held(code: string, tries: number, platform: NodeJS.Platform = 'win32') {
  let asked = 0
  const rename = (from: string, to: string): void => {
    asked += 1
    if (asked <= tries) throw Object.assign(new Error(`${code}: held`), {code})
    renameSync(from, to)
  }
  return {system: {platform, rename} satisfies Required<Renaming<void>>, asked: () => asked}
}

function files() {
  const folder = emptyFolder()
  const [from, to] = [path.join(folder, 'new'), path.join(folder, 'old')]
  writeFileSync(from, 'new')
  writeFileSync(to, 'old')
  return {from, to}
}

/** Both ways in which awsup replaces a file. */
const WAYS = {
  replace: (from: string, to: string, system: Required<Renaming<void>>) => {
    const rename = async (one: string, other: string): Promise<void> => {
      await Promise.resolve()
      system.rename(one, other)
    }
    return replace(from, to, {...system, rename})
  },
  replaceSync: async (from: string, to: string, system: Required<Renaming<void>>) => {
    await Promise.resolve()
    replaceSync(from, to, system)
  },
}

const cases = (['replace', 'replaceSync'] as const).flatMap((way) =>
  ['EPERM', 'EACCES', 'EBUSY'].map((code) => ({way, code})),
)

test.each(cases)(
  '$way: a file that another program of Windows holds for a moment ($code) is replaced',
  async ({way, code}) => {
    const {from, to} = files()
    const {system, asked} = held(code, 3)
    await WAYS[way](from, to, system)
    expect(readFileSync(to, 'utf8')).toBe('new')
    expect(asked()).toBe(4)
  },
)

test.each(['replace', 'replaceSync'] as const)(
  '%s: a file that stays held is said to be, and is as it was',
  async (way) => {
    const {from, to} = files()
    const {system} = held('EBUSY', 1000)
    await expect(async () => WAYS[way](from, to, system)).rejects.toMatchObject({code: 'EBUSY'})
    expect(readFileSync(to, 'utf8')).toBe('old')
  },
)

test.each(cases)('$way: elsewhere $code is an answer, and is not asked for again', async ({way, code}) => {
  const {from, to} = files()
  const {system, asked} = held(code, 3, 'linux')
  await expect(async () => WAYS[way](from, to, system)).rejects.toMatchObject({code})
  expect(asked()).toBe(1)
})

test.each(['replace', 'replaceSync'] as const)(
  '%s: a folder in the place of the file is no matter of waiting',
  async (way) => {
    const {from} = files()
    const folder = path.join(emptyFolder(), 'old')
    mkdirSync(folder)
    const {system, asked} = held('EPERM', 3)
    await expect(async () => WAYS[way](from, folder, system)).rejects.toMatchObject({code: 'EPERM'})
    expect(asked()).toBe(1)
  },
)

test('folders are synced where a system can: Windows answers EPERM', () => {
  expect([canSyncFolders('win32'), canSyncFolders('linux'), canSyncFolders('darwin')]).toEqual([false, true, true])
})

test('whatever syncs a folder asks that first, and nothing renames in another way', () => {
  const sources = ['lib/records/files/durable', 'lib/outputs/switch/journal', 'sandbox/store/files']
  const texts = sources.map((name) => readFileSync(path.join(import.meta.dirname, `../../src/${name}.ts`), 'utf8'))
  for (const text of texts) {
    expect(text).toMatch(/function syncFolder\([^)]*\)[^{]*\{\n {2}if \(!canSyncFolders\(\)\) return\n/)
    expect(text).not.toMatch(/\brename(Sync)?\(/)
  }
})
