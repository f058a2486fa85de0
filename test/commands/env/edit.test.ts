import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

async function copyThatIsQuick(): Promise<string> {
  const project = copy()
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0})
  return project
}

test('an environment is added, used and removed; awsup.yaml is then as it was, and the account is still there', async () => {
  const project = await copyThatIsQuick()
  const before = read(project, 'awsup.yaml')
  const added = await awsupJson(project, ['env', 'add', 'staging', '--email', 'ops@acme.dev', '--yes'])
  expect(added).toMatchObject({
    code: 0,
    result: {
      environment: {name: 'staging', region: 'us-east-1', email: 'ops@acme.dev', protected: false},
      changes: {updated: [], deleted: []},
    },
  })
  expect(read(project, 'awsup.yaml')).toContain('  staging: { region: us-east-1, email: ops@acme.dev }\n')
  const accountId = idOnRecord(project, 'staging', 'account')
  write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}users: { ci: { environments: [staging] } }\n`)
  expect((await awsup(project, ['env', 'switch', 'staging'])).code).toBe(0)

  const removed = await awsup(project, ['env', 'remove', 'staging', '--yes', '--confirm', 'staging'])
  expect(removed.code, removed.stderr).toBe(0)
  expect(removed.stdout).toContain(`The account ${accountId} stays open`)
  expect(read(project, 'awsup.yaml').replace(/^users:.*\n/m, '')).toBe(before)
  expect(idOnRecord(project, 'staging', 'account')).toBe(accountId)
  expect(idOnRecord(project, 'staging', 'user-pool')).toBe('')
  expect(await awsupJson(project, ['env', 'current'])).toMatchObject({error: {code: 'NO_CURRENT'}})
})

test('an environment is added with the values that differ by environment, and they go with it', async () => {
  const project = await copyThatIsQuick()
  const values = 'values: { api: { dev: "https://a.acme.dev", prod: "https://b.acme.dev" }, table: "todos-{env}" }\n'
  write(project, 'awsup.yaml', read(project, 'awsup.yaml') + values)
  const before = read(project, 'awsup.yaml')
  const {error} = await awsupJson(project, ['env', 'add', 'staging', '--yes'])
  expect(error).toMatchObject({
    exitCode: 2,
    message: 'values.api has no text for staging',
    hint: expect.stringContaining('--value api=') as string,
  })
  expect(read(project, 'awsup.yaml')).toBe(before)

  const ADD = ['env', 'add', 'staging', '--value', 'api=https://s.acme.dev?a=b', '--yes']
  expect((await awsupJson(project, ADD)).code).toBe(0)
  expect((await awsup(project, ['env', 'switch', 'staging'])).code).toBe(0)
  expect(JSON.parse(read(project, 'amplify_outputs.json'))).toMatchObject({
    custom: {values: {api: 'https://s.acme.dev?a=b', table: 'todos-staging'}},
  })
  expect(await awsupJson(project, ADD)).toMatchObject({code: 0})
  const other = await awsupJson(
    project,
    ADD.map((arg) => arg.replace('https:', 'http:')),
  )
  expect(other.error).toMatchObject({exitCode: 2, message: expect.stringContaining('its value api is') as string})
  const wrong = await awsupJson(project, ['env', 'add', 'qa', '--value', 'api', '--yes'])
  expect(wrong.error).toMatchObject({exitCode: 2, message: '--value is "api", must be name=text'})

  const moved = read(project, 'awsup.yaml')
    .replace(/, values: \{ api: "?https:\/\/s.*?\}/, '')
    .replace('api: { dev:', 'api: { staging: "https://s.acme.dev", dev:')
  write(project, 'awsup.yaml', moved)
  const removed = await awsup(project, ['env', 'remove', 'staging', '--yes', '--confirm', 'staging'])
  expect(removed.code, removed.stderr).toBe(0)
  expect(read(project, 'awsup.yaml')).toBe(before)
})

test('env add and env remove again, after success: nothing to do, exit 0, nothing changed', async () => {
  const project = await copyThatIsQuick()
  const ADD = ['env', 'add', 'staging', '--email', 'ops@acme.dev', '--yes']
  expect((await awsup(project, ADD)).code).toBe(0)
  const [before, sandbox] = [textsOf(project), await sandboxOf(project)]
  sandbox.resetCalls()
  const again = await awsup(project, ADD)
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Environment staging already exists: nothing to do.') as string,
  })
  expect(sandbox.callSummary().mutating).toBe(0)
  // What somebody wrote into awsup.yaml meanwhile is for apply.
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('mfa: optional', 'mfa: on'))
  expect((await awsup(project, ADD)).stdout).toContain('Its settings differ from awsup.yaml')
  expect(sandbox.callSummary().mutating).toBe(0)
  write(project, 'awsup.yaml', before['awsup.yaml'] ?? '')

  const REMOVE = ['env', 'remove', 'staging', '--confirm', 'staging']
  expect((await awsup(project, REMOVE)).code).toBe(0)
  const removed = textsOf(project)
  const secondTime = await awsupJson(project, REMOVE)
  expect(secondTime).toMatchObject({
    code: 0,
    result: {environment: 'staging', accountId: idOnRecord(project, 'staging', 'account')},
  })
  expect(textsOf(project)).toEqual(removed)
})

test('env add that AWS stopped, or that was killed, continues when it is repeated, and so it ends with 0', async () => {
  const project = await copyThatIsQuick()
  const ADD = ['env', 'add', 'staging', '--yes']
  const sandbox = await sandboxOf(project)
  sandbox.configure({
    faults: [
      {
        operation: 'cognito-idp:CreateUserPool',
        when: 'before',
        effect: {type: 'error', name: 'InternalErrorException', message: 'it is not you', status: 500},
      },
    ],
  })
  expect((await awsup(project, ADD)).code).toBe(6)
  sandbox.configure({faults: []})
  expect(await awsupJson(project, ADD)).toMatchObject({
    code: 0,
    result: {environment: {name: 'staging', ids: {userPoolId: expect.any(String) as string}}},
  })
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
})

test('env add where awsup.yaml has no organization shows what to write', async () => {
  const project = copy()
  const text =
    'version: 1\nproject: acme\ntarget: sandbox\nenvironments:\n  dev: { region: eu-west-1, account: management }\n'
  write(project, 'awsup.yaml', text)
  const {code, error} = await awsupJson(project, ['env', 'add', 'prod', '--email', 'aws+prod@acme.dev', '--yes'])
  expect({code, hint: error.hint}).toEqual({
    code: 2,
    hint: expect.stringContaining('organization: { email: "aws+{env}@acme.dev" }') as string,
  })
  expect(read(project, 'awsup.yaml')).toBe(text)
})

test.each([
  [
    ['env', 'add', 'dev', '--region', 'eu-west-1', '--yes'],
    2,
    'environment "dev" already exists, and its region is "us-east-1", not "eu-west-1"',
  ],
  [['env', 'add', 'dev', '--email', 'ops@acme.dev', '--yes'], 2, 'its email is "aws+dev@acme.dev", not "ops@acme.dev"'],
  [['env', 'add', 'dev', '--protected', '--yes'], 2, 'its protected is "false", not "true"'],
  [['env', 'add', 'Staging', '--yes'], 2, 'environments has the name "Staging"'],
  [['env', 'add', 'staging', '--region', 'europe', '--yes'], 2, 'must be the code of an AWS region'],
  [['env', 'add', 'staging', '--email', 'aws+dev@acme.dev', '--yes'], 2, 'also used by'],
  [['env', 'add', 'staging'], 2, '--yes is needed'],
  [['env', 'remove', 'prod', '--confirm', 'prod'], 5, 'environment prod is protected'],
  [['env', 'remove', 'staging', '--confirm', 'staging'], 2, 'there is no environment "staging"'],
  [['env', 'remove', 'dev', '--confirm', 'prod'], 2, '--confirm says "prod"'],
  [['env', 'remove', 'dev'], 2, 'a value for --confirm is needed'],
  [['env', 'remove', 'dev', '--yes'], 2, 'a value for --confirm is needed'],
  [['env', 'diff', 'dev', 'prd'], 2, 'there is no environment "prd"'],
])('%j is refused and changes nothing', async (args, exitCode, message) => {
  const project = copy()
  const before = textsOf(project)
  const {code, error} = await awsupJson(project, args)
  expect({code, message: error.message}).toEqual({code: exitCode, message: expect.stringContaining(message) as unknown})
  expect(textsOf(project)).toEqual(before)
})

test('env diff shows settings and ids side by side, and only what differs', async () => {
  const project = copy()
  const yaml = read(project, 'awsup.yaml').replace(
    '  prod: { region: us-east-1',
    '  prod: { region: eu-west-1, auth: { mfa: on }',
  )
  write(
    project,
    'awsup.yaml',
    `${yaml}values: { uploads: "acme-{env}", same: x }\naccess: { authenticated: [ { s3: { bucket: "acme-{env}" } } ] }\n`,
  )
  const {result} = await awsupJson(project, ['env', 'diff', 'dev', 'prod'])
  expect(result).toMatchObject({
    settings: [
      {field: 'region', left: 'us-east-1', right: 'eu-west-1'},
      {field: 'protected', left: false, right: true},
      {field: 'email', left: 'aws+dev@acme.dev', right: 'aws+prod@acme.dev'},
      {field: 'auth.mfa', left: 'optional', right: 'on'},
      {field: 'values.uploads', left: 'acme-dev', right: 'acme-prod'},
      {field: 'access.authenticated[0].s3.bucket', left: 'acme-dev', right: 'acme-prod'},
    ],
    ids: [
      {field: 'accountId'},
      {field: 'userPoolId', left: idOnRecord(project, 'dev', 'user-pool')},
      {field: 'userPoolClientIds.web'},
      {field: 'identityPoolId', right: idOnRecord(project, 'prod', 'identity-pool')},
    ],
  })
  const {stdout} = await awsup(project, ['env', 'diff', 'dev', 'prod', '--settings'])
  expect(stdout).toMatch(/ {2}auth\.mfa +"optional" +"on"\n/)
  expect(stdout).not.toContain('userPoolId')
})

test('env doctor finds nothing where all is well, else each thing with what to do about it, and ends with 10', async () => {
  const project = copy()
  expect(await awsupJson(project, ['env', 'doctor'])).toMatchObject({code: 5, error: {code: 'NO_CURRENT'}})
  await awsup(project, ['env', 'switch', 'dev'])
  expect(await awsupJson(project, ['env', 'doctor'])).toMatchObject({code: 0, result: {askedAws: true, findings: []}})

  expect((await awsup(project, ['env', 'doctor', 'prod', '--offline'])).stdout).toContain(
    '! amplify_outputs.json holds the ids of dev\n    fix: awsup env switch prod\n',
  )
  write(project, 'amplify_outputs.json', read(project, 'amplify_outputs.json').replace('OPTIONAL', 'NONE'))
  await awsup(project, ['user', 'create', 'alice', '--env', 'dev'])
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace('mfa: optional', 'mfa: on'))
  const {code, result} = await awsupJson(project, ['env', 'doctor'])
  expect(code).toBe(10)
  expect((result as unknown as {findings: unknown}).findings).toEqual([
    expect.objectContaining({about: 'files', subject: 'amplify_outputs.json', fix: 'awsup env switch dev'}),
    expect.objectContaining({about: 'aws', subject: 'dev.user-pool', fix: 'awsup apply --env dev'}),
  ])
})
