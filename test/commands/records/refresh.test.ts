import {
  DeleteUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

const RICH = `users:
  alice: { environments: [dev, prod], groups: [admins] }
`
const RECORDS = ['organization.json', 'environments/dev.json', 'environments/prod.json']

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const recordsOf = (project: string) =>
  RECORDS.map((file) => readFileSync(join(project, '.awsup', 'sandbox', file), 'utf8'))
const lose = (project: string, ...files: readonly string[]) => {
  for (const file of files) rmSync(join(project, '.awsup', 'sandbox', file), {recursive: true})
}

test('after every record was lost the same files come back byte for byte, and nothing is changed on AWS', async () => {
  const project = copy()
  write(project, 'awsup.yaml', read(project, 'awsup.yaml') + RICH)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  const before = recordsOf(project)
  const sandbox = await sandboxOf(project)
  const {mutating} = sandbox.callSummary()
  for (const lost of [['environments'], ['organization.json'], ['environments', 'organization.json', '.last']]) {
    lose(project, ...lost)
    const {code, stderr} = await awsup(project, ['refresh'])
    expect(code, stderr).toBe(0)
    expect(recordsOf(project)).toEqual(before)
  }
  expect(sandbox.callSummary().mutating).toBe(mutating)
  expect((await awsupJson(project, ['refresh'])).result).toMatchObject({
    added: [],
    changed: [],
    removed: [],
    missing: [],
  })
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
})

test('what is gone from AWS is named and taken off record; the rest of its environment stays', async () => {
  const project = copy()
  const {enter} = await openProjectWorld(project)
  const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
  const ClientId = idOnRecord(project, 'dev', 'app-client.web')
  await cognito.send(new DeleteUserPoolClientCommand({UserPoolId, ClientId}))

  const {stdout, code} = await awsup(project, ['refresh'])
  expect(code).toBe(0)
  expect(stdout).toContain(`gone from AWS, taken off record: app-client dev.app-client.web ${ClientId}`)
  expect(stdout).toContain('not there: dev.app-client.web (awsup apply makes it)')
  expect(idOnRecord(project, 'dev', 'app-client.web')).toBe('')
  expect(idOnRecord(project, 'dev', 'user-pool')).toBe(UserPoolId)
  const {UserPoolClients} = await cognito.send(new ListUserPoolClientsCommand({UserPoolId}))
  expect(UserPoolClients).toEqual([])
})

test('a run that was killed: refresh records what was made, settles what it can, and apply does the rest', async () => {
  const project = emptyFolder()
  ;(await sandboxOf(project)).configure({accountCreationMs: 0, roleDelayMs: 0})
  await killAfter(project, INIT, 'cognito-idp:CreateUserPool')
  const sandbox = await sandboxOf(project)
  const {mutating} = sandbox.callSummary()
  const {code, result, stderr} = await awsupJson(project, ['refresh'])
  expect(code, stderr).toBe(0)
  expect(result['missing']).not.toHaveLength(0)
  expect(sandbox.callSummary().mutating).toBe(mutating)
  expect((await awsupJson(project, ['status'])).result['underWay']).toEqual([])
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  // Not the calls: one that was under way when the run died is done, and in no log.
  const {enter, management} = await openProjectWorld(project)
  const poolsOf = async (environment: string) => {
    const {cognito} = await enter(idOnRecord(project, environment, 'account'))
    return (await cognito.send(new ListUserPoolsCommand({MaxResults: 10}))).UserPools?.map(({Id}) => Id)
  }
  expect(await poolsOf('dev')).toEqual([idOnRecord(project, 'dev', 'user-pool')])
  expect(await poolsOf('prod')).toEqual([idOnRecord(project, 'prod', 'user-pool')])
  const {Accounts} = await management.organizations.send(new ListAccountsCommand({}))
  expect(Accounts).toHaveLength(3)
})

test('credentials that see none of the accounts take nothing off record', async () => {
  const project = copy()
  lose(project, 'organization.json', 'data')
  const before = read(project, '.awsup/sandbox/environments/dev.json')
  const {code, error} = await awsupJson(project, ['refresh'])
  expect({code, error: error.code}).toEqual({code: 5, error: 'WRONG_ACCOUNT'})
  expect(read(project, '.awsup/sandbox/environments/dev.json')).toBe(before)
})

test('of one environment leaves the records of the other as they are', async () => {
  const project = copy()
  lose(project, 'environments')
  expect((await awsup(project, ['refresh', '--env', 'dev'])).code).toBe(0)
  expect(idOnRecord(project, 'dev', 'user-pool')).not.toBe('')
  expect((await awsupJson(project, ['status'])).result['environments']).toMatchObject([
    {},
    {name: 'prod', resources: []},
  ])
})
