import {execFileSync} from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {BINARY, emptyFolder, makeTemplate} from '../../_helpers/cli.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

type Variables = Readonly<Record<string, string>>

interface Asked {
  readonly bin?: string
  readonly cwd?: string
  /** Of Node. */
  readonly args?: readonly string[]
  /** The command that is one file. */
  readonly isQuick?: boolean
}

const runBy = (node: string, env: Variables, {bin = BINARY, cwd, args = [], isQuick = false}: Asked = {}): string =>
  execFileSync(node, [...args, bin, ...(isQuick ? ['env', 'current'] : ['--version'])], {
    cwd,
    encoding: 'utf8',
    env: {PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** The folder below these that compiled code was kept in; `undefined` where there is none. */
function folderNamed(env: Variables, cwd = emptyFolder()): string | undefined {
  runBy(process.execPath, env, {cwd})
  const bases = [cwd, ...Object.values(env)].filter((base) => statSync(base, {throwIfNoEntry: false})?.isDirectory())
  const found = bases.flatMap((base) =>
    readdirSync(base, {recursive: true, encoding: 'utf8'}).map((name) => join(base, name)),
  )
  const [file] = found.filter((path) => path.endsWith('.code'))
  return file === undefined ? undefined : dirname(file)
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe('the folder of compiled code', () => {
  test('is the user’s own, made with 0700, whatever the umask', () => {
    const home = emptyFolder()
    expect(folderNamed({HOME: home})).toBe(join(home, '.cache', 'awsup'))
    expect(modeOf(join(home, '.cache', 'awsup'))).toBe('700')
    const [cache, other] = [emptyFolder(), emptyFolder()]
    expect(folderNamed({HOME: other, XDG_CACHE_HOME: cache})).toBe(join(cache, 'awsup'))
    expect(readdirSync(other)).toEqual([])
    const before = process.umask(0)
    try {
      const open = emptyFolder()
      expect(folderNamed({XDG_CACHE_HOME: open})).toBe(join(open, 'awsup'))
      expect(modeOf(join(open, 'awsup'))).toBe('700')
    } finally {
      process.umask(before)
    }
  })

  test('is none where the one that exists may be somebody else’s', () => {
    const hostile: Readonly<Record<string, (base: string) => void>> = {
      'a link': (base) => symlinkSync(mkdtempSync(join(base, 'own-')), join(base, 'awsup')),
      'a file': (base) => writeFileSync(join(base, 'awsup'), ''),
      'a folder that all may write to': (base) => {
        mkdirSync(join(base, 'awsup'))
        chmodSync(join(base, 'awsup'), 0o777)
      },
      'a folder as a clone brings it': (base) => {
        mkdirSync(join(base, 'awsup'))
        chmodSync(join(base, 'awsup'), 0o755)
      },
      'a folder that lies where all may put another': (base) => chmodSync(base, 0o777),
    }
    for (const [what, make] of Object.entries(hostile)) {
      const base = emptyFolder()
      make(base)
      expect([what, folderNamed({XDG_CACHE_HOME: base})]).toEqual([what, undefined])
    }
  })

  test.runIf(process.getuid?.() === 0)('is none where it belongs to another user', () => {
    const base = emptyFolder()
    mkdirSync(join(base, 'awsup'), {mode: 0o700})
    execFileSync('chown', ['65534', join(base, 'awsup')])
    expect(folderNamed({XDG_CACHE_HOME: base})).toBeUndefined()
  })

  test('is none without a home, with a home that is no path, in a checkout, or where Node was told', () => {
    expect(folderNamed({})).toBeUndefined()
    expect(folderNamed({HOME: '/dev/null'})).toBeUndefined()
    expect(folderNamed({XDG_CACHE_HOME: 'cache', HOME: ''})).toBeUndefined()
    const project = copy()
    expect(folderNamed({HOME: project}, project)).toBeUndefined()
    expect(existsSync(join(project, '.cache'))).toBe(false)
    expect(folderNamed({HOME: emptyFolder(), NODE_COMPILE_CACHE: emptyFolder()})).toBeUndefined()
  })
})

/** A Node that keeps compiled code: this one, or the one that `npm run test:lts` fetched. */
const NODE = [
  ...('enableCompileCache' in process.getBuiltinModule('node:module') ? [process.execPath] : []),
  join(
    import.meta.dirname,
    '..',
    '..',
    '..',
    '.lts',
    'node_modules',
    `node-${process.platform}-${process.arch}`,
    'bin/node',
  ),
].find((path) => existsSync(path))

/** The one file of compiled code of a script: Node names it by the script's path. */
const cachedIn = (folder: string): string => {
  const [found, ...others] = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
  if (found === undefined || others.length > 0) throw new Error(`not one file in ${folder}`)
  return found
}

describe.runIf(NODE !== undefined)('Node itself', () => {
  const node = NODE ?? ''

  test('runs no code that another user put into the shared folder', () => {
    // A package of its own, of which one file matters.
    const root = emptyFolder()
    cpSync(dirname(BINARY), join(root, 'bin'), {recursive: true})
    const script = join(root, 'dist', 'quick.cjs')
    mkdirSync(join(root, 'dist', 'commands', 'env'), {recursive: true})
    writeFileSync(join(root, 'dist', 'commands', 'env', 'current.js'), '')
    const own = `console.log('mine')${' '.repeat(40)}`
    const theirs = `console.log('THEIRS')`.padEnd(own.length)

    // Compiled code of either, for the same path; then theirs says that it is of the other text.
    const [good, bad] = [emptyFolder(), emptyFolder()]
    writeFileSync(script, theirs)
    execFileSync(node, [script], {env: {NODE_COMPILE_CACHE: bad}})
    writeFileSync(script, own)
    execFileSync(node, [script], {env: {NODE_COMPILE_CACHE: good}})
    const [from, to] = [readFileSync(cachedIn(good)), readFileSync(cachedIn(bad))]
    // Header of five 32-bit numbers: magic, length of the text, of the code, checksum of the text, of the code.
    from.copy(to, 12, 12, 16)
    writeFileSync(cachedIn(bad), to)

    // The shared folder, as Node chooses it below TMPDIR.
    const shared = emptyFolder()
    cpSync(bad, join(shared, 'node-compile-cache'), {recursive: true})
    const env = {TMPDIR: shared, HOME: emptyFolder()}
    // What Node does by itself, so that this test tests something.
    const bare = join(root, 'bin', 'bare.js')
    writeFileSync(bare, `require('node:module').enableCompileCache(); require('../dist/quick.cjs')`)
    expect(runBy(node, env, {bin: bare})).toBe('THEIRS\n')
    expect(runBy(node, env, {bin: join(root, 'bin', 'run.js'), isQuick: true})).toBe('mine\n')
  })

  test('keeps what awsup compiles in the user’s own folder, and nothing in the shared one', () => {
    const [shared, home] = [emptyFolder(), emptyFolder()]
    runBy(node, {TMPDIR: shared, HOME: home})
    expect(readdirSync(shared)).toEqual([])
    expect(modeOf(join(home, '.cache', 'awsup'))).toBe('700')
    expect(readdirSync(join(home, '.cache', 'awsup'), {recursive: true})).toHaveLength(1)
  })

  test('keeps it where NODE_COMPILE_CACHE says, if that is set', () => {
    const [named, home] = [emptyFolder(), emptyFolder()]
    runBy(node, {NODE_COMPILE_CACHE: named, HOME: home})
    expect(readdirSync(named)).not.toEqual([])
    expect(readdirSync(home)).toEqual([])
  })
})
