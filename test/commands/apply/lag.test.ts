import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {Fault} from '../../../src/sandbox/settings.js'
import {groups, roles} from '../../../src/sandbox/services/iam/tables.js'
import {clients, pools} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {identityPools} from '../../../src/sandbox/services/cognito-identity/tables.js'
import type {Transaction} from '../../../src/sandbox/store/transaction.js'
import {awsup, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {iam} from '../../_helpers/worlds/iam-tables.js'

const copy = await makeTemplate()

/** IAM shows what was made or deleted two seconds late: longer than a command takes to start. */
const LATE = {env: {AWSUP_SANDBOX_LAG: 'iam=2000', AWSUP_VISIBLE_TIMEOUT: '30'}}

const well = async (project: string, ...args: readonly string[]): Promise<string> => {
  const {code, stdout, stderr} = await awsup(project, args, LATE)
  expect({args, code, stderr}).toMatchObject({args, code: 0})
  return stdout
}

describe('one command right after the other, while IAM still shows what was before:', () => {
  test('a user with password and key is made in one run, and the next one deletes all of it', async () => {
    const project = copy()
    await well(project, 'user', 'create', 'ann', '--env', 'dev', '--group', 'viewers', '--console', '--access-key')
    await well(project, 'user', 'delete', 'ann', '--confirm', 'ann')
    // The administrator and its key are what the sandbox began with.
    expect((await sandboxOf(project)).world(iam)).toEqual({users: ['admin'], keysOfUsers: 1, profiles: 0})
    expect(readFileSync(join(project, 'awsup.yaml'), 'utf8')).not.toContain('ann')
  })

  test('what destroy deleted, apply makes again, and does not take for still there', async () => {
    const project = copy()
    await well(project, 'user', 'create', 'ann', '--env', 'dev', '--group', 'viewers')
    await well(project, 'destroy', '--env', 'dev', '--confirm', 'dev', '--yes')
    await well(project, 'apply', '--yes')
    const sandbox = await sandboxOf(project)
    expect(sandbox.world((tx) => roles.list(tx).map(({roleName}) => roleName))).toContain('acme-dev-authenticated')
    expect(sandbox.world(iam).users.sort()).toEqual(['admin', 'ann'])
    await well(project, 'plan', '--check')
  })
})

test('a policy whose ARN is misspelt fails at once, although its group was just made', async () => {
  const project = copy()
  const misspelt = 'userGroups: { keepers: ["arn:aws:iam::aws:policy/ReadOnlyAcces"] }\n'
  write(project, 'awsup.yaml', read(project, 'awsup.yaml') + misspelt)
  const args = ['user', 'create', 'ann', '--env', 'dev', '--group', 'keepers']
  const {code, stderr} = await awsup(project, args, {env: {AWSUP_SANDBOX_LAG: '0', AWSUP_VISIBLE_TIMEOUT: '120'}})
  expect({code, stderr}).toMatchObject({code: 6, stderr: expect.stringContaining('ReadOnlyAcces') as string})
  const sandbox = await sandboxOf(project)
  expect(sandbox.callSummary().byOperation['iam:AttachGroupPolicy']).toBe(1)
  expect(sandbox.world((tx) => groups.list(tx).length)).toBe(1)
})

test('what AWS does not show within the time is told in plain words, and the next run finishes it', async () => {
  const project = copy()
  const args = ['user', 'create', 'ann', '--env', 'dev', '--group', 'viewers']
  const env = {AWSUP_SANDBOX_LAG: 'iam=4000', AWSUP_VISIBLE_TIMEOUT: '1'}
  const {code, stderr} = await awsup(project, args, {env})
  expect({code, stderr}).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(
      /AWS does not show \w+ \S+ yet, which was just made[\s\S]*run the same command again/,
    ) as string,
  })
  await well(project, ...args)
  expect((await sandboxOf(project)).world(iam).users.sort()).toEqual(['admin', 'ann'])
})

test('the reply to a create is lost and lists are late: the next run waits for the list, and makes no second pool', async () => {
  const project = emptyFolder()
  const sandbox = await sandboxOf(project)
  const lost: Fault = {operation: 'cognito-idp:CreateUserPool', nth: 1, when: 'after', effect: {type: 'drop'}}
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, faults: [lost]})
  // Longer than the rest of a run takes.
  const env = {AWSUP_SANDBOX_LAG: 'cognito=15000', AWSUP_VISIBLE_TIMEOUT: '60'}
  expect((await awsup(project, INIT, {env})).code).toBe(6)
  const {code, stderr} = await awsup(project, INIT, {env})
  expect({code, stderr}).toMatchObject({code: 0})
  const counts = (tx: Transaction) => [pools.list(tx).length, clients.list(tx).length, identityPools.list(tx).length]
  expect(sandbox.world(counts)).toEqual([2, 2, 2])
})
