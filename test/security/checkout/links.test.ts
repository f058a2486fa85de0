import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

/** Everything below a folder, with its bytes and times. */
const stateOf = (folder: string): readonly unknown[] =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .sort()
    .map((name) => {
      const found = statSync(join(folder, name), {bigint: true})
      return [name, found.mtimeNs, found.isFile() ? readFileSync(join(folder, name), 'base64') : undefined]
    })

/** What reads, what writes and what deletes. */
const ACTS: readonly (readonly string[])[] = [
  ['status'],
  ['plan'],
  ['env', 'current'],
  ['env', 'switch', 'dev'],
  ['env', 'switch', '--undo'],
  ['env', 'list'],
  ['apply', '--yes'],
  ['user', 'create', 'al', '--env', 'dev'],
  ['exec', 'dev', '--', 'true'],
  ['credentials', 'dev'],
  ['refresh'],
  ['unlock', '--confirm', 'x@y'],
  ['sandbox', 'status'],
  ['sandbox', 'reset', '--yes'],
  ['sandbox', 'serve'],
  ['destroy', '--env', 'dev', '--confirm', 'dev'],
  ['whoami'],
]

const FOLDERS = [
  '.awsup',
  '.awsup/journal',
  '.awsup/sandbox',
  '.awsup/sandbox/data',
  '.awsup/sandbox/data/log',
  '.awsup/sandbox/data/tmp',
  '.awsup/sandbox/environments',
  '.awsup/sandbox/journal',
  '.awsup/sandbox/.last',
]

describe('a folder of awsup’s that came with a checkout as a link', () => {
  test.each(FOLDERS)('%s is refused by name, and nothing is read, written or deleted behind it', async (folder) => {
    const project = copy()
    const outside = join(emptyFolder(), 'theirs')
    if (existsSync(join(project, folder))) renameSync(join(project, folder), outside)
    else mkdirSync(outside)
    mkdirSync(dirname(join(project, folder)), {recursive: true})
    symlinkSync(outside, join(project, folder))
    const before = stateOf(outside)
    for (const args of ACTS) {
      const {code, error} = await awsupJson(project, args, {killAfterMs: 60_000})
      expect({args, code, error}).toMatchObject({
        ...{args, code: 5},
        error: {code: 'SYMLINK', message: `${folder} is a symbolic link`},
      })
    }
    expect(stateOf(outside)).toEqual(before)
  })

  test('is refused also where it leads nowhere, and before there is a project', async () => {
    for (const folder of ['.awsup', '.awsup/sandbox', '.awsup/aws']) {
      const project = emptyFolder()
      const outside = emptyFolder()
      mkdirSync(dirname(join(project, folder)), {recursive: true})
      symlinkSync(join(outside, 'new'), join(project, folder))
      const init = ['org', 'init', '--sandbox', '--project', 'acme', '--email', 'aws+{env}@acme.dev', '--yes']
      expect(await awsupJson(project, init)).toMatchObject({code: 5, error: {code: 'SYMLINK'}})
      expect(readdirSync(outside)).toEqual([])
      expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
    }
  })
})

describe('outputs', () => {
  test.each([
    [
      'a file',
      'out.json',
      (project: string, outside: string) => symlinkSync(join(outside, 'x'), join(project, 'out.json')),
    ],
    ['a folder', 'out/x.json', (project: string, outside: string) => symlinkSync(outside, join(project, 'out'))],
    [
      'a folder behind a folder',
      'a/b/x.json',
      (project: string, outside: string) => {
        mkdirSync(join(project, 'a'))
        symlinkSync(outside, join(project, 'a/b'))
      },
    ],
  ])('leave the project through no link: %s', async (_, path, make) => {
    const [project, outside] = [copy(), emptyFolder()]
    const yaml = read(project, 'awsup.yaml')
    write(
      project,
      'awsup.yaml',
      `${yaml.slice(0, yaml.indexOf('outputs:'))}outputs:\n  - { format: json, path: ${path} }\n`,
    )
    write(outside, 'x', 'theirs')
    make(project, outside)
    const before = stateOf(outside)
    expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({code: 5, error: {code: 'OUTSIDE'}})
    expect(stateOf(outside)).toEqual(before)
  })

  test('and what is on record of them is written through none', async () => {
    const [project, outside] = [copy(), emptyFolder()]
    write(outside, 'current.json', 'theirs')
    symlinkSync(join(outside, 'current.json'), join(project, '.awsup/current.json'))
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(5)
    expect(read(outside, 'current.json')).toBe('theirs')
  })
})

test('a project that is itself reached by a link works', async () => {
  const project = copy()
  const link = join(emptyFolder(), 'link')
  symlinkSync(project, link)
  expect((await awsup(link, ['status'])).code).toBe(0)
  expect((await awsup(emptyFolder(), ['status', '-C', link])).code).toBe(0)
  const moved = emptyFolder()
  cpSync(project, moved, {recursive: true})
  rmSync(link)
  expect((await awsup(moved, ['status'])).code).toBe(0)
})
