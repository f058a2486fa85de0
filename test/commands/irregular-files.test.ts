import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {dirname, join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {awsup, emptyFolder, makeTemplate, type Run} from '../_helpers/cli.js'

const template = await makeTemplate()

/** What may lie where a file should be. Each is put at a path where nothing is. */
const KINDS: readonly (readonly [string, (path: string) => unknown])[] = [
  ['a named pipe', (path) => execFileSync('mkfifo', [path])],
  ['a link to a named pipe', (path) => (execFileSync('mkfifo', [`${path}.fifo`]), symlinkSync(`${path}.fifo`, path))],
  ['a link to /dev/zero', (path) => symlinkSync('/dev/zero', path)],
  ['a link to /dev/stdin', (path) => symlinkSync('/dev/stdin', path)],
  ['a folder', (path) => mkdirSync(path)],
  ['a socket', listen],
  ['2 GiB of nothing', (path) => (writeFileSync(path, ''), truncateSync(path, 2 ** 31))],
]

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
  ['.awsup/journal/switch.json', ['env', 'switch', 'dev']],
  ['.awsup/journal/undo.json', ['env', 'switch', '--undo']],
  ['amplify_outputs.json', ['env', 'switch', 'dev']],
  ['amplify_outputs.json', ['env', 'switch', 'dev', '--check']],
]

const IMPORTS: readonly (readonly [path: string, args: readonly string[]])[] = [
  ['terraform.tfstate', ['import', 'terraform', '.', '--env', 'dev']],
  ['state.json', ['import', 'terraform', 'state.json', '--env', 'dev']],
  ['amplify_outputs.json', ['import', 'amplify', '.', '--env', 'dev']],
  ['src/aws-exports.js', ['import', 'amplify', '.', '--env', 'dev']],
  ['amplify/team-provider-info.json', ['import', 'amplify', '.', '--env', 'dev']],
]

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

describe.each(KINDS)('%s', (kind, make) => {
  test.each(FILES)('at %s is refused before it is read: awsup %j', async (path, args) => {
    const project = template()
    await put(project, path, make)
    const run = await awsup(project, [...args, '--json'], {killAfterMs: 60_000})
    expectRefusal(run, path)
  })

  test.each(IMPORTS)('at %s is refused before it is imported: awsup %j', async (path, args) => {
    const project = emptyFolder()
    await put(project, path, make)
    const run = await awsup(project, [...args, '--sandbox', '--json'], {killAfterMs: 60_000})
    expect(run.code, run.stdout + run.stderr).toBe(2)
  })

  test('in the sandbox’s own memory is refused before it is read', async () => {
    const project = template()
    const data = join(project, '.awsup/sandbox/data')
    const first = execFileSync('find', [data, '-name', '000000000001.json'], {encoding: 'utf8'}).trim().split('\n')[0]
    if (first === undefined || first === '' || !existsSync(first))
      throw new Error('the sandbox keeps its log elsewhere')
    renameSync(first, `${first}.away`)
    await make(first)
    const run = await awsup(project, ['plan', '--json'], {killAfterMs: 60_000})
    expect([run.code, kind], run.stdout + run.stderr).not.toEqual([null, kind])
    expect(run.code).not.toBe(0)
  })
})
