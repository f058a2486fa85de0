import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {lookAt, makeOutputs} from '../../../src/lib/outputs/outputs.js'
import {recoverSwitch as recover} from '../../../src/lib/outputs/switch/recover.js'
import {writeOutputs} from '../../../src/lib/outputs/switch/write.js'
import {makeSealer} from '../../../src/lib/records/journal/seal.js'
import {DEV, PROD, TOLD} from './samples.js'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'awsup-outputs-'))
})
afterEach(() => rmSync(root, {recursive: true, force: true}))

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), {recursive: true})
  writeFileSync(join(root, path), text)
}
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const file = (path: string, text: string) => ({path, content: Buffer.from(text)})
/** Everything below the project but awsup's own folder. */
const tree = (): readonly string[] =>
  readdirSync(root, {recursive: true, encoding: 'utf8'})
    .filter((path) => !path.startsWith('.awsup'))
    .sort()
const JOURNAL = '.awsup/journal/switch.json'
/** As a project does whose awsup.yaml names these outputs. */
const recoverSwitch = (at: string) => recover({root: at, named: ['a.json', 'b.json', 'c.json', 'a', 'package.json']})
/** A journal as this machine writes it. */
const sealed = (journal: object): string => JSON.stringify(makeSealer(root).seal('switch', {root, ...journal}))

describe('all or none', () => {
  test('files are written, folders made, nothing left over', () => {
    put('.env', 'OLD=1\n')
    const written = writeOutputs(root, [file('src/deep/a.json', '{}'), file('.env', 'NEW=1\n')])

    expect(written).toEqual([
      {path: 'src/deep/a.json', changed: true},
      {path: '.env', changed: true},
    ])
    expect([textOf('src/deep/a.json'), textOf('.env')]).toEqual(['{}', 'NEW=1\n'])
    expect(tree()).toEqual(['.env', 'src', 'src/deep', 'src/deep/a.json'])
    expect(existsSync(join(root, JOURNAL))).toBe(false)
  })

  test('where the second one cannot be, the first stays as it was', () => {
    put('a.json', 'old')
    mkdirSync(join(root, 'b.json'))
    expect(() => writeOutputs(root, [file('a.json', 'new'), file('b.json', 'new')])).toThrow('b.json is a folder')
    expect(textOf('a.json')).toBe('old')
    expect(tree()).toEqual(['a.json', 'b.json'])
  })

  test('where the second replacement fails, the first is put back as it was, down to its inode', () => {
    put('first.json', 'old')
    utimesSync(join(root, 'first.json'), 1000, 1000)
    const {ino} = statSync(join(root, 'first.json'))
    // The third needs a folder where the second is to be: no system renames a file over a folder.
    const files = ['first.json', 'second', 'second/third.json'].map((path) => file(path, 'new'))

    expect(() => writeOutputs(root, files)).toThrow(
      expect.objectContaining({code: 'NOT_WRITABLE', exitCode: 5}) as Error,
    )
    expect(textOf('first.json')).toBe('old')
    expect(statSync(join(root, 'first.json'))).toMatchObject({ino, mtimeMs: 1_000_000})
    expect(tree()).toEqual(['first.json', 'second'])
    expect(existsSync(join(root, JOURNAL))).toBe(false)
  })

  test('where a new file was in place already, it is taken away again', () => {
    const files = ['first.json', 'second', 'second/third.json'].map((path) => file(path, 'new'))
    expect(() => writeOutputs(root, files)).toThrow('the outputs cannot be written')
    expect(tree()).toEqual(['second'])
  })

  test('where a file lies in the way of a folder, nothing is written', () => {
    put('src', 'a file')
    expect(() => writeOutputs(root, [file('a.json', 'new'), file('src/b.json', 'new')])).toThrow(
      'src/b.json lies below a file',
    )
    expect(tree()).toEqual(['src'])
  })

  test('a file that is right already is not touched', () => {
    put('a.json', 'same')
    utimesSync(join(root, 'a.json'), 1000, 1000)
    const {ino} = statSync(join(root, 'a.json'))

    expect(writeOutputs(root, [file('a.json', 'same')])).toEqual([{path: 'a.json', changed: false}])
    expect(statSync(join(root, 'a.json'))).toMatchObject({mtimeMs: 1_000_000, ino})
    expect(existsSync(join(root, '.awsup'))).toBe(false)
  })

  test('permissions stay', () => {
    put('a.sh', 'old')
    chmodSync(join(root, 'a.sh'), 0o640)
    writeOutputs(root, [file('a.sh', 'new')])
    expect(statSync(join(root, 'a.sh')).mode & 0o777).toBe(0o640)
  })
})

describe('nothing is written outside of the project', () => {
  test.each(['../x.json', 'src/../../x.json', '/tmp/x.json'])('%s', (path) => {
    expect(() => writeOutputs(root, [file(path, 'x')])).toThrow('leads out of the project')
  })

  test('through a symbolic link to a file, a folder, or nothing', () => {
    const outside = mkdtempSync(join(tmpdir(), 'awsup-outside-'))
    try {
      writeFileSync(join(outside, 'x.json'), 'theirs')
      symlinkSync(join(outside, 'x.json'), join(root, 'file.json'))
      symlinkSync(outside, join(root, 'folder'))
      symlinkSync(join(outside, 'none.json'), join(root, 'dangling.json'))

      expect(() => writeOutputs(root, [file('file.json', 'x')])).toThrow('file.json leads out of the project')
      expect(() => writeOutputs(root, [file('folder/new.json', 'x')])).toThrow(
        'folder/new.json leads out of the project',
      )
      expect(() => writeOutputs(root, [file('dangling.json', 'x')])).toThrow(
        'dangling.json is a symbolic link to nothing',
      )
      expect(readdirSync(outside)).toEqual(['x.json'])
      expect(readFileSync(join(outside, 'x.json'), 'utf8')).toBe('theirs')
    } finally {
      rmSync(outside, {recursive: true})
    }
  })

  test('a symbolic link that stays inside is followed and stays a link', () => {
    put('config/real.json', 'old')
    symlinkSync('config/real.json', join(root, 'link.json'))
    writeOutputs(root, [file('link.json', 'new')])
    expect(textOf('config/real.json')).toBe('new')
    expect(tree()).toEqual(['config', 'config/real.json', 'link.json'])
  })
})

describe('an interrupted switch', () => {
  const beside = (name: string, end: 'new' | 'old'): string => `.${name}.awsup-0123456789ab.${end}`
  const journal = (changes: object): void =>
    put(JOURNAL, sealed({version: 1, direction: 'finish', pid: process.pid, files: [], ...changes}))
  const entry = (name: string, isNew = false) => ({
    target: name,
    temporary: beside(name, 'new'),
    ...(isNew ? {} : {backup: beside(name, 'old')}),
  })

  test('is finished by the next one: every file new', () => {
    put('a.json', 'new')
    put(beside('a.json', 'old'), 'old')
    put('b.json', 'old')
    put(beside('b.json', 'old'), 'old')
    put(beside('b.json', 'new'), 'new')
    journal({files: [entry('a.json'), entry('b.json')]})

    expect(recoverSwitch(root)).toBe('finished')
    expect([textOf('a.json'), textOf('b.json')]).toEqual(['new', 'new'])
    expect(tree()).toEqual(['a.json', 'b.json'])
    expect(recoverSwitch(root)).toBe('nothing')
  })

  test('is undone where it was on its way back: every file old, new ones gone', () => {
    put('a.json', 'new')
    put(beside('a.json', 'old'), 'old')
    put('b.json', 'new')
    put('c.json', 'old')
    put(beside('c.json', 'new'), 'new')
    journal({direction: 'undo', files: [entry('a.json'), entry('b.json', true), entry('c.json')]})

    expect(recoverSwitch(root)).toBe('undone')
    expect([textOf('a.json'), textOf('c.json')]).toEqual(['old', 'old'])
    expect(tree()).toEqual(['a.json', 'c.json'])
  })

  test.each(['prepare', 'lost'])('that had replaced nothing leaves nothing: %s', (direction) => {
    put('a.json', 'old')
    if (direction === 'prepare') {
      put(beside('a.json', 'new'), 'half of it')
      journal({direction, files: [entry('a.json')]})
    } else put(JOURNAL, '')

    expect(recoverSwitch(root)).toBe('undone')
    expect(textOf('a.json')).toBe('old')
    expect(tree()).toEqual(['a.json'])
    expect(recoverSwitch(root)).toBe('nothing')
  })

  test('of a process that is still at it is left alone', () => {
    put('a.json', 'old')
    journal({pid: process.ppid, files: [entry('a.json')]})
    expect(() => recoverSwitch(root)).toThrow(`another awsup env switch is under way (process ${process.ppid})`)
    expect(() => writeOutputs(root, [file('a.json', 'new')])).toThrow('another awsup env switch is under way')
    expect(textOf('a.json')).toBe('old')
    expect(tree()).toEqual(['a.json'])
  })

  test.each([
    ['{"version":1', 'cut'],
    ['{"version":2,"direction":"finish","pid":1,"files":[]}', 'of another version'],
    [
      '{"version":1,"direction":"finish","pid":1,"files":[{"target":"../x","temporary":"../.x.awsup-0123456789ab.new"}]}',
      'that leads out',
    ],
    [
      '{"version":1,"direction":"undo","pid":1,"files":[{"target":"a","temporary":"package.json"}]}',
      'that names files of others',
    ],
  ])('journal that cannot be is refused, not guessed at: %s (%s)', (text) => {
    put('package.json', 'theirs')
    put(JOURNAL, text.endsWith('}') ? sealed(JSON.parse(text) as object) : text)
    expect(() => recoverSwitch(root)).toThrow('.awsup/journal/switch.json is damaged')
    expect(textOf('package.json')).toBe('theirs')
  })
})

describe('from the manifest’s outputs to files', () => {
  const outputs = [
    {format: 'amplify', path: 'src/amplify_outputs.json', version: undefined},
    {format: 'dotenv', path: '.env.local', prefix: 'VITE_', expands: true},
  ] as const
  const switchTo = (ids: typeof DEV): readonly string[] => {
    writeOutputs(root, makeOutputs({seen: lookAt(root, outputs), told: TOLD, ids}))
    return outputs.map(({path}) => textOf(path))
  }

  test('dev, prod, dev gives the first bytes again', () => {
    put('.env.local', 'MINE=1\r\n')
    const first = switchTo(DEV)
    const second = switchTo(PROD)
    expect(second).not.toEqual(first)
    expect(switchTo(DEV)).toEqual(first)
  })

  test('a damaged file stops the switch before anything is written', () => {
    put('.env.local', '# >>> awsup\n')
    expect(() => switchTo(DEV)).toThrow('.env.local line 1')
    expect(tree()).toEqual(['.env.local'])
  })
})
