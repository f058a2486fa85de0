import {ListUsersCommand} from '@aws-sdk/client-iam'
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, BINARY, emptyFolder, makeTemplate, read, surroundings, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'
import {git} from '../checkout/hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const CREATE = ['user', 'create', 'al', '--env', 'dev', '--access-key', '--secrets-file']

describe('a file of secrets in a repository', () => {
  test.each([
    ['al.json', '/al.json', '.gitignore'],
    ['out/al.json', '/al.json', 'out/.gitignore'],
    ['[al]*.json', '/\\[al\\]\\*.json', '.gitignore'],
  ])('%s: a warning has the line that is missing, and the line is right', async (path, line, file) => {
    const project = copy()
    git(project, 'init', '-q')
    mkdirSync(join(project, 'out'))
    const {code, stderr} = await awsup(project, [...CREATE, path])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('holds secrets, and git does not ignore it')
    expect(stderr).toContain(`add the line ${line} to ${file}`)
    write(project, file, `${line}\n`)
    git(project, 'add', '.')
    expect(git(project, 'ls-files')).not.toContain('al')
    expect(git(project, 'ls-files')).toContain('awsup.yaml')
  })

  test('with --json the warning is in the document', async () => {
    const project = copy()
    git(project, 'init', '-q')
    const {stdout, code} = await awsupJson(project, [...CREATE, 'al.json'])
    expect({code, document: JSON.parse(stdout) as unknown}).toMatchObject({
      code: 0,
      document: {warnings: expect.arrayContaining([expect.stringContaining('add the line /al.json')]) as string[]},
    })
    expect(stdout).not.toContain(
      (JSON.parse(read(project, 'al.json')) as {secretAccessKey: string}[])[0]?.secretAccessKey,
    )
  })

  test.each(['ignored', 'outside', 'no repository', 'no git'])('none is given: %s', async (how) => {
    const project = copy()
    if (how !== 'no repository') git(project, 'init', '-q')
    if (how === 'ignored') write(project, '.gitignore', '*.secret\n')
    const path = how === 'outside' ? join(emptyFolder(), 'al.secret') : 'al.secret'
    const env: Record<string, string> = how === 'no git' ? {PATH: emptyFolder()} : {}
    const {code, stderr} = await awsup(project, [...CREATE, path], {env})
    expect(code, stderr).toBe(0)
    expect(stderr).not.toContain('git does not ignore')
  })

  test('a repository’s own settings run nothing', async () => {
    const project = copy()
    git(project, 'init', '-q')
    git(project, 'config', 'core.fsmonitor', `touch ${join(project, 'RAN')}; false`)
    expect((await awsup(project, [...CREATE, 'al.json'])).stderr).toContain('git does not ignore')
    expect(() => read(project, 'RAN')).toThrow()
  })
})

describe('a file of secrets is made again, for its owner alone, before there is a secret', () => {
  const usersOf = async (project: string) => {
    const {iam} = await (await openProjectWorld(project)).enter(idOnRecord(project, 'dev', 'account'))
    return (await iam.send(new ListUsersCommand({}))).Users?.map(({UserName}) => UserName)
  }

  test.each<[string, (path: string, outside: string) => void]>([
    ['a file', (path) => writeFileSync(path, 'theirs')],
    ['a link to a file', (path, outside) => symlinkSync(join(outside, 'x'), path)],
    ['a link to nothing', (path, outside) => symlinkSync(join(outside, 'new'), path)],
    ['a folder', (path) => mkdirSync(path)],
    // In place of a device: one of the system's would be lost if this ever failed.
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    [
      'a link to a pipe',
      (path) => {
        execFileSync('mkfifo', [`${path}.pipe`])
        symlinkSync(`${path}.pipe`, path)
      },
    ],
  ])('%s in its place is refused, and nobody is created', async (_, make) => {
    const [project, outside] = [copy(), emptyFolder()]
    writeFileSync(join(outside, 'x'), 'theirs')
    make(join(project, 'al.json'), outside)
    const before = await usersOf(project)
    const {code} = await awsup(project, [...CREATE, 'al.json'], {killAfterMs: 30_000})
    expect([2, 5]).toContain(code)
    expect(readFileSync(join(outside, 'x'), 'utf8')).toBe('theirs')
    expect(readdirSync(outside)).toEqual(['x'])
    expect(await usersOf(project)).toEqual(before)
  })

  test('nor is one made in a folder that does not exist', async () => {
    const project = copy()
    const before = await usersOf(project)
    const {code, stdout} = await awsup(project, [...CREATE, 'none/al.json'])
    expect([2, 5]).toContain(code)
    expect(stdout).toBe('')
    expect(await usersOf(project)).toEqual(before)
  })

  test('whatever the umask', () => {
    const project = copy()
    const {status} = spawnSync(
      'sh',
      ['-c', `umask 000; exec "$0" "$@"`, process.execPath, BINARY, ...CREATE, 'al.json'],
      {
        cwd: project,
        env: surroundings(project),
      },
    )
    expect(status).toBe(0)
    expect(statSync(join(project, 'al.json')).mode & 0o777).toBe(0o600)
  })
})
