import {existsSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const fileOf = (environment: string): string => `.awsup/sandbox/environments/${environment}.json`

/** A merge that took the wrong file: dev's record has prod's ids, and only the name of the environment is right. */
function mixUp(project: string): void {
  write(project, fileOf('dev'), read(project, fileOf('prod')).replace('"environment": "prod"', '"environment": "dev"'))
}

const OUT = ['--out', 'infra']

/** Everything that reads records. */
const COMMANDS: readonly (readonly string[])[] = [
  ['env', 'switch', 'dev'],
  ['env', 'switch', 'prod'],
  ['env', 'switch', 'dev', '--dry-run'],
  ['env', 'switch', '--check'],
  ['env', 'list'],
  ['env', 'current'],
  ['env', 'show', 'dev'],
  ['env', 'diff', 'dev', 'prod'],
  ['env', 'add', 'qa', '--yes'],
  ['env', 'remove', 'dev', '--confirm', 'dev'],
  ['exec', 'dev', '--', 'true'],
  ['exec', 'prod', '--', 'true'],
  ['credentials', 'dev'],
  ['user', 'list'],
  ['user', 'list', '--pool', '--env', 'dev'],
  ['user', 'create', 'ann', '--env', 'dev'],
  ['user', 'create', 'eve@x.dev', '--pool', '--env', 'dev', '--suppress-invite'],
  ['user', 'delete', 'frank@x.dev', '--pool', '--env', 'dev', '--confirm', 'frank@x.dev'],
  ['auth', 'show', '--env', 'dev'],
  ['auth', 'diff', 'dev', 'prod'],
  ['auth', 'attribute', 'add', 'plan', '--yes'],
  ['access', 'show', '--env', 'dev'],
  ['access', 'test', '--env', 'dev'],
  ['access', 'test', '--env', 'dev', '--deployed'],
  ['access', 'test', '--env', 'dev', '--live'],
  ['status'],
  ['plan'],
  ['apply', '--yes'],
  ['drift'],
  ['refresh'],
  ['destroy', '--env', 'dev', '--confirm', 'dev'],
  ['org', 'show'],
  ['export', 'terraform', ...OUT],
  ['import', 'pool', 'us-east-1_AbCdEfGhI', '--env', 'old', '--yes'],
]

describe('two environments with one account and one pool on record', () => {
  test.each(COMMANDS.map((args) => [args.join(' '), args] as const))(
    '%s is refused, naming both files and what they share; AWS is asked nothing',
    {timeout: 300_000},
    async (_, args) => {
      const project = copy()
      await awsup(project, ['env', 'switch', 'dev'])
      mixUp(project)
      const sandbox = await sandboxOf(project)
      sandbox.resetCalls()
      const before = textsOf(project)
      const {error} = await awsupJson(project, args)
      expect(error).toMatchObject({code: 'RECORDS_MIXED', exitCode: 5})
      for (const environment of ['dev', 'prod']) expect(error.message).toContain(join(project, fileOf(environment)))
      expect(error.message).toContain(idOnRecord(project, 'prod', 'account'))
      expect(sandbox.callSummary().total).toBe(0)
      expect(textsOf(project)).toEqual(before)
      expect(existsSync(join(project, 'infra'))).toBe(false)
    },
  )

  test('env doctor finds it, once', async () => {
    const project = copy()
    mixUp(project)
    const {result} = await awsupJson(project, ['env', 'doctor', 'dev', '--offline'])
    const {findings} = result as unknown as {findings: readonly {about: string; problem: string}[]}
    expect(findings).toMatchObject([{about: 'records', problem: expect.stringContaining('have the same') as string}])
  })

  test.each([
    ['account', /the same account /],
    ['user-pool', /the same user pool /],
    ['app-client.web', /the same app client /],
    ['identity-pool', /the same identity pool /],
    ['role.authenticated', /the same role /],
  ])('%s alone is enough, as a merge by lines leaves it', async (part, message) => {
    const project = copy()
    const [dev, prod] = ['dev', 'prod'].map((name) => JSON.parse(read(project, fileOf(name))) as RecordsOnDisk)
    if (!dev || !prod) throw new Error('no records')
    dev.resources[part] = prod.resources[part] ?? {}
    write(project, fileOf('dev'), JSON.stringify(dev))
    const {error} = await awsupJson(project, ['env', 'list'])
    expect(error).toMatchObject({code: 'RECORDS_MIXED', message: expect.stringMatching(message) as string})
  })

  test('something of dev that lies in prod’s account is refused too', async () => {
    const project = copy()
    const text = read(project, fileOf('dev'))
    const at = text.lastIndexOf(idOnRecord(project, 'dev', 'account'))
    write(project, fileOf('dev'), `${text.slice(0, at)}${idOnRecord(project, 'prod', 'account')}${text.slice(at + 12)}`)
    expect((await awsupJson(project, ['plan'])).error).toMatchObject({code: 'RECORDS_MIXED', exitCode: 5})
  })

  test('the way out that is named works: without the wrong file, refresh finds the ids again', async () => {
    const project = copy()
    const before = read(project, fileOf('dev'))
    mixUp(project)
    const {error} = await awsupJson(project, ['plan'])
    expect(error.hint).toMatch(/delete the wrong one and run awsup refresh/)
    rmSync(join(project, fileOf('dev')))
    expect((await awsup(project, ['refresh'])).code).toBe(0)
    expect(read(project, fileOf('dev'))).toBe(before)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })
})

test('environments that awsup.yaml puts into one account share it, and nothing else', async () => {
  const project = copy()
  write(
    project,
    'awsup.yaml',
    read(project, 'awsup.yaml').replace(
      '  dev: ',
      '  one: { region: us-east-1, account: management }\n  two: { region: us-east-1, account: management }\n  dev: ',
    ),
  )
  const {code, stdout} = await awsup(project, ['apply', '--yes'])
  expect(code, stdout).toBe(0)
  expect((await awsup(project, ['env', 'list'])).code).toBe(0)
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
})

test.each([
  ['region', '"region": "../x"', /invalid region: "\.\.\/x"/],
  ['id', '"id": "a b"', /invalid id: "a b"/],
])('a harmed %s is named with its value and its file', async (field, harmed, message) => {
  const project = copy()
  const at = read(project, fileOf('dev')).indexOf('"user-pool"')
  const [before, after] = [read(project, fileOf('dev')).slice(0, at), read(project, fileOf('dev')).slice(at)]
  write(project, fileOf('dev'), before + after.replace(new RegExp(`"${field}": "[^"]*"`), harmed))
  const {error} = await awsupJson(project, ['env', 'switch', 'dev'])
  expect(error).toMatchObject({
    ...{code: 'DAMAGED', exitCode: 5, message: expect.stringMatching(message) as string},
    hint: expect.stringContaining('.awsup/sandbox/environments/dev.json') as string,
  })
})

interface RecordsOnDisk {
  readonly resources: Record<string, object>
}
