import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {BINARY, emptyFolder, makeTemplate} from '../../_helpers/cli.js'

let project: string
beforeAll(async () => {
  project = (await makeTemplate())()
})

interface Asked {
  readonly env?: NodeJS.ProcessEnv
  readonly command?: readonly string[]
  readonly bin?: string
  readonly node?: string
  /** Of Node. */
  readonly args?: readonly string[]
}

const CURRENT = ['env', 'list', '--sandbox']

/** What a run printed and how it ended, in surroundings with this cache. */
function run(
  cache: string,
  {env = {}, command = CURRENT, bin = BINARY, node = process.execPath, args = []}: Asked = {},
) {
  const {status, signal, stdout, stderr} = spawnSync(node, [...args, bin, ...command], {
    cwd: project,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'] ?? '', NO_COLOR: '1', XDG_CACHE_HOME: cache, ...env},
    input: '',
    timeout: 60_000,
  })
  return {status, signal, stdout, stderr}
}

/** Compiled code of the command: what parses awsup.yaml, and what it came to, are files of their own. */
const filesIn = (cache: string): readonly string[] =>
  existsSync(join(cache, 'awsup'))
    ? readdirSync(join(cache, 'awsup'))
        .filter((name) => name.includes('.code') && !name.startsWith('parse-'))
        .map((name) => join(cache, 'awsup', name))
    : []

/** The one file that is kept. */
function keptIn(cache: string): string {
  const [file, ...others] = filesIn(cache)
  if (file === undefined || others.length > 0) throw new Error(`not one file in ${cache}: ${filesIn(cache).join(', ')}`)
  return file
}

/** A cache that a run has filled, and what that run came to. */
function fill(command = CURRENT): {cache: string; file: string; good: ReturnType<typeof run>} {
  const cache = emptyFolder()
  const good = run(cache, {command})
  expect(good).toMatchObject({status: 0, stderr: ''})
  return {cache, file: keptIn(cache), good}
}

const identityOf = (file: string) => {
  const {ino, mtimeMs, size} = lstatSync(file)
  return {ino, mtimeMs, size}
}

const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file)
  const index = Math.floor(at * (bytes.length - 1))
  bytes.writeUInt8((bytes[index] ?? 0) ^ 0x10, index)
  writeFileSync(file, bytes)
}

/** By what is wrong with the file. */
const BROKEN: Readonly<Record<string, (file: string) => void>> = {
  ...Object.fromEntries(
    [0, 0.001, 0.003, 0.01, 0.1, 0.3, 0.49, 0.5, 0.51, 0.7, 0.9, 1].map((at) => [
      `a flipped bit at ${at}`,
      (file: string) => flip(file, at),
    ]),
  ),
  empty: (file) => truncateSync(file, 0),
  'cut in its head': (file) => truncateSync(file, 20),
  'cut in its middle': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  'cut by a byte': (file) => truncateSync(file, statSync(file).size - 1),
  'longer by eight bytes': (file) => writeFileSync(file, Buffer.alloc(8), {flag: 'a'}),
  'all zeros': (file) => writeFileSync(file, Buffer.alloc(statSync(file).size)),
  'zeros at its end': (file) => {
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0, Math.floor(bytes.length / 2)))
  },
  'of another version of Node': (file) => {
    const bytes = readFileSync(file)
    bytes.write(bytes.toString('latin1', 0, 80).replace(/node v\d/, 'node v9'), 'latin1')
    writeFileSync(file, bytes)
  },
}

describe('a file that is no use', () => {
  test.each(Object.keys(BROKEN))('%s: the command does the same, and writes it anew', (what) => {
    const {cache, file, good} = fill()
    const whole = readFileSync(file).length
    BROKEN[what]?.(file)
    const broken = identityOf(file)
    expect(run(cache)).toEqual(good)
    expect(identityOf(keptIn(cache)).ino).not.toBe(broken.ino)
    expect(Math.abs(statSync(file).size - whole)).toBeLessThan(whole / 10)
  })

  test('a larger one, of a command that loads much, with a flipped bit', () => {
    const command = ['plan', '--sandbox']
    const {cache, file, good} = fill(command)
    expect(statSync(file).size).toBeGreaterThan(2_000_000)
    for (const at of [0.01, 0.2, 0.6, 0.95, 1]) {
      flip(file, at)
      const broken = identityOf(file)
      expect(run(cache, {command})).toEqual(good)
      expect(identityOf(keptIn(cache)).ino).not.toBe(broken.ino)
    }
  })

  test('compiled under flags that V8 was told later: V8 refuses it, and the command does the same', () => {
    const [cache, folder] = [emptyFolder(), emptyFolder()]
    const script = join(folder, 'flags.cjs')
    writeFileSync(script, `if (process.env.STRANGE) require('node:v8').setFlagsFromString('--no-opt')`)
    const args = ['--require', script]
    const good = run(cache, {args})
    const before = identityOf(keptIn(cache))
    expect(run(cache, {args, env: {STRANGE: '1'}})).toEqual(good)
    expect(identityOf(keptIn(cache)).ino).not.toBe(before.ino)
  })
})

/** A package of its own that says `mine`, and compiled code of the same length that says `EVIL`, which V8 takes for it. */
function makeEvil(): {bin: string; evil: Buffer} {
  const root = emptyFolder()
  cpSync(dirname(BINARY), join(root, 'bin'), {recursive: true})
  mkdirSync(join(root, 'dist', 'commands', 'env'), {recursive: true})
  writeFileSync(join(root, 'dist', 'commands', 'env', 'list.js'), '')
  writeFileSync(join(root, 'dist', 'package.json'), '{"type":"commonjs","build":"0"}')
  const bin = join(root, 'bin', 'run.js')
  const say = (word: string) =>
    writeFileSync(join(root, 'dist', 'quick.cjs'), `console.log(${JSON.stringify(word)})${' '.repeat(40)}`)
  const cache = emptyFolder()
  say('EVIL')
  run(cache, {bin})
  const evil = readFileSync(keptIn(cache))
  say('mine')
  return {bin, evil}
}

/** By whose the file may be: puts `evil` where awsup looks. */
const STRANGE: Readonly<Record<string, (file: string, evil: Buffer) => void>> = {
  'that others may write to': (file) => chmodSync(file, 0o622),
  'that others may read': (file) => chmodSync(file, 0o644),
  'that the group may write to': (file) => chmodSync(file, 0o620),
  'that is a link': (file, evil) => {
    const elsewhere = join(emptyFolder(), 'evil')
    writeFileSync(elsewhere, evil, {mode: 0o600})
    rmSync(file)
    symlinkSync(elsewhere, file)
  },
  'in a folder that others may write to': (file) => chmodSync(dirname(file), 0o777),
  'in a folder that others may look into': (file) => chmodSync(dirname(file), 0o755),
  'in a folder that is a link': (file) => {
    const folder = dirname(file)
    const elsewhere = join(emptyFolder(), 'awsup')
    renameSync(folder, elsewhere)
    symlinkSync(elsewhere, folder)
  },
  'in a folder of a folder that others may write to': (file) => chmodSync(dirname(dirname(file)), 0o777),
  ...(process.getuid?.() === 0
    ? {
        'of another user': (file: string) => execFileSync('chown', ['65534', file]),
        'in a folder of another user': (file: string) => execFileSync('chown', ['65534', dirname(file)]),
      }
    : {}),
}

describe('code that somebody else may have put there', () => {
  test('is what runs where it is the user’s own: else the tests below test nothing', () => {
    const {bin, evil} = makeEvil()
    const cache = emptyFolder()
    run(cache, {bin})
    writeFileSync(keptIn(cache), evil)
    expect(run(cache, {bin}).stdout).toBe('EVIL\n')
  })

  test.each(Object.keys(STRANGE))('a file %s is not run', (what) => {
    const {bin, evil} = makeEvil()
    const cache = emptyFolder()
    expect(run(cache, {bin}).stdout).toBe('mine\n')
    const file = keptIn(cache)
    writeFileSync(file, evil)
    STRANGE[what]?.(file, evil)
    expect(run(cache, {bin})).toMatchObject({status: 0, stdout: 'mine\n', stderr: ''})
  })

  test('a link in its place is replaced, and what it names stays', () => {
    const {cache, file, good} = fill()
    const elsewhere = join(emptyFolder(), 'letter')
    writeFileSync(elsewhere, 'dear user')
    rmSync(file)
    symlinkSync(elsewhere, file)
    expect(run(cache)).toEqual(good)
    expect(readFileSync(elsewhere, 'utf8')).toBe('dear user')
    expect(lstatSync(file).isFile()).toBe(true)
  })

  test('code of another build of awsup is not run, though the text is as long', () => {
    const {bin, evil} = makeEvil()
    const cache = emptyFolder()
    run(cache, {bin})
    const file = keptIn(cache)
    writeFileSync(file, evil)
    writeFileSync(join(dirname(bin), '..', 'dist', 'package.json'), '{"type":"commonjs","build":"1"}')
    expect(run(cache, {bin}).stdout).toBe('mine\n')
    // Nor where the file has the name of the new one.
    const [other] = filesIn(cache).filter((path) => path !== file)
    copyFileSync(file, String(other))
    expect(run(cache, {bin}).stdout).toBe('mine\n')
  })
})

describe('a place that is no use', () => {
  const places: Readonly<Record<string, () => NodeJS.ProcessEnv>> = {
    'no home': () => ({XDG_CACHE_HOME: ''}),
    'a home that is a device': () => ({XDG_CACHE_HOME: '', HOME: '/dev/null'}),
    'a home that nothing can be made in': () => ({XDG_CACHE_HOME: '', HOME: '/proc'}),
    'a cache that is a file': () => {
      const base = emptyFolder()
      writeFileSync(join(base, 'awsup'), '')
      return {XDG_CACHE_HOME: base}
    },
  }
  test.each(Object.keys(places))('%s: the command does the same', (what) => {
    const {good} = fill()
    expect(run(emptyFolder(), {env: places[what]?.() ?? {}})).toEqual(good)
  })

  test.each(['folder', 'fifo'])('a %s in the place of the file: the command does the same, and ends', (what) => {
    const {cache, file, good} = fill()
    rmSync(file)
    if (what === 'folder') mkdirSync(file)
    else execFileSync('mkfifo', ['-m', '600', file])
    expect(run(cache)).toEqual(good)
    expect(filesIn(cache)).toHaveLength(1)
  })

  test.skipIf(process.platform === 'win32')('a disk that takes only a part of it: the command does the same', () => {
    const {good} = fill()
    const cache = emptyFolder()
    // The system answers EFBIG in the middle of the file, as it answers ENOSPC on a full disk.
    const line = `trap '' XFSZ; ulimit -f 128; exec "$0" "$@"`
    const cut = run(cache, {node: '/bin/sh', args: ['-c', line, process.execPath]})
    expect(cut).toEqual(good)
    expect(filesIn(cache)).toEqual([])
  })

  test('nothing is kept where Node is told to keep nothing', () => {
    const {good} = fill()
    const cache = emptyFolder()
    expect(run(cache, {env: {NODE_DISABLE_COMPILE_CACHE: '1'}})).toEqual(good)
    expect(filesIn(cache)).toEqual([])
  })
})

describe('what is kept', () => {
  test('is written once, with mode 0600, and is the same for runs that load nothing new', () => {
    const {cache, file, good} = fill()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const before = identityOf(file)
    expect(run(cache)).toEqual(good)
    expect(identityOf(keptIn(cache)).ino).toBe(before.ino)
    // What a refusal needs is added by the first, and then both are there.
    expect(run(cache, {command: [...CURRENT, '--bogus']}).status).toBe(2)
    const both = identityOf(keptIn(cache))
    expect(run(cache)).toEqual(good)
    expect(run(cache, {command: [...CURRENT, '--bogus']}).status).toBe(2)
    expect(identityOf(keptIn(cache)).ino).toBe(both.ino)
  })

  test('of a run that failed early gives way to that of a run that did its work', () => {
    const cache = emptyFolder()
    expect(run(cache, {command: [...CURRENT, '--bogus']}).status).toBe(2)
    const before = identityOf(keptIn(cache))
    expect(run(cache).status).toBe(0)
    const whole = identityOf(keptIn(cache))
    expect(whole.ino).not.toBe(before.ino)
    run(cache)
    expect(identityOf(keptIn(cache))).toEqual(whole)
  })

  test('is one whole file, however many processes start at once', async () => {
    const {good} = fill()
    const cache = emptyFolder()
    const env = {PATH: process.env['PATH'] ?? '', NO_COLOR: '1', XDG_CACHE_HOME: cache}
    const codes = Array.from({length: 6}, () => {
      const child = spawn(process.execPath, [BINARY, ...CURRENT], {cwd: project, env, stdio: 'ignore'})
      return new Promise((resolve) => child.once('close', resolve))
    })
    expect(await Promise.all(codes)).toEqual([0, 0, 0, 0, 0, 0])
    const before = identityOf(keptIn(cache))
    expect(run(cache)).toEqual(good)
    expect(identityOf(keptIn(cache))).toEqual(before)
  })

  test('is another file for other flags of V8, which would refuse it', () => {
    const {cache, good} = fill()
    expect(run(cache, {args: ['--stack-size=900']})).toEqual(good)
    expect(run(cache, {env: {NODE_OPTIONS: '--max-old-space-size=512'}})).toEqual(good)
    expect(filesIn(cache)).toHaveLength(3)
  })

  test('never grows beyond its bound: the oldest files go', () => {
    const {cache, file, good} = fill()
    const old = join(dirname(file), 'old-00000000.code')
    writeFileSync(old, '', {mode: 0o600})
    // Takes no room on the disk.
    truncateSync(old, 256e6)
    execFileSync('touch', ['-d', '2020-01-01', old])
    const other = join(dirname(file), 'machine-key')
    linkSync(old, other)
    rmSync(file)
    expect(run(cache)).toEqual(good)
    expect(existsSync(old)).toBe(false)
    expect(existsSync(other)).toBe(true)
  })
})
