import {spawnSync} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import {build} from 'vite'
import {describe, expect, test} from 'vitest'
import {createApplication} from '../../../src/lib/operations/init/application/create.js'
import type {TemplateName} from '../../../src/lib/operations/init/application/names.js'
import {awsup, awsupJson, emptyFolder, read} from '../../_helpers/cli.js'

const root = path.resolve(import.meta.dirname, '..', '..', '..')
const AT = {email: 'aws+{env}@acme.dev', region: 'eu-west-1'}
const make = (folder: string, template: TemplateName = 'plain') =>
  createApplication({folder, from: emptyFolder(), template, ...AT})

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort()

test('what is made is what templates/ has: run npm run templates', () => {
  const script = path.join(root, 'scripts', 'generate', 'templates.mjs')
  const {stdout} = spawnSync(process.execPath, [script, '--print'], {encoding: 'utf8'})
  expect(readFileSync(path.join(root, 'src/lib/operations/init/application/templates.json'), 'utf8')).toBe(stdout)
})

test('a new application is applied in the sandbox as it is, its table with it', {timeout: 120_000}, async () => {
  const base = emptyFolder()
  const made = await awsup(base, ['new', 'my-app'])
  expect(made).toMatchObject({code: 0, stderr: ''})
  expect(made.stdout.split('\n').flatMap((line) => /^ {2}([^#]*)/.exec(line)?.[1]?.trim() ?? [])).toEqual([
    'cd my-app',
    'npm install',
    'npm run setup',
    'awsup sandbox serve',
    'npm run dev',
  ])
  const folder = path.join(base, 'my-app')
  // Each step of `npm run setup`.
  const {scripts} = JSON.parse(read(folder, 'package.json')) as {readonly scripts: {readonly setup: string}}
  for (const step of scripts.setup.split(' && ')) {
    const args = step
      .replace(/^awsup /, '')
      .replace(/^apply$/, 'apply --yes')
      .split(' ')
    expect(await awsup(folder, args)).toMatchObject({code: 0})
  }
  expect(JSON.parse(read(folder, 'public/config.json'))).toMatchObject({
    environment: 'dev',
    target: 'sandbox',
    tables: {items: {name: 'items'}},
  })
  expect((await awsupJson(folder, ['access', 'test', '--env', 'dev'])).code).toBe(0)
})

describe.each(['plain', 'react'] as const)('the template %s', (template) => {
  const folder = path.join(emptyFolder(), 'my-app')
  const {files} = make(folder, template)

  test('has all its files, a .gitignore among them, and no name of a template left in them', () => {
    expect(filesBelow(folder)).toEqual(files)
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'awsup.yaml', 'index.html', 'package.json']))
    const unfilled = files.filter((file) => /__\w+__/.test(read(folder, file)))
    expect(unfilled).toEqual([])
    expect(read(folder, 'awsup.yaml')).toContain('email: aws+{env}@acme.dev #')
    expect(JSON.parse(read(folder, 'package.json'))).toMatchObject({name: 'my-app', private: true})
  })

  test('is asked for nothing of an environment when it is built: config.json is read when the page opens', () => {
    const code = files.filter((file) => file.startsWith('src/')).map((file) => read(folder, file))
    expect(code.join('\n')).not.toMatch(/process\.env|import\.meta\.env\.(?!BASE_URL)/)
    expect(code.join('\n')).toContain("fetch(`${import.meta.env.BASE_URL}config.json`, {cache: 'no-store'})")
  })
})

describe('the front end of the template plain', () => {
  const folder = path.join(emptyFolder(), 'my-app')
  const {files} = make(folder)
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  /** `aws-amplify` passes these on; it is not installed here. */
  const installed = (name: string): string => path.join(root, 'node_modules', '@aws-amplify', name)

  test('has no error of types, by its own settings', () => {
    const file = path.join(folder, 'tsconfig.json')
    const {config} = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as {config: object}
    const {options, fileNames} = ts.parseJsonConfigFileContent(config, ts.sys, folder)
    const paths = {'aws-amplify': [installed('core')], 'aws-amplify/auth': [installed('auth')]}
    const program = ts.createProgram(fileNames, {...options, paths})
    const said = ts.getPreEmitDiagnostics(program)
    expect(said.map(({messageText}) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
    expect(fileNames.length).toBe(files.filter((name) => name.endsWith('.ts')).length)
  })

  test('is built by Vite', {timeout: 120_000}, async () => {
    const alias = [
      {find: /^aws-amplify\/auth$/, replacement: '@aws-amplify/auth'},
      {find: /^aws-amplify$/, replacement: '@aws-amplify/core'},
    ]
    await build({root: folder, logLevel: 'error', resolve: {alias}})
    expect(existsSync(path.join(folder, 'dist', 'index.html'))).toBe(true)
  })
})

describe('what exists is never written over:', () => {
  const places: readonly (readonly [string, string, (folder: string) => void])[] = [
    [
      'a folder with a file in it',
      'is not empty',
      (folder) => {
        mkdirSync(folder)
        writeFileSync(path.join(folder, 'README.md'), 'mine')
      },
    ],
    ['a file', 'exists and is not a folder', (folder) => writeFileSync(folder, 'mine')],
    ['a link to an empty folder', 'is a symbolic link', (folder) => symlinkSync(emptyFolder(), folder)],
    ['a link that leads nowhere', 'is a symbolic link', (folder) => symlinkSync('/nowhere/at-all', folder)],
  ]

  test.each(places)('%s', (_, why, prepare) => {
    const base = emptyFolder()
    const folder = path.join(base, 'my-app')
    prepare(folder)
    const before = filesBelow(base)
    expect(() => make(folder)).toThrow(
      expect.objectContaining({code: 'EXISTS', exitCode: 5, message: expect.stringContaining(why) as string}) as Error,
    )
    expect(filesBelow(base)).toEqual(before)
  })

  test('a folder below a file is refused, and nothing is left', () => {
    const base = emptyFolder()
    writeFileSync(path.join(base, 'notes'), 'mine')
    expect(() => make(path.join(base, 'notes', 'my-app'))).toThrow(
      expect.objectContaining({code: 'NOT_WRITABLE', exitCode: 5}) as Error,
    )
    expect(readdirSync(base)).toEqual(['notes'])
  })

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to is refused', () => {
    const base = emptyFolder()
    chmodSync(base, 0o500)
    expect(() => make(path.join(base, 'my-app'))).toThrow(expect.objectContaining({code: 'NOT_WRITABLE'}) as Error)
  })

  test('an empty folder, and one that git made, are taken; folders above are made', () => {
    const base = emptyFolder()
    mkdirSync(path.join(base, 'one'))
    mkdirSync(path.join(base, 'two', '.git'), {recursive: true})
    for (const name of ['one', 'two', 'deep/er/three'])
      expect(make(path.join(base, name)).files.length).toBeGreaterThan(10)
  })
})
