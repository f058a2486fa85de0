import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'

const home = path.resolve(import.meta.dirname, '..', '..')
const SOURCES = ['package.json', 'src/lib/outputs/formats', 'src/lib/access/forms', 'src/lib/resources', 'src/commands']
/** What test/house/architecture.test.ts refuses. */
const OPEN = ['TO', 'WRITE:'].join(' ')

const root = mkdtempSync(path.join(tmpdir(), 'awsup-new-'))
for (const source of SOURCES) cpSync(path.join(home, source), path.join(root, source), {recursive: true})
afterAll(() => {
  rmSync(root, {recursive: true, force: true})
})

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map(({name, parentPath}) => path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/'))
    .sort()

/** Runs the generator in the copy, and answers which files are new in it. */
function make(...args: readonly string[]) {
  const before = new Set(filesIn(root))
  const script = path.join(home, 'scripts', 'new.mjs')
  const {status, stdout, stderr} = spawnSync(process.execPath, [script, '--root', root, ...args], {encoding: 'utf8'})
  return {status, stdout, stderr, made: filesIn(root).filter((file) => !before.has(file))}
}

const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')

const isIn = (folder: string, file: string): boolean => existsSync(path.join(folder, file))

const importsOf = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/from '(\.[^']+)\.js'/g)].map(([, name = '']) =>
    path.posix.join(path.posix.dirname(file), `${name}.ts`),
  )

describe('npm run new makes the files of one thing, and says what comes next', () => {
  // Names that nobody adds: what the pages add as an example may exist one day.
  test.each([
    ['format example', ['src/lib/outputs/formats/example.ts', 'test/lib/outputs/formats/example.test.ts']],
    ['format two-words', ['src/lib/outputs/formats/two-words.ts', 'test/lib/outputs/formats/two-words.test.ts']],
    [
      'form example',
      [
        'src/lib/access/forms/example/form.ts',
        'src/lib/access/forms/example/rule.ts',
        'src/lib/access/forms/example/trial.ts',
        'test/lib/access/cases/example.yaml',
      ],
    ],
    ['kind iam/two-words', ['src/lib/resources/iam/two-words.ts', 'test/lib/resources/iam/two-words.test.ts']],
    ['kind iam/example/nested', ['src/lib/resources/iam/example/nested.ts', 'test/lib/resources/iam/nested.test.ts']],
    ['kind example/other', ['src/lib/resources/example/other.ts', 'test/lib/resources/example/other.test.ts']],
    ['command org example', ['src/commands/org/example.ts', 'test/commands/org/example.test.ts']],
    ['command setup two-words', ['src/commands/setup/two-words.ts', 'test/commands/setup/two-words.test.ts']],
    [
      'command auth client example',
      ['src/commands/auth/client/example.ts', 'test/commands/auth/client-example.test.ts'],
    ],
  ])('%s', (line, files) => {
    const [sort = '', ...name] = line.split(' ')
    const {status, stdout, stderr, made} = make(sort, ...name)
    expect({status, stderr, made}).toEqual({status: 0, stderr: '', made: files})
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(5)
    expect(lines).toContain(`Every step: docs/contributing/${sort}.md`)
    const named =
      lines
        .at(-2)
        ?.split(' ')
        .filter((word) => word.startsWith('test/')) ?? []
    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((file) => !isIn(root, file) && !isIn(home, file))).toEqual([])
    // The page has the same list of tests.
    const others = named.filter((file) => !files.includes(file))
    const page = readFileSync(path.join(home, 'docs', 'contributing', `${sort}.md`), 'utf8')
    expect(page.replaceAll(/\s+/g, ' ')).toContain(`${others.join(' ')}\``)
    // No file may pass as finished: each says what is still to be written.
    for (const file of made) expect(textOf(file)).toContain(OPEN)
    const imported = made.flatMap(importsOf)
    expect(imported.filter((file) => !isIn(root, file) && !isIn(home, file))).toEqual([])
    expect(make(sort, ...name)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('already') as string,
      made: [],
    })
  })
})

describe('it refuses, and writes nothing', () => {
  test.each([
    ['nothing', [], 'npm run new format|form|kind|command <name>'],
    ['an unknown sort', ['fromat', 'properties'], '"fromat" is nothing that can be added'],
    ['a word that every object has', ['constructor', 'x'], '"constructor" is nothing that can be added'],
    ['an unknown option', ['format', 'properties', '--force'], "Unknown option '--force'"],
    ['no name', ['format'], 'The name is missing'],
    ['no name of a command', ['command'], 'The name is missing'],
    ['two names', ['form', 'sqs', 'sns'], '"sqs sns" is more than one name'],
    ['capitals', ['format', 'Properties'], '"Properties" cannot be the name of a format'],
    ['a path', ['format', '../../evil'], '"../../evil" cannot be the name'],
    ['two hyphens', ['form', 'a--b'], '"a--b" cannot be the name'],
    ['a name too long', ['form', 'a'.repeat(41)], 'it must be 2–40 lower-case letters'],
    ['a quote', ['form', "a'b"], 'cannot be the name'],
    [
      'a word of JavaScript',
      ['format', 'default'],
      '"default" cannot be the name of a format: it is a word of JavaScript',
    ],
    ['a format that exists', ['format', 'dotenv'], 'src/lib/outputs/formats/dotenv.ts already exists'],
    ['a file that all formats share', ['format', 'registry'], 'src/lib/outputs/formats/registry.ts already exists'],
    ['a form that exists', ['form', 'lambda'], 'src/lib/access/forms/lambda already exists'],
    ['a kind without a service', ['kind', 'alias'], '"alias" is not a service and a kind'],
    ['a kind with too much', ['kind', 'iam/a/b/c'], '"iam/a/b/c" is not a service and a kind'],
    ['a kind in no service', ['kind', '/alias'], '"" cannot be the name of a service'],
    [
      'a kind of the same name in another file',
      ['kind', 'iam/iam-group'],
      'src/lib/resources/iam/group.ts is already the kind "iam-group"',
    ],
    ['a command that exists', ['command', 'org', 'show'], 'src/commands/org/show.ts already exists'],
    ['a command on a shelf', ['command', 'plan'], 'src/commands/changes/plan.ts already exists'],
    [
      'a command on a shelf, with its shelf',
      ['command', 'changes', 'plan'],
      'src/commands/changes/plan.ts already exists',
    ],
    ['a command on no shelf', ['command', 'example'], 'Write: npm run new command changes|sessions|setup <name>'],
    ['two words on a shelf', ['command', 'setup', 'two', 'words'], 'src/commands/setup holds commands of one word'],
    ['a topic', ['command', 'org'], '"org" is a topic'],
    ['a command below a command', ['command', 'plan', 'check'], '"plan" is a command, so it cannot hold "check"'],
    ['four words', ['command', 'auth', 'client', 'name', 'show'], 'has more than three words'],
    ['a flag as a command', ['command', 'org', '--', '--id'], '"--id" cannot be the name of a command'],
  ])('%s', (_title, args, message) => {
    const {status, stdout, stderr, made} = make(...args)
    expect({status, stdout, made}).toEqual({status: 2, stdout: '', made: []})
    expect(stderr).toContain(message)
    expect(stderr).toContain('Nothing was written.')
  })

  test('where only the test exists', () => {
    cpSync(
      path.join(home, 'test/lib/outputs/formats/json.test.ts'),
      path.join(root, 'test/lib/outputs/formats/yaml.test.ts'),
    )
    expect(make('format', 'yaml')).toMatchObject({status: 2, made: []})
    expect(filesIn(root)).not.toContain('src/lib/outputs/formats/yaml.ts')
  })

  test.each(['{"name": "other"}', undefined])('a folder that is not a checkout of awsup: %s', (text) => {
    const folder = mkdtempSync(path.join(root, 'other-'))
    if (text !== undefined) writeFileSync(path.join(folder, 'package.json'), text)
    const {status, stderr, made} = make('--root', folder, 'format', 'xml')
    expect({status, stderr, made}).toEqual({
      status: 2,
      stderr: `${folder} is not a checkout of awsup.\nNothing was written.\n`,
      made: [],
    })
  })
})
