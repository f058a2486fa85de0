import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'

const STUCK = `--import ${join(import.meta.dirname, '..', '..', '_helpers', 'processes', 'stuck.mjs')}`

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const OUTPUTS = `outputs:
  - { format: typescript, path: src/new.ts }
  - { format: amplify, path: amplify_outputs.json }
  - { format: dotenv, path: .env.local, framework: vite }
  - { format: shell, path: env.sh }
`

/** Switched to dev, where `.env.local` existed before. */
async function makeProject(): Promise<string> {
  const project = copy()
  write(project, 'awsup.yaml', `${read(project, 'awsup.yaml').replace(/^outputs:[\s\S]*/m, '')}${OUTPUTS}`)
  write(project, '.env.local', 'MINE=1\n')
  expect(await awsupJson(project, ['env', 'switch', 'dev'])).toMatchObject({code: 0})
  rmSync(join(project, 'src/new.ts'))
  return project
}

const leftovers = (project: string): readonly string[] =>
  readdirSync(project, {recursive: true, encoding: 'utf8'}).filter((path) => /\.awsup-|switch\.json/.test(path))

const refused = {
  code: 5,
  stderr: expect.not.stringContaining('at ') as string,
  error: {code: 'NOT_WRITABLE', hint: expect.stringContaining('every file is as it was') as string},
}

describe.each(['EBUSY', 'EPERM', 'EACCES', 'EXDEV'])('an output that cannot be replaced (%s)', (code) => {
  test('is a conflict, and every file is as it was; later switches say the same, and work once it can be', async () => {
    const project = await makeProject()
    const env = {NODE_OPTIONS: STUCK, AWSUP_TEST_STUCK: `${code}:/.env.local`}
    const before = textsOf(project)
    for (const name of ['prod', 'prod']) {
      expect(await awsupJson(project, ['env', 'switch', name], {env})).toMatchObject(refused)
      expect(textsOf(project)).toEqual(before)
      expect(leftovers(project)).toEqual([])
    }
    expect(await awsupJson(project, ['env', 'switch', 'prod'])).toMatchObject({code: 0})
    expect(await awsupJson(project, ['env', 'switch', '--undo'], {env})).toMatchObject(refused)
    expect(await awsupJson(project, ['env', 'switch', '--undo'])).toMatchObject({code: 0})
    expect(textsOf(project)['.env.local']).toBe(before['.env.local'])
  })

  test('or removed, is the same with --prune', async () => {
    const project = await makeProject()
    write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(/.*env\.sh.*\n/, ''))
    const before = textsOf(project)
    const env = {NODE_OPTIONS: STUCK, AWSUP_TEST_STUCK: `${code}:/env.sh`}
    expect(await awsupJson(project, ['env', 'switch', 'prod', '--prune'], {env})).toMatchObject(refused)
    expect(textsOf(project)).toEqual(before)
    expect(leftovers(project)).toEqual([])
    expect(await awsupJson(project, ['env', 'switch', 'prod', '--prune'])).toMatchObject({code: 0})
    expect(existsSync(join(project, 'env.sh'))).toBe(false)
  })
})

/** Where whoever runs the tests may mount. */
const mounts = ((): boolean => {
  const folder = emptyFolder()
  try {
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), '')
    execFileSync('unshare', ['-m', 'mount', '--bind', join(folder, 'a'), join(folder, 'b')], {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
})()

test.runIf(mounts)('a file that is really mounted by itself is a conflict too', async () => {
  const project = await makeProject()
  const outside = join(emptyFolder(), 'env')
  writeFileSync(outside, read(project, '.env.local'))
  const before = textsOf(project)
  const binary = process.env['AWSUP_BINARY'] ?? join(import.meta.dirname, '../../../bin/run.js')
  const script = 'mount --bind "$1" .env.local && "$2" "$3" env switch prod --json; echo " $?"'
  const stdout = execFileSync('unshare', ['-m', 'sh', '-c', script, 'sh', outside, process.execPath, binary], {
    cwd: project,
    encoding: 'utf8',
    env: {...process.env, AWSUP_TARGET: 'sandbox'},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(stdout).toMatch(/ 5\n$/)
  expect(stdout).toContain('mount its folder instead')
  expect(textsOf(project)).toEqual(before)
  expect(leftovers(project)).toEqual([])
})
