import {chmodSync, mkdirSync, statSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {openOwnFolder} from '../../../src/lib/sessions/own-folder.js'
import {emptyFolder} from '../../_helpers/cli.js'

const isWindows = process.platform === 'win32'
if (isWindows) console.warn('skipped on Windows, which has neither modes nor XDG variables: folders of the user’s own')

describe.skipIf(isWindows).each([
  {purpose: 'cache', variable: 'XDG_CACHE_HOME', linux: ['.cache'], mac: ['Library', 'Caches']},
  {purpose: 'data', variable: 'XDG_DATA_HOME', linux: ['.local', 'share'], mac: ['Library', 'Application Support']},
] as const)('the folder of the user’s own for $purpose', ({purpose, variable, linux, mac}) => {
  const root = emptyFolder()
  const below = ['a', 'b']
  const open = (env: Readonly<Record<string, string>>, of = root) => openOwnFolder(purpose, {root: of, below, env})

  test(`is below ${variable}, else where the system keeps it, and is made with no right for others`, () => {
    const [given, home] = [emptyFolder(), emptyFolder()]
    expect(open({[variable]: given, HOME: home})).toBe(join(given, 'awsup', 'a', 'b'))
    const usual = process.platform === 'darwin' ? mac : linux
    expect(open({HOME: home})).toBe(join(home, ...usual, 'awsup', 'a', 'b'))
    expect(statSync(join(home, ...usual, 'awsup', 'a')).mode & 0o777).toBe(0o700)
  })

  test('is none without a place, by a relative one, or inside the project', () => {
    expect(open({})).toBeUndefined()
    expect(open({[variable]: 'relative', HOME: 'relative'})).toBeUndefined()
    expect(open({[variable]: root, HOME: join(root, 'home')})).toBeUndefined()
  })

  test('is none where others may look into any level of it, or a level is a link', () => {
    const [shared, linked] = [emptyFolder(), emptyFolder()]
    mkdirSync(join(shared, 'awsup', 'a'), {recursive: true, mode: 0o700})
    chmodSync(join(shared, 'awsup', 'a'), 0o755)
    expect(open({[variable]: shared})).toBeUndefined()
    mkdirSync(join(linked, 'awsup'), {mode: 0o700})
    symlinkSync(emptyFolder(), join(linked, 'awsup', 'a'))
    expect(open({[variable]: linked})).toBeUndefined()
  })
})
