import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {accounts, type Account} from '../../../src/sandbox/services/organizations/tables.js'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** What the management account can do to a member on AWS: another name, another address, other tags. */
async function changeOnAws(project: string, accountId: string, changes: Partial<Account>): Promise<void> {
  const sandbox = await sandboxOf(project)
  sandbox.world((tx) => {
    const found = accounts.get(tx, [accountId])
    if (!found) throw new Error(`no account ${accountId}`)
    accounts.put(tx, [accountId], {...found, ...changes})
  })
}

const idsOnAws = async (project: string): Promise<readonly (string | undefined)[]> => {
  const {management} = await openProjectWorld(project)
  const {Accounts = []} = await management.organizations.send(new ListAccountsCommand({}))
  return Accounts.map(({Id}) => Id).sort()
}

function loseRecords(project: string): void {
  rmSync(join(project, '.awsup', 'sandbox', 'environments'), {recursive: true})
  rmSync(join(project, '.awsup', 'sandbox', 'organization.json'))
}

describe('an account that was renamed, or got another address, on AWS', () => {
  test('stops nothing: its id says which it is. What differs is shown, and apply leaves it', async () => {
    const project = copy()
    const id = idOnRecord(project, 'dev', 'account')
    await changeOnAws(project, id, {name: 'Acme Development', email: 'aws@example.com'})

    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    const {stdout} = await awsup(project, ['plan'])
    expect(stdout).toContain('name is "Acme Development", awsup.yaml says "acme-dev"')
    expect(stdout).toContain('email is "aws@example.com", awsup.yaml says "aws+dev@acme.dev"')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect((await awsup(project, ['user', 'create', 'alice', '--env', 'dev'])).code).toBe(0)

    const {code, result} = await awsupJson(project, ['drift', '--env', 'dev', '--check'])
    expect(code).toBe(10)
    expect(result['drifted']).toMatchObject([
      {
        address: 'dev.account',
        id,
        state: 'changed',
        apply: 'nothing',
        changes: [
          {field: 'name', from: 'Acme Development', to: 'acme-dev', effect: 'leave'},
          {field: 'email', from: 'aws@example.com', to: 'aws+dev@acme.dev', effect: 'leave'},
        ],
        hint: expect.stringContaining('put-account-name') as string,
      },
    ])
    expect((await awsup(project, ['drift', '--env', 'dev'])).stdout).toContain('awsup apply leaves it as it is on AWS')
  })

  test('is found by its tags when every record is lost, and no second one is made', async () => {
    const project = copy()
    const before = await idsOnAws(project)
    const id = idOnRecord(project, 'dev', 'account')
    await changeOnAws(project, id, {name: 'Acme Development', email: 'aws@example.com'})
    loseRecords(project)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect(idOnRecord(project, 'dev', 'account')).toBe(id)
    expect(await idsOnAws(project)).toEqual(before)
  })
})

test('an account on record that left the organization is not made a second time, until it is off record', async () => {
  const project = copy()
  const before = await idsOnAws(project)
  const id = idOnRecord(project, 'dev', 'account')
  await changeOnAws(project, id, {organizationId: undefined, parentId: undefined})
  const yaml = read(project, 'awsup.yaml').replace(
    'dev: { region: us-east-1',
    'dev: { region: us-east-1, email: new@acme.dev',
  )
  write(project, 'awsup.yaml', yaml)
  for (const args of [['plan'], ['apply', '--yes']]) {
    const {code, error} = await awsupJson(project, args)
    expect({code, named: error.code}).toEqual({code: 5, named: 'CANNOT_CHANGE'})
    expect(error.message).toContain(id)
    expect(error.hint).toContain('invite it back')
  }
  expect(await idsOnAws(project)).toEqual(before.filter((one) => one !== id))
  expect((await awsup(project, ['refresh', '--env', 'dev'])).code).toBe(0)
  expect((await awsup(project, ['plan', '--check'])).code).toBe(10)
})

describe('an account that awsup did not make', () => {
  test.each([['Legacy Dev'], ['acme-dev']])(
    'is not taken because it has the address, called %s: the plan names both ways out, and one of them works',
    async (name) => {
      const project = copy()
      const id = idOnRecord(project, 'dev', 'account')
      await changeOnAws(project, id, {name, tags: {}})
      loseRecords(project)
      const before = await idsOnAws(project)

      for (const args of [['plan'], ['apply', '--yes'], ['org', 'init', '--yes']]) {
        const {code, error} = await awsupJson(project, args)
        expect({code, named: error.code}).toEqual({code: 5, named: 'NOT_OURS'})
        expect(error.message).toContain(id)
        expect(error.hint).toContain(`environments.dev.account: "${id}"`)
        expect(error.hint).toContain('environments.dev.email')
      }
      expect(await idsOnAws(project)).toEqual(before)

      const yaml = read(project, 'awsup.yaml')
      write(
        project,
        'awsup.yaml',
        yaml.replace('dev: { region: us-east-1', `dev: { region: us-east-1, account: "${id}"`),
      )
      expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
      expect(idOnRecord(project, 'dev', 'account')).toBe(id)
    },
  )

  test('and that is lived in is not moved under the project’s unit because its line was deleted', async () => {
    const project = copy()
    const id = idOnRecord(project, 'dev', 'account')
    const yaml = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', yaml.replace('dev: { region: us-east-1', `dev: { region: us-east-1, account: "${id}"`))
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    write(project, 'awsup.yaml', yaml)
    const {code, error} = await awsupJson(project, ['apply', '--yes'])
    expect({code, named: error.code}).toEqual({code: 5, named: 'CANNOT_CHANGE'})
    expect(error.hint).toContain(`environments.dev.account: "${id}"`)
  })
})
