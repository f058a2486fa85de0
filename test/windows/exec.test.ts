import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type Machine, startOf} from '../../src/lib/operations/exec/windows.js'

const SYSTEM = String.raw`C:\Windows\System32\cmd.exe`

/** A machine with Windows, with these files. Its variables have the names that Windows gives them. */
function windows(files: readonly string[], env: Readonly<Record<string, string>> = {}): Machine {
  const known = new Set(files.map((file) => file.toLowerCase()))
  return {
    platform: 'win32',
    env: {Path: String.raw`C:\Windows\System32;"C:\Program Files\nodejs";D:\tools`, ComSpec: SYSTEM, ...env},
    exists: (file) => known.has(file.toLowerCase()),
  }
}

const NPM = String.raw`C:\Program Files\nodejs\npm.cmd`

describe('a program', () => {
  test('elsewhere is started as it is named', () => {
    const machine: Machine = {platform: 'linux', env: {PATH: '/usr/bin'}, exists: () => true}
    expect(startOf('npm', ['run', 'a b'], machine)).toEqual({file: 'npm', args: ['run', 'a b'], verbatim: false})
  })

  test('on Windows is found by its ending in a folder of the path, whatever the variable is called', () => {
    const aws = String.raw`D:\tools\aws.exe`
    const machine = windows([aws])
    expect(startOf('aws', ['s3', 'ls'], machine)).toEqual({file: aws, args: ['s3', 'ls'], verbatim: false})
  })

  test('on Windows that is in the working folder alone, which may be a checkout, is not the one that is run', () => {
    expect(startOf('aws', [], windows(['aws.exe', 'aws.cmd', String.raw`.\aws.cmd`])).file).toBe('aws')
  })

  test('on Windows that is a batch file is run by cmd.exe, and by no name that a checkout could take', () => {
    const {file, args, verbatim} = startOf('npm', ['run', 'dev'], windows([NPM]))
    expect({file, verbatim, flags: args.slice(0, 3)}).toEqual({file: SYSTEM, verbatim: true, flags: ['/d', '/s', '/c']})
    expect(args[3]).toBe(String.raw`"C:\Program^ Files\nodejs\npm.cmd ^"run^" ^"dev^""`)
  })

  test('on Windows that is named by its path may be a batch file too', () => {
    const file = String.raw`tools\deploy.bat`
    expect(startOf(file, [], windows([file])).file).toBe(SYSTEM)
    expect(startOf(String.raw`tools\deploy`, [], windows([file])).file).toBe(SYSTEM)
  })

  test.each(['a\nb', 'a\rb', 'a\0b'])(
    'on Windows that is a batch file cannot be given %j, and is not started',
    (word) => {
      expect(() => startOf('npm', [word], windows([NPM]))).toThrow(expect.objectContaining({exitCode: 2}))
    },
  )
})

describe('the words of a batch file', () => {
  const word = fc
    .oneof(
      fc.string({unit: 'grapheme'}),
      fc.string({unit: fc.constantFrom(...Array.from(' "\\^&|<>()%!;,*?[]`\'=ab'))}),
    )
    .filter((text) => !/[\r\n\0]/.test(text))

  test.each([
    ['a batch file', NPM, 1],
    ['a shim of npm, which hands them on to another', String.raw`D:\app\node_modules\.bin\vite.cmd`, 2],
  ])('of %s come through cmd.exe as they were typed, and nothing in them is obeyed', (_title, file, times) => {
    fc.assert(
      fc.property(fc.array(word, {maxLength: 5}), (words) => {
        const line = startOf(file, words, windows([file])).args[3] ?? ''
        let text = line.slice(1, -1)
        // cmd.exe takes off the outer quotes (/s), then a caret before what it would obey.
        const [start = ''] = /^(?:\^[^]|[^ ^])+/.exec(text) ?? []
        text = text.slice(start.length)
        for (let time = 0; time < times; time += 1) {
          expect(text.replaceAll(/\^[^]/g, '')).not.toMatch(/["&|<>()%!^]/)
          text = text.replaceAll(/\^([^])/g, '$1')
        }
        expect(argvOf(text)).toEqual(words)
      }),
      {numRuns: 2000},
    )
  })
})

/** How programs of Windows take a command line apart ("Parsing C++ command-line arguments", Microsoft Learn). */
function argvOf(line: string): readonly string[] {
  const found: string[] = []
  let word: string | undefined
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const [slashes = ''] = /^\\*/.exec(line.slice(at)) ?? []
    const next = line[at + slashes.length]
    if (slashes !== '' && next === '"') {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2))
      at += slashes.length
      if (slashes.length % 2 === 1) word += '"'
      else isQuoted = !isQuoted
    } else if (slashes !== '') {
      word = (word ?? '') + slashes
      at += slashes.length - 1
    } else if (line[at] === '"') {
      word ??= ''
      isQuoted = !isQuoted
    } else if (line[at] === ' ' && !isQuoted) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else word = (word ?? '') + (line[at] ?? '')
  }
  return word === undefined ? found : [...found, word]
}
