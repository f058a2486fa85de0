import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {canSyncFolders, replace, type Renaming} from '../../src/files/replace.js'
import {emptyFolder} from '../_helpers/cli.js'

/** A system on which another program has the file open for so many tries. */
function held(code: string, tries: number, platform: NodeJS.Platform = 'win32') {
  let asked = 0
  const rename = (from: string, to: string): void => {
    asked += 1
    if (asked <= tries) throw Object.assign(new Error(`${code}: held`), {code})
    renameSync(from, to)
  }
  return {system: {platform, rename} satisfies Required<Renaming>, asked: () => asked}
}

function files() {
  const folder = emptyFolder()
  const [from, to] = [path.join(folder, 'new'), path.join(folder, 'old')]
  writeFileSync(from, 'new')
  writeFileSync(to, 'old')
  return {from, to}
}

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'a file that another program of Windows holds for a moment (%s) is replaced',
  (code) => {
    const {from, to} = files()
    const {system, asked} = held(code, 3)
    replace(from, to, system)
    expect(readFileSync(to, 'utf8')).toBe('new')
    expect(asked()).toBe(4)
  },
)

test('a file that stays held is said to be, and is as it was', () => {
  const {from, to} = files()
  const {system} = held('EBUSY', 1000)
  expect(() => replace(from, to, system)).toThrow(expect.objectContaining({code: 'EBUSY'}))
  expect(readFileSync(to, 'utf8')).toBe('old')
})

test.each(['EPERM', 'EACCES', 'EBUSY'])('elsewhere %s is an answer, and is not asked for again', (code) => {
  const {from, to} = files()
  const {system, asked} = held(code, 3, 'linux')
  expect(() => replace(from, to, system)).toThrow(expect.objectContaining({code}))
  expect(asked()).toBe(1)
})

test('a folder in the place of the file is no matter of waiting', () => {
  const {from} = files()
  const folder = path.join(emptyFolder(), 'old')
  mkdirSync(folder)
  const {system, asked} = held('EPERM', 3)
  expect(() => replace(from, folder, system)).toThrow(expect.objectContaining({code: 'EPERM'}))
  expect(asked()).toBe(1)
})

test('folders are synced where a system can: Windows answers EPERM', () => {
  expect([canSyncFolders('win32'), canSyncFolders('linux'), canSyncFolders('darwin')]).toEqual([false, true, true])
})

test('one place syncs folders and asks that first, and nothing renames in another way', () => {
  const root = path.join(import.meta.dirname, '../../src')
  const sources = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'))
  const texts = new Map(sources.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]))
  const having = (pattern: RegExp): readonly string[] =>
    [...texts].flatMap(([name, text]) => (pattern.test(text) ? [name.split(path.sep).join('/')] : [])).sort()
  expect(texts.get(path.join('files', 'write.ts'))).toMatch(
    /function syncFolder\([^)]*\)[^{]*\{\n {2}if \(!canSyncFolders\(\)\) return\n/,
  )
  // A file that the user named, opened before: nothing is renamed.
  expect(having(/\bfsyncSync\(/)).toEqual(['cli/secrets/secrets-file.ts', 'files/write.ts'])
  // What is worked out again where it is not whole, outside of every project.
  expect(having(/\brenameSync\b|fs\/promises/)).toEqual(['files/private-cache.ts', 'files/replace.ts'])
})
