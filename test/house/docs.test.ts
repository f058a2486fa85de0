import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {FORM_NAMES} from '../../src/lib/access/forms/registry.js'
import {catalogOfFolder} from '../../src/cli/parse/catalog.js'
import {readRequest} from '../../src/cli/parse/request.js'
import {commandOf, commands, wrongIn} from './pages/command-lines.js'
import {FORMAT_NAMES} from '../../src/lib/outputs/formats/registry.js'

const root = path.resolve(import.meta.dirname, '..', '..')
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'}).map((file) => path.posix.join(folder, file))

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesBelow('docs'), ...filesBelow('examples')].filter(
  (file) => file.endsWith('.md') && !file.includes('node_modules'),
)

describe('links of the pages', () => {
  const links = pages
    .flatMap((page) =>
      Array.from(withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => ({page, target})),
    )
    .filter(({target}) => !/^[a-z]+:/.test(target))

  test('lead to a file or folder of this repository, and to a heading that it has', () => {
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((link) => !isThere(link)).map(({page, target}) => `${page} → ${target}`)).toEqual([])
  })
})

describe('the README', () => {
  test('is at most 1,200 words', () => {
    expect(textOf('README.md').split(/\s+/).length).toBeLessThanOrEqual(1200)
  })
})

describe('the reference', () => {
  test('is what commands and errors say', () => {
    const script = path.join(root, 'scripts', 'docs', 'reference.mjs')
    expect(spawnSync(process.execPath, [script, '--check'], {encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''})
  })

  test.each(commands)('%s has examples that are this command, with flags that it has', (name) => {
    const examples = commandOf(name)?.examples ?? []
    const lines = examples.map((example) => example.replaceAll('<%= config.bin %>', 'awsup'))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => !` ${line} `.includes(` awsup ${name} `))).toEqual([])
    expect(lines.flatMap(wrongIn)).toEqual([])
  })
})

describe('what can be asked for is told', () => {
  /** The changelog has these in other words: "GraphQL fields, IoT topics". */
  const FIRST_FORMS = ['dynamodb', 's3', 'lambda', 'appsync', 'iot', 'statement']
  const lists =
    textOf('CHANGELOG.md')
      .replaceAll('`awsup ', '`')
      .match(/`[^`]+`(,\s+`[^`]+`)*/g) ?? []
  // A list goes on with whole names, or with the last word alone: `auth show`, `auth diff`; `env list`, `current`.
  const named = new Set(lists.flatMap((list) => [...namesIn(list), ...list.split(/,\s+/).flatMap(namesIn)]))

  test.each([...commands, ...FORMAT_NAMES, ...FORM_NAMES.filter((form) => !FIRST_FORMS.includes(form))])(
    'the changelog names %s',
    (name) => {
      expect(named.has(name), `add a line with \`${name}\` to CHANGELOG.md`).toBe(true)
    },
  )

  test('every key that awsup.yaml can have stands in a page', () => {
    const keys = keysIn(JSON.parse(textOf('schemas/awsup.json')))
    const text = pages
      .filter((page) => page !== 'CHANGELOG.md')
      .map(textOf)
      .join('\n')
    expect(keys.length).toBeGreaterThan(70)
    const missing = keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))
    expect(missing, 'name these keys of awsup.yaml in a page of docs').toEqual([])
  })

  test.each(FORMAT_NAMES)('docs/guide/outputs.md says what a file of the format %s has', (name) => {
    const [, part = ''] = /^## What is in them\n([\s\S]*?)^## /m.exec(textOf('docs/guide/outputs.md')) ?? []
    const advice = `name \`${name}\` in docs/guide/outputs.md, under "What is in them"`
    expect(part.includes(`\`${name}\``), advice).toBe(true)
  })

  test.each(commands)('%s has a summary for its help', (command) => {
    expect(commandOf(command)?.summary ?? '', 'write its summary, in the file of the command').not.toBe('')
  })
})

describe('topics, which are the folders of built commands', () => {
  const topics = filesBelow('dist/commands')
    .filter((file) => statSync(path.join(root, file)).isDirectory())
    .map((folder) => folder.slice('dist/commands/'.length).split('/'))

  test('have a text each, so that help says what their commands share', () => {
    const {oclif} = JSON.parse(textOf('package.json')) as {readonly oclif: {readonly topics: object}}
    const advice = 'package.json, oclif.topics: a text for each folder of commands, and for no other'
    expect(Object.keys(oclif.topics).toSorted(), advice).toEqual(topics.map((words) => words.join(':')).toSorted())
  })

  test.each(topics.map((subject) => ({subject})))('$subject alone is asked for its help', ({subject}) => {
    const built = catalogOfFolder(path.join(root, 'dist', 'commands'))
    for (const argv of [subject, [...subject, '--help']])
      expect(readRequest(argv, built)).toEqual({kind: 'help', subject})
  })
})

/** The names of all properties that a schema describes. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : []
  return [...new Set([...own, ...Object.values(schema).flatMap(keysIn)])]
}

/** Examples in a page are not links of the page. */
function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')
}

function isThere({page, target}: {readonly page: string; readonly target: string}): boolean {
  const [file = '', anchor] = target.split('#')
  const found = file === '' ? page : path.posix.join(path.posix.dirname(page), file)
  if (!existsSync(path.join(root, found))) return false
  return anchor === undefined || headingsOf(textOf(found)).includes(anchor)
}

/** The names under which GitHub makes headings reachable. */
function headingsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** `records push`, `pull` → both commands in full; flags are no part of a name. */
function namesIn(cell: string): readonly string[] {
  const [first = '', ...more] = Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name.replace(/ --.*/, ''))
  return [first, ...more.map((last) => first.replace(/\S+$/, last))]
}
