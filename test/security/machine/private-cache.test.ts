import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readCached, writeCached, type CacheFile} from '../../../src/files/private-cache.js'

const BODY = Buffer.from('what an earlier run worked out')

/** A folder of the user's own with a file in it. */
function fill(): CacheFile & {readonly path: string} {
  const folder = join(mkdtempSync(join(tmpdir(), 'awsup-kept-')), 'cache', 'awsup')
  const file = {folder, name: 'manifest-01234567', key: 'awsup 0123456789abcdef'}
  writeCached(file, BODY)
  expect(readCached(file)).toEqual(BODY)
  return {...file, path: join(folder, 'manifest-01234567.cache')}
}

/** By what is wrong. */
const WRONG: Readonly<Record<string, (file: ReturnType<typeof fill>) => void>> = {
  'a file that others may read': ({path}) => chmodSync(path, 0o640),
  'a file that others may write': ({path}) => chmodSync(path, 0o602),
  'a folder that others may look into': ({folder}) => chmodSync(folder, 0o755),
  'a folder that others may write to': ({folder}) => chmodSync(folder, 0o770),
  'a folder in one that others may write to': ({folder}) => chmodSync(dirname(folder), 0o777),
  'a link to the file': ({path, folder}) => {
    renameSync(path, join(folder, 'other'))
    symlinkSync('other', path)
  },
  'a link to the folder': ({folder}) => {
    renameSync(folder, `${folder}-other`)
    symlinkSync('awsup-other', folder)
  },
  'a folder in place of the file': ({path}) => {
    rmSync(path)
    mkdirSync(path)
  },
  'no file': ({path}) => rmSync(path),
  'an empty file': ({path}) => writeFileSync(path, ''),
  'a file with the key alone': ({path, key}) => writeFileSync(path, key),
  'a byte more': ({path}) => writeFileSync(path, `${readFileSync(path, 'latin1')}x`, 'latin1'),
  'a byte less': ({path}) => writeFileSync(path, readFileSync(path).subarray(0, -1)),
  'the key of another build': ({path}) =>
    writeFileSync(path, readFileSync(path, 'latin1').replace('0123', '3210'), 'latin1'),
}

describe('what is kept in the user’s own cache folder', () => {
  test.each(Object.keys(WRONG))('counts for nothing with %s', (what) => {
    const file = fill()
    WRONG[what]?.(file)
    expect(readCached(file)).toBeUndefined()
  })

  test('counts for nothing with any bit that is another', () => {
    const file = fill()
    const whole = readFileSync(file.path)
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole)
      bytes.writeUInt8((bytes[at] ?? 0) ^ 0x10, at)
      writeFileSync(file.path, bytes)
      expect(readCached(file)).toBeUndefined()
    }
  })

  test('is not written to where others may look, nor through a link', () => {
    for (const what of ['a folder that others may write to', 'a link to the folder']) {
      const file = fill()
      WRONG[what]?.(file)
      const before = readdirSync(file.folder)
      writeCached({...file, name: 'other'}, BODY)
      expect(readdirSync(file.folder)).toEqual(before)
    }
  })

  test('replaces a file of two names, whose other name keeps what it was', () => {
    const file = fill()
    linkSync(file.path, `${file.path}.second`)
    writeCached(file, Buffer.from('another'))
    expect(readFileSync(`${file.path}.second`, 'utf8')).toContain(BODY.toString())
    expect(readCached(file)?.toString()).toBe('another')
  })

  test('does not grow without end', () => {
    const file = fill()
    for (let index = 0; index < 130; index++) writeCached({...file, name: `manifest-${String(index)}`}, BODY)
    expect(readdirSync(file.folder).length).toBe(100)
    expect(readCached({...file, name: 'manifest-129'})).toEqual(BODY)
  })

  test('fails for nobody where nothing can be written', () => {
    for (const folder of ['/proc/awsup/cache', '/dev/null/awsup'])
      expect(() => writeCached({folder, name: 'a', key: 'b'}, BODY)).not.toThrow()
  })
})
