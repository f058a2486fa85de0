import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {dirname, join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {awsup, emptyFolder, makeTemplate, type Run} from '../../_helpers/cli.js'

const template = await makeTemplate()

/** What may lie where a file should be. Each is put at a path where nothing is. */
const KINDS: readonly (readonly [string, (path: string) => unknown])[] = [
  ['a named pipe', (path) => execFileSync('mkfifo', [path])],
  ['a link to a named pipe', linkToPipe],
  ['a link to /dev/zero', (path) => symlinkSync('/dev/zero', path)],
  ['a link to /dev/stdin', (path) => symlinkSync('/dev/stdin', path)],
  ['a folder', (path) => mkdirSync(path)],
  ['a socket', listen],
  ['2 GiB of nothing', makeHuge],
]

function linkToPipe(path: string): void {
  execFileSync('mkfifo', [`${path}.fifo`])
  symlinkSync(`${path}.fifo`, path)
}

function makeHuge(path: string): void {
  writeFileSync(path, '')
  truncateSync(path, 2 ** 31)
}

async function listen(path: string): Promise<void> {
  // A path of a socket is short; a link brings it to where it is wanted.
  const real = join(emptyFolder(), 's')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(real, resolve))
  onTestFinished(() => void server.close())
  symlinkSync(real, path)
}

/** Files of a project, and a command that reads each. */
const FILES: readonly (readonly [path: string, args: readonly string[]])[] = [
  ['awsup.yaml', ['status']],
  ['awsup.yaml', ['env', 'switch', 'dev']],
  ['awsup.yaml', ['org', 'init', '--yes']],
  ['.awsup/sandbox/organization.json', ['plan']],
  ['.awsup/sandbox/environments/dev.json', ['status']],
  ['.awsup/sandbox/environments/dev.json', ['env', 'switch', 'dev']],
  ['.awsup/sandbox/environments/dev.json', ['apply', '--yes']],
  ['.awsup/sandbox/journal/dev.user-pool.json', ['apply', '--yes']],
  ['.awsup/sandbox/journal/failed/dev.user-pool.json', ['status']],
  ['.awsup/sandbox/lock', ['status']],
  ['.awsup/sandbox/lock', ['apply', '--yes']],
  ['.awsup/current.json', ['env', 'current']],
  ['.awsup/journal/undo.json', ['env', 'switch', '--undo']],
  ['amplify_outputs.json', ['env', 'switch', 'dev']],
  ['amplify_outputs.json', ['env', 'switch', 'dev', '--check']],
]

const FOLDERS = [
  '.awsup',
  '.awsup/journal',
  '.awsup/sandbox',
  '.awsup/sandbox/environments',
  '.awsup/sandbox/journal',
  '.awsup/sandbox/data',
]

const IMPORTS: readonly (readonly [path: string, args: readonly string[]])[] = [
  ['terraform.tfstate', ['import', 'terraform', '.', '--env', 'dev']],
  ['state.json', ['import', 'terraform', 'state.json', '--env', 'dev']],
  ['amplify_outputs.json', ['import', 'amplify', '.', '--env', 'dev']],
  ['src/aws-exports.js', ['import', 'amplify', '.', '--env', 'dev']],
  ['amplify/team-provider-info.json', ['import', 'amplify', '.', '--env', 'dev']],
]

/**
 * Every third file for a sort, another third for the next: each file meets two or three sorts, and each sort every kind of
 * reader. All are read by one function (test/house/architecture.test.ts holds that), so more would say nothing new.
 */
const someOf = <T>(all: readonly T[], turn: number): readonly T[] => all.filter((_, index) => (index + turn) % 3 === 0)

async function put(project: string, path: string, kind: (path: string) => unknown): Promise<void> {
  const place = join(project, path)
  mkdirSync(dirname(place), {recursive: true})
  rmSync(place, {recursive: true, force: true})
  await kind(place)
}

/** Ends soon, with a sentence that names the file; was not killed, and is no bug. */
function expectRefusal({code, stdout, stderr}: Run, path: string): void {
  const {error} = JSON.parse(stdout === '' ? '{"error":{}}' : stdout) as {
    readonly error: {readonly message?: string; readonly hint?: string}
  }
  expect({code: [2, 5].includes(code ?? -1) ? 'refused' : code, error, stderr}).toMatchObject({
    code: 'refused',
    error: {
      message: expect.stringContaining(path.split('/').at(-1) ?? '') as string,
      hint: expect.any(String) as string,
    },
  })
}

describe.each(KINDS.map((kind, turn) => [...kind, turn] as const))('%s', (kind, make, turn) => {
  test.each(someOf(FILES, turn))('at %s is refused before it is read: awsup %j', async (path, args) => {
    const project = template()
    await put(project, path, make)
    const run = await awsup(project, [...args, '--json'], {killAfterMs: 60_000})
    expectRefusal(run, path)
  })

  test('at .awsup/journal/switch.json says nothing, as one that came with a checkout: it is not followed', async () => {
    const project = template()
    await put(project, '.awsup/journal/switch.json', make)
    const run = await awsup(project, ['env', 'switch', 'dev', '--json'], {killAfterMs: 60_000})
    if (kind === 'a folder') expectRefusal(run, 'switch.json')
    else expect(run.code, run.stdout + run.stderr).toBe(0)
  })

  test.each(someOf(IMPORTS, turn))('at %s is refused before it is imported: awsup %j', async (path, args) => {
    const project = emptyFolder()
    await put(project, path, make)
    const run = await awsup(project, [...args, '--sandbox', '--json'], {killAfterMs: 60_000})
    expect(run.code, run.stdout + run.stderr).toBe(2)
  })

  test.each(['log/000000000001.json', 'calls.log'])(
    'at %s in the memory of the sandbox is refused before it is read or written',
    async (file) => {
      const project = template()
      await put(project, join('.awsup/sandbox/data', file), make)
      const run = await awsup(project, ['plan', '--json'], {killAfterMs: 60_000})
      if (kind !== '2 GiB of nothing' || file !== 'calls.log') expectRefusal(run, file)
    },
  )

  test.each(someOf(FOLDERS, turn))('in the place of the folder %s is no bug of awsup', async (path) => {
    for (const args of [['status'], ['apply', '--yes'], ['env', 'switch', 'dev']]) {
      const project = template()
      await put(project, path, make)
      const run = await awsup(project, [...args, '--json'], {killAfterMs: 60_000})
      expect([0, 2, 5], run.stdout + run.stderr).toContain(run.code)
    }
  })
})

test('what is nested deeply is refused in words, wherever it is read', async () => {
  const deep = (open: string, close: string): string => `${open.repeat(20_000)}1${close.repeat(20_000)}`
  const cases: readonly (readonly [path: string, text: string, args: readonly string[]])[] = [
    ['awsup.yaml', `version: 1\nproject: acme\nenvironments: ${deep('[', ']')}\n`, ['plan']],
    ['awsup.yaml', `version: 1\nproject: acme\nenvironments: ${deep('{a: ', '}')}\n`, ['plan']],
    ['.awsup/sandbox/environments/dev.json', deep('{"version":', '}'), ['plan']],
    ['.awsup/current.json', deep('[', ']'), ['env', 'current']],
    ['.awsup/sandbox/lock', deep('[', ']'), ['status']],
    ['t.json', deep('{"values":', '}'), ['import', 'terraform', 't.json', '--env', 'dev']],
    ['amplify_outputs.json', deep('{"auth":', '}'), ['import', 'amplify', 'amplify_outputs.json', '--env', 'dev']],
    [
      'aws-exports.js',
      `const a = ${deep('{"a":', '}')};export default a`,
      ['import', 'amplify', 'aws-exports.js', '--env', 'dev'],
    ],
  ]
  for (const [path, text, args] of cases) {
    const project = template()
    await put(project, path, (place) => writeFileSync(place, text))
    const run = await awsup(project, [...args, '--json'], {killAfterMs: 60_000})
    expect([2, 5], `${path}: ${run.stdout}${run.stderr}`).toContain(run.code)
  }
})
