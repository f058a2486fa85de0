import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../_helpers/cli.js'
import {git} from './hostile.js'

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
