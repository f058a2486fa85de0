import {appendFileSync, chmodSync, existsSync, readFileSync, rmSync, statSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {plant} from '../../security/checkout/hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const LINES: Readonly<Record<string, string>> = {
  'amplify_outputs.json': '{ format: amplify, path: amplify_outputs.json }',
  'src/aws-exports.js': '{ format: aws-exports, path: src/aws-exports.js }',
  'app/amplifyconfiguration.json': '{ format: amplifyconfiguration, path: app/amplifyconfiguration.json }',
  'lib/config.dart': '{ format: amplifyconfiguration-dart, path: lib/config.dart }',
  'src/amplify.ts': '{ format: amplify-ts, path: src/amplify.ts }',
  '.env.local': '{ format: dotenv, path: .env.local, framework: vite }',
  'src/awsup.ts': '{ format: typescript, path: src/awsup.ts }',
  'public/config.json': '{ format: json, path: public/config.json }',
  'infra/a.auto.tfvars': '{ format: tfvars, path: infra/a.auto.tfvars }',
  'infra/a.auto.tfvars.json': '{ format: tfvars, path: infra/a.auto.tfvars.json }',
  'env.sh': '{ format: shell, path: env.sh }',
}
const PATHS = Object.keys(LINES)

/** Makes awsup.yaml name these outputs. */
function name(project: string, outputs: readonly string[]): void {
  const yaml = read(project, 'awsup.yaml').replace(/^outputs:[\s\S]*/m, '')
  const lines = outputs.map((output) => `  - ${LINES[output] ?? output}\n`).join('')
  write(project, 'awsup.yaml', `${yaml}outputs:\n${lines}values: { bucket: "b-{env}" }\n`)
}

async function switched(project: string, ...args: readonly string[]) {
  const run = await awsupJson(project, ['env', 'switch', ...args])
  if ((run.code ?? 1) !== 10 && run.code !== 0) throw new Error(run.error.message)
  return run
}

/** What others had in the shared files before awsup wrote into them. */
const OTHERS: Readonly<Record<string, string>> = {
  'amplify_outputs.json': '{\n\t"data": {"url": "https://x", "big": 12345678901234567890},\r\n\t"version": "1.4"\n}',
  'app/amplifyconfiguration.json':
    '{"UserAgent": "x", "Version": "1.0", "storage": {"plugins": {}}, "auth": {"plugins": {"mine": 1.50}}}',
  '.env.local': 'SECRET=mine\r\n',
  'public/config.json': '{\n    "9": 1,\n    "featureFlags": {"beta": true},\n    "1": 2\n}\n',
  'infra/a.auto.tfvars': '# mine\nregion = "x"',
  'infra/a.auto.tfvars.json': '{"theirs": 1e400}\n',
  'env.sh': '#!/bin/sh\nexport A=1\n',
}

const leftOf = (result: object) => (result as {left: readonly {path: string; state: string}[]}).left

const amplify = ['amplify_outputs.json']

describe('what left outputs', () => {
  test('is named by the switch, --check and env doctor, and stays until it is pruned', async () => {
    const project = copy()
    name(project, PATHS)
    await switched(project, 'dev')
    name(project, amplify)
    const left = PATHS.filter((path) => !amplify.includes(path))

    const again = await switched(project, 'dev')
    expect(again).toMatchObject({code: 0, result: {left: left.map((path) => ({path, state: 'left'}))}})
    for (const path of left) {
      expect(again).toMatchObject({
        warnings: expect.arrayContaining([expect.stringContaining(`${path} was written by awsup`)]) as unknown,
      })
    }
    expect(await switched(project, 'prod')).toMatchObject({result: {left: left.map((path) => ({path, state: 'left'}))}})
    expect(await switched(project, '--check')).toMatchObject({code: 10, result: {left: left.map((path) => ({path}))}})
    const doctor = await awsupJson(project, ['env', 'doctor', '--offline'])
    expect(doctor).toMatchObject({
      code: 10,
      result: {
        findings: left.map((subject) => ({
          ...{about: 'files', subject},
          fix: 'awsup env switch --prune removes what awsup wrote',
        })),
      },
    })
    for (const path of left) expect(existsSync(join(project, path))).toBe(true)
  })

  test('that awsup made goes whole with --prune; --dry-run says so and writes nothing; --undo brings all of it back', async () => {
    const project = copy()
    name(project, PATHS)
    await switched(project, 'dev')
    name(project, amplify)
    const before = textsOf(project)
    const left = PATHS.filter((path) => !amplify.includes(path))

    const preview = await switched(project, '--prune', '--dry-run')
    expect(preview).toMatchObject({code: 0, result: {left: left.map((path) => ({path, state: 'pruned'}))}})
    expect(JSON.stringify(preview.result)).toContain('+++ /dev/null')
    expect(textsOf(project)).toEqual(before)

    expect(await switched(project, '--prune')).toMatchObject({
      code: 0,
      result: {left: left.map((path) => ({path, state: 'pruned'}))},
    })
    for (const path of left) expect(existsSync(join(project, path))).toBe(false)
    expect(await switched(project, '--check')).toMatchObject({code: 0, result: {left: []}})

    expect(await switched(project, '--undo')).toMatchObject({code: 0})
    expect(textsOf(project)).toEqual({
      ...before,
      '.awsup/current.json': expect.anything() as string,
      '.awsup/journal/undo.json': undefined,
    })
    expect(await switched(project, '--check')).toMatchObject({code: 10, result: {left: left.map((path) => ({path}))}})
  })

  test('in a file of others, only what is awsup’s goes: every other byte is as it was before awsup came', async () => {
    const project = copy()
    name(project, PATHS)
    for (const [path, text] of Object.entries(OTHERS)) plant(project, path, text)
    await switched(project, 'dev')
    await switched(project, 'prod')
    name(project, ['{ format: json, path: other.json }'])
    await switched(project, 'prod', '--prune')
    for (const [path, text] of Object.entries(OTHERS)) {
      const isSame = path === 'amplify_outputs.json' || read(project, path) === text
      expect({path, isSame, text: read(project, path)}).toMatchObject({isSame: true})
    }
    expect(read(project, 'amplify_outputs.json')).toBe((OTHERS['amplify_outputs.json'] ?? '').replace('"1.4"', '"1.5"'))
  })

  test('that was changed since is named and kept; what others changed around it does not count', async () => {
    const project = copy()
    name(project, PATHS)
    await switched(project, 'dev')
    name(project, amplify)
    const change = (path: string, from: string | RegExp, to: string): void =>
      write(project, path, read(project, path).replace(from, to))
    change('.env.local', 'VITE_AWS_REGION=us-east-1', 'VITE_AWS_REGION=mine')
    change('public/config.json', /"region": "[^"]*"/, '"region": "mine"')
    appendFileSync(join(project, 'src/awsup.ts'), '// mine\n')
    appendFileSync(join(project, 'env.sh'), 'export MINE=1\n')
    change('infra/a.auto.tfvars.json', '{', '{"mine": 1,')
    const kept = ['.env.local', 'src/awsup.ts', 'public/config.json']
    const texts = kept.map((path) => read(project, path))

    const {result, code} = await switched(project, '--prune')
    expect(code).toBe(0)
    const states = Object.fromEntries(leftOf(result).map(({path, state}) => [path, state]))
    for (const path of PATHS.slice(1))
      expect({path, state: states[path]}).toEqual({path, state: kept.includes(path) ? 'changed' : 'pruned'})
    expect(kept.map((path) => read(project, path))).toEqual(texts)
    expect(read(project, 'env.sh')).toBe('export MINE=1\n')
    expect(JSON.parse(read(project, 'infra/a.auto.tfvars.json'))).toEqual({mine: 1})
    expect(await switched(project, '--check')).toMatchObject({
      code: 10,
      result: {left: kept.map((path) => ({path, state: 'changed'}))},
    })

    // Its owner takes awsup's part out: then it is nobody's business any more.
    rmSync(join(project, 'src/awsup.ts'))
    write(project, '.env.local', 'MINE=1\n')
    write(project, 'public/config.json', '{"mine": 1}')
    expect(await switched(project, '--check')).toMatchObject({code: 0, result: {left: []}})
  })

  test('or moved to another path is the same', async () => {
    const project = copy()
    name(project, ['.env.local'])
    await switched(project, 'dev')
    name(project, ['{ format: dotenv, path: web/.env.local, framework: vite }'])
    expect(await switched(project, 'dev', '--prune')).toMatchObject({
      result: {files: [{path: 'web/.env.local', changed: true}], left: [{path: '.env.local', state: 'pruned'}]},
    })
    expect(existsSync(join(project, '.env.local'))).toBe(false)
  })

  test('is not the file that another name of it is in outputs', async () => {
    const project = copy()
    plant(project, 'config/real.json', '{}\n')
    symlinkSync('config/real.json', join(project, 'link.json'))
    name(project, ['{ format: json, path: link.json }'])
    await switched(project, 'dev')
    name(project, ['{ format: json, path: config/real.json }'])
    expect(await switched(project, 'dev', '--prune')).toMatchObject({result: {left: []}})
    expect(JSON.parse(read(project, 'config/real.json'))).toMatchObject({environment: 'dev'})
  })

  test('in the same file by another format goes with the switch', async () => {
    const project = copy()
    plant(project, 'config.json', '{"mine": 12345678901234567890}')
    name(project, ['{ format: json, path: config.json }'])
    await switched(project, 'dev')
    name(project, ['{ format: amplify, path: config.json }'])
    await switched(project, 'dev')
    const {mine, auth, version, custom, ...others} = JSON.parse(read(project, 'config.json')) as Record<string, unknown>
    expect([typeof mine, typeof auth, typeof version, typeof custom]).toEqual(['number', 'object', 'string', 'object'])
    expect(others).toEqual({})
    expect(read(project, 'config.json')).toContain('12345678901234567890')
  })

  test('is still known when its environment is removed', async () => {
    const project = copy()
    name(project, [...amplify, 'env.sh'])
    await switched(project, 'dev')
    name(project, amplify)
    expect((await awsup(project, ['env', 'remove', 'dev', '--confirm', 'dev'])).code).toBe(0)
    expect(await switched(project, 'prod', '--prune')).toMatchObject({
      result: {left: [{path: 'env.sh', state: 'pruned'}]},
    })
  })

  test('is not known on another machine, and a list that came with a clone removes nothing', async () => {
    const project = copy()
    name(project, [...amplify, 'env.sh'])
    await switched(project, 'dev')
    name(project, amplify)
    const env = {XDG_STATE_HOME: join(copy(), 'state')}
    expect(await awsupJson(project, ['env', 'switch', '--prune'], {env})).toMatchObject({code: 0, result: {left: []}})
    expect(existsSync(join(project, 'env.sh'))).toBe(true)
  })

  test('keeps its permissions through prune and undo', async () => {
    const project = copy()
    name(project, [...amplify, 'env.sh'])
    await switched(project, 'dev')
    chmodSync(join(project, 'env.sh'), 0o600)
    name(project, amplify)
    await switched(project, '--prune')
    await switched(project, '--undo')
    expect(statSync(join(project, 'env.sh')).mode & 0o777).toBe(0o600)
  })

  test('--prune is no part of --check and --undo', async () => {
    const project = copy()
    for (const other of ['--check', '--undo']) {
      expect((await awsup(project, ['env', 'switch', '--prune', other])).code).toBe(2)
    }
  })
})

/** A switch with --prune is all or none as well: killed before any touch of a file, the next one ends it. */
test(
  'a prune that is killed anywhere is finished by the next switch, and can be taken back',
  {timeout: 600_000},
  async () => {
    const PRELOAD = `--import ${join(import.meta.dirname, '..', '..', '_helpers', 'crash', 'preload.mjs')}`
    const start = async (): Promise<string> => {
      const project = copy()
      name(project, ['env.sh', 'public/config.json', 'src/awsup.ts'])
      plant(project, 'public/config.json', '{"mine": 1.50}')
      await switched(project, 'dev')
      name(project, ['src/awsup.ts'])
      return project
    }
    const counted = await start()
    const env = {NODE_OPTIONS: PRELOAD, AWSUP_TEST_COUNTS: join(counted, '.awsup', 'counts.json')}
    expect((await awsup(counted, ['env', 'switch', 'prod', '--prune'], {env})).code).toBe(0)
    const {touch} = JSON.parse(readFileSync(join(counted, '.awsup/counts.json'), 'utf8')) as {touch: number}
    const texts = (project: string) =>
      ['env.sh', 'public/config.json', 'src/awsup.ts'].map((path) =>
        existsSync(join(project, path)) ? read(project, path) : undefined,
      )
    for (let at = 1; at <= touch; at += 3) {
      const project = await start()
      const crash = {NODE_OPTIONS: PRELOAD, AWSUP_TEST_CRASH: `touch:${at}`}
      expect((await awsup(project, ['env', 'switch', 'prod', '--prune'], {env: crash})).code).toBeNull()
      expect((await awsup(project, ['env', 'switch', 'prod', '--prune'])).code).toBe(0)
      expect(texts(project)).toEqual(texts(counted))
      expect(await awsupJson(project, ['env', 'switch', '--check'])).toMatchObject({code: 0, warnings: []})
    }
  },
)
