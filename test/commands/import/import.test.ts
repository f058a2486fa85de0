import {CreateUserPoolClientCommand, CreateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {cpSync, existsSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {Imported} from '../../../src/lib/operations/import/import.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

async function makePool(project: string) {
  const world = await openProjectWorld(project)
  const {cognito} = world.management
  const {UserPool} = await cognito.send(
    new CreateUserPoolCommand({PoolName: 'customers', UsernameAttributes: ['email']}),
  )
  const UserPoolId = UserPool?.Id ?? ''
  const made = await cognito.send(new CreateUserPoolClientCommand({UserPoolId, ClientName: 'site'}))
  return {...world, UserPoolId, ClientId: made.UserPoolClient?.ClientId ?? ''}
}

test('a pool made by hand: a dry run writes nothing, then it is taken in, and plan and apply go on from there', async () => {
  const project = emptyFolder()
  const {UserPoolId, ClientId, sandbox} = await makePool(project)
  const args = [
    'import',
    'pool',
    UserPoolId,
    '--sandbox',
    '--project',
    'acme',
    '--env',
    'dev',
    '--client',
    `web=${ClientId}`,
  ]

  const dry = await awsupJson(project, [...args, '--dry-run'])
  expect(dry.result).toMatchObject({
    written: false,
    manifest: 'new',
    environments: [{userPoolId: UserPoolId, clients: {web: ClientId}}],
  })
  expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)

  const asked = await awsup(project, args)
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--yes')])
  expect(asked.stdout).toContain('+  dev:')
  expect(asked.stdout).toContain('dev.user-pool deletionProtection: awsup has every user pool protected from deletion.')
  expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)

  const mutations = (): number => sandbox.calls().filter(({mutating}) => mutating).length
  const before = mutations()
  const {code, result} = await awsupJson(project, [...args, '--yes'])
  const {plan, reasons} = result as unknown as Imported
  expect([code, mutations()]).toEqual([0, before])
  expect(idOnRecord(project, 'dev', 'user-pool')).toBe(UserPoolId)
  expect(idOnRecord(project, 'dev', 'app-client.web')).toBe(ClientId)
  const lines = plan.steps.filter(({action}) => action !== 'no-op').map(({address}) => address)
  expect(new Set(reasons.map(({address}) => address))).toEqual(new Set(lines))

  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
  expect(read(project, 'amplify_outputs.json')).toContain(UserPoolId)
})

test('there and back: what awsup wrote for Amplify, taken into an empty folder, is the same pool and the same file', async () => {
  const origin = (await makeTemplate())()
  await awsup(origin, ['env', 'switch', 'dev'])
  const project = emptyFolder()
  cpSync(join(origin, '.awsup', 'sandbox', 'data'), join(project, '.awsup', 'sandbox', 'data'), {recursive: true})
  const file = read(origin, 'amplify_outputs.json')
  write(project, 'amplify_outputs.json', file)
  const account = idOnRecord(origin, 'dev', 'account')

  const args = ['import', 'amplify', '--sandbox', '--project', 'acme', '--env', 'dev', '--account', account, '--yes']
  const {code, result} = await awsupJson(project, args)

  expect(code).toBe(0)
  for (const part of ['account', 'user-pool', 'app-client.web', 'identity-pool']) {
    expect(idOnRecord(project, 'dev', part)).toBe(idOnRecord(origin, 'dev', part))
  }
  expect((result as unknown as Imported).reasons).toEqual([])
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  await awsup(project, ['env', 'switch', 'dev'])
  expect(read(project, 'amplify_outputs.json')).toBe(file)
})

test('an environment that awsup made is not taken in again, and loses nothing by it', async () => {
  const project = (await makeTemplate())()
  const before = textsOf(project)
  const pool = idOnRecord(project, 'dev', 'user-pool')

  const other = await awsupJson(project, ['import', 'pool', pool, '--env', 'old', '--yes'])
  expect([other.code, other.error.code]).toEqual([5, 'ON_RECORD'])
  const another = await awsupJson(project, ['import', 'pool', 'us-east-1_AbCdEfGhI', '--env', 'dev', '--yes'])
  expect([another.code, another.error.code]).toEqual([5, 'HAS_A_POOL'])
  expect(textsOf(project)).toEqual(before)
})

test.each([
  [['pool', 'customers', '--env', 'dev'], 'the user pool is "customers", must be the id of a user pool'],
  [['pool', 'us-east-1_AbCdEfGhI'], 'a value for --env is needed'],
  [['pool', 'us-east-1_AbCdEfGhI', '--env', 'dev'], 'a value for --project is needed'],
  [['pool', 'us-east-1_AbCdEfGhI', '--env', 'De v', '--project', 'acme'], 'the name "De v"'],
  [['terraform', '--env', 'dev'], 'there is no terraform.tfstate'],
  [['amplify'], 'there is nothing of Amplify in .'],
])('import %s is refused before anything is called', async (args, message) => {
  const {code, error} = await awsupJson(emptyFolder(), ['import', ...args, '--sandbox'])
  expect([code, error.message]).toEqual([2, expect.stringContaining(message)])
})
