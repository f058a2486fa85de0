import {DisableRegionCommand, GetRegionOptStatusCommand, AccountClient} from '@aws-sdk/client-account'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import type {Fault, Settings} from '../../../src/sandbox/settings.js'
import {awsup, awsupJson, emptyFolder, INIT, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {killAfter} from '../../_helpers/processes/kill.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const MILAN: readonly string[] = [...INIT, '--env', 'dev', '--region', 'eu-south-1']

/** An empty folder with a sandbox in it that has no delays but those that are told. */
async function folderWith(settings: Partial<Settings> = {}): Promise<string> {
  const project = emptyFolder()
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, regionChangeMs: 0, ...settings})
  return project
}

const callsOf = async (project: string) => (await sandboxOf(project)).callSummary()

/** Whoever acts inside dev's account, asking the Account service. */
async function accountServiceOf(project: string): Promise<AccountClient> {
  const {enter, sandbox} = await openProjectWorld(project)
  const {sts} = await enter(idOnRecord(project, 'dev', 'account'))
  return new AccountClient({
    region: 'us-east-1',
    requestHandler: requestHandlerFor(sandbox),
    credentials: sts.config.credentials,
  })
}

describe('a region that AWS does not have is refused before anything is made', () => {
  test.each(['us-esat-1', 'eu-west-9', 'EU-WEST-1', 'eu-west-1 ', 'us-east-1a', 'global', 'cn-north-1', ''])(
    'by org init, in either target: %j',
    async (region) => {
      for (const target of ['sandbox', 'aws']) {
        const project = emptyFolder()
        const words = INIT.filter((word) => word !== '--sandbox')
        const {code, error} = await awsupJson(project, [...words, '--region', region], {env: {AWSUP_TARGET: target}})
        expect({code, flag: error.details['flag']}).toEqual({code: 2, flag: '--region'})
        expect(error.message).toMatch(/^--region is (empty|"[^"]*"), must /)
        expect(textsOf(project)).toEqual({})
        expect(existsSync(join(project, '.awsup'))).toBe(false)
      }
    },
  )

  test('by org init where the shell says it, naming the variable', async () => {
    const {code, error} = await awsupJson(emptyFolder(), INIT, {env: {AWS_DEFAULT_REGION: 'eu-west-9'}})
    expect(code).toBe(2)
    expect(error).toMatchObject({
      message: 'AWS_DEFAULT_REGION is "eu-west-9", must be the code of an AWS region that awsup knows',
      hint: expect.stringContaining('Did you mean eu-west-1?') as string,
    })
  })

  test('by env add', async () => {
    const project = copy()
    const before = textsOf(project)
    const {code, error} = await awsupJson(project, ['env', 'add', 'staging', '--region', 'us-esat-1', '--yes'])
    expect({code, message: error.message}).toEqual({
      code: 2,
      message: '--region is "us-esat-1", must be the code of an AWS region that awsup knows',
    })
    expect(error.hint).toContain('Did you mean us-east-1?')
    expect(textsOf(project)).toEqual(before)
  })

  test.each([
    ['plan'],
    ['apply', '--yes'],
    ['status'],
    ['drift'],
    ['env', 'switch', 'dev'],
    ['exec', 'dev', '--', 'true'],
  ])('by every command that reads awsup.yaml, with line and column: %s %s', async (...args) => {
    const project = copy()
    const words = args.filter((word) => typeof word === 'string')
    write(
      project,
      'awsup.yaml',
      read(project, 'awsup.yaml').replace('dev: { region: us-east-1', 'dev: { region: us-esat-1'),
    )
    const {code, stderr} = await awsup(project, words)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /environments\.dev\.region is "us-esat-1", must .*\n {2}awsup\.yaml:\d+:\d+\n.*Did you mean us-east-1\?/,
    )
  })

  test.each([
    ['eu-west-9_AbCdEfGhI', '"eu-west-9", must be the code of an AWS region that awsup knows'],
    ['cn-north-1_AbCdEfGhI', 'awsup does not support AWS China'],
    ['us-gov-west-1_AbCdEfGhI', 'awsup does not support AWS GovCloud (US)'],
  ])('by import, of a pool in it: %s', async (pool, said) => {
    const project = emptyFolder()
    const args = ['import', 'pool', pool, '--env', 'dev', '--project', 'acme', '--yes']
    const {code, error} = await awsupJson(project, args, {env: {AWSUP_TARGET: 'sandbox'}})
    expect(code).toBe(2)
    expect(error.message).toContain(`the region of the user pool ${pool} is`)
    expect(error.message).toContain(said)
    expect(textsOf(project)).toEqual({})
  })
})

describe('a region that is newer than this awsup', () => {
  test('can be used where AWSUP_REGIONS names it', async () => {
    const project = await folderWith()
    const init = [...INIT, '--env', 'dev', '--region', 'ap-southeast-9']
    expect((await awsup(project, init)).code).toBe(2)
    const {code, result} = await awsupJson(project, init, {env: {AWSUP_REGIONS: 'ap-southeast-9'}})
    expect(code).toBe(0)
    expect(result['environments']).toMatchObject({dev: {region: 'ap-southeast-9'}})
  })

  test('is refused before anything is made where AWS does not have it', async () => {
    const sandbox = await openSandbox()
    const server = await serve(sandbox, {port: 0})
    onTestFinished(() => server.close())
    const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
    const project = emptyFolder()
    const words = INIT.filter((word) => word !== '--sandbox')
    const env = {
      AWSUP_REGIONS: 'ap-southeast-9',
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }
    const {code, error} = await awsupJson(project, [...words, '--region', 'ap-southeast-9'], {env})
    expect(code).toBe(2)
    expect(error.message).toBe(
      `environments.dev.region is "ap-southeast-9", which AWS does not have for account ${sandbox.credentials('admin').accountId}`,
    )
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
  })
})

describe('a region that is off in new accounts', () => {
  test('is said in the plan, enabled in the account alone, and used from there on', async () => {
    const project = await folderWith({regionChangeMs: 600})
    const {code, stdout, stderr} = await awsup(project, MILAN)
    expect({code, stderr}).toMatchObject({code: 0})
    expect(stdout).toContain('region eu-south-1 is off in a new account: awsup enables it in the account of dev')
    expect(stdout).toContain('region: "eu-south-1" (cannot be changed later)')
    expect(stderr).toMatch(/waiting for region eu-south-1 to be enabled in account \d{12}, at most 60m/)
    expect(idOnRecord(project, 'dev', 'user-pool')).toMatch(/^eu-south-1_/)

    // The management account's own region stays off: nothing of it was asked there.
    const {sandbox} = await openProjectWorld(project)
    const own = new AccountClient({
      region: 'us-east-1',
      requestHandler: requestHandlerFor(sandbox),
      credentials: sandbox.credentials('admin'),
    })
    expect(await own.send(new GetRegionOptStatusCommand({RegionName: 'eu-south-1'}))).toMatchObject({
      RegionOptStatus: 'DISABLED',
    })

    sandbox.resetCalls()
    for (const args of [['apply', '--yes'], ['drift'], ['refresh'], ['status'], ['exec', 'dev', '--', 'true']]) {
      expect(await awsup(project, args), args.join(' ')).toMatchObject({code: 0})
    }
    expect(sandbox.callSummary().mutating).toBe(0)
  })

  test('is on in an account that has it: nothing is enabled, nothing is said', async () => {
    const project = await folderWith()
    expect((await awsup(project, MILAN)).code).toBe(0)
    const {code, stdout} = await awsup(project, ['plan', '--check'])
    expect({code}).toEqual({code: 0})
    expect(stdout).not.toContain('eu-south-1')
    expect((await callsOf(project)).byOperation['account:EnableRegion']).toBe(1)
  })

  test('is named in the plan’s document', async () => {
    const project = copy()
    const changed = read(project, 'awsup.yaml').replace(/^( +prod: .*)$/m, '$1\n  milan: { region: eu-south-1 }')
    write(project, 'awsup.yaml', changed)
    const {result} = await awsupJson(project, ['plan'])
    const {steps} = result as unknown as {steps: readonly {address: string; notices?: readonly {code: string}[]}[]}
    expect(steps.find(({address}) => address === 'milan.region')).toMatchObject({
      kind: 'region',
      action: 'create',
      notices: [{code: 'REGION_OPT_IN', message: expect.stringContaining('eu-south-1') as string}],
    })
    expect(steps.filter(({notices}) => notices)).toHaveLength(1)
  })

  test('a run that dies while it is being enabled is finished by the same command', async () => {
    const project = await folderWith({regionChangeMs: 1_500})
    await killAfter(project, MILAN, 'account:EnableRegion')
    expect(idOnRecord(project, 'dev', 'region')).toBe('')
    const {code, stderr} = await awsup(project, MILAN)
    expect({code, stderr}).toMatchObject({code: 0})
    const {byOperation} = await callsOf(project)
    // The call that was cut off is not among those that were answered; no other one came.
    expect(byOperation['account:EnableRegion']).toBeUndefined()
    expect(byOperation['organizations:CreateAccount']).toBe(1)
    expect(idOnRecord(project, 'dev', 'region')).toBe('eu-south-1')
  })

  test('that is never enabled ends the run at its deadline, which says where to look; later the same command goes on', async () => {
    const project = await folderWith({regionChangeMs: 3_600_000})
    const env = {AWSUP_REGION_TIMEOUT: '1'}
    const late = await awsupJson(project, MILAN, {env})
    expect(late.code).toBe(6)
    expect(late.error.message).toMatch(
      /^dev\.region: waited 1 seconds for region eu-south-1 to be enabled in account \d{12}, and it is not done yet: AWS says ENABLING$/,
    )
    expect(late.error.hint).toMatch(/several hours.*Run the same command again.*AWSUP_REGION_TIMEOUT/)
    // What needs the region was not tried; the account is on record.
    expect(idOnRecord(project, 'dev', 'account')).toMatch(/^\d{12}$/)
    expect((await callsOf(project)).byOperation['cognito-idp:CreateUserPool']).toBeUndefined()

    const sandbox = await sandboxOf(project)
    sandbox.configure({clockOffsetMs: 3_600_000})
    expect(await awsup(project, MILAN)).toMatchObject({code: 0})
    expect((await callsOf(project)).byOperation['account:EnableRegion']).toBe(1)
  })

  test('that may not be enabled is an unfinished run, which names the action; the same command goes on', async () => {
    const effect = {
      type: 'error',
      name: 'AccessDeniedException',
      message: 'with an explicit deny in a service control policy',
      status: 403,
    } as const
    const faults: Fault[] = [{operation: 'account:EnableRegion', when: 'before', effect}]
    const project = await folderWith({faults})
    const {code, error} = await awsupJson(project, MILAN)
    expect(code).toBe(6)
    expect(error.message).toContain('is not allowed to do account:EnableRegion')
    expect(error.hint).toContain('service control policy')
    ;(await sandboxOf(project)).configure({faults: []})
    expect(await awsup(project, MILAN)).toMatchObject({code: 0})
  })

  test('a timeout that is no number is refused before any call', async () => {
    const project = await folderWith()
    const {code, error} = await awsupJson(project, MILAN, {env: {AWSUP_REGION_TIMEOUT: 'soon'}})
    expect({code, message: error.message}).toEqual({
      code: 2,
      message: 'AWSUP_REGION_TIMEOUT is "soon", which is no number of seconds',
    })
    expect((await callsOf(project)).total).toBe(0)
  })

  test('that somebody switched off again: what exists is out of reach, not gone', async () => {
    const project = await folderWith()
    expect((await awsup(project, MILAN)).code).toBe(0)
    const before = textsOf(project)
    await (await accountServiceOf(project)).send(new DisableRegionCommand({RegionName: 'eu-south-1'}))
    ;(await sandboxOf(project)).resetCalls()
    for (const args of [
      ['plan'],
      ['apply', '--yes'],
      ['refresh', '--yes'],
      ['destroy', '--env', 'dev', '--confirm', 'dev'],
    ]) {
      const {code, error} = await awsupJson(
        project,
        args.filter((word) => word !== '--yes' || args[0] !== 'refresh'),
      )
      expect({args, code, error: error.code}).toEqual({args, code: 5, error: 'REGION_OFF'})
      expect(error.message).toMatch(
        /^region eu-south-1 is not on in account \d{12}: AWS says DISABLED, and what dev has there/,
      )
      expect(error.hint).toContain('awsup exec dev -- aws account enable-region --region-name eu-south-1')
    }
    expect(textsOf(project)).toEqual(before)
    expect((await callsOf(project)).mutating).toBe(0)
    // Commands that do not plan say it at once, with no wait.
    const users = await awsupJson(project, ['user', 'list', '--pool', '--env', 'dev'])
    expect({code: users.code, error: users.error.code}).toEqual({code: 4, error: 'REGION_OFF'})
  })

  test('stays on when its environment is destroyed, and when it leaves awsup.yaml', async () => {
    const project = await folderWith()
    expect((await awsup(project, [...INIT, '--env', 'dev', '--env', 'test', '--region', 'eu-south-1'])).code).toBe(0)
    expect((await awsup(project, ['destroy', '--env', 'dev', '--confirm', 'dev'])).code).toBe(0)
    expect((await awsup(project, ['env', 'remove', 'dev', '--confirm', 'dev'])).code).toBe(0)
    expect((await callsOf(project)).byOperation['account:DisableRegion']).toBeUndefined()
    expect(
      await (await accountServiceOf(project)).send(new GetRegionOptStatusCommand({RegionName: 'eu-south-1'})),
    ).toMatchObject({RegionOptStatus: 'ENABLED'})
  })

  test('is enabled in the caller’s own account where the environment lives there', async () => {
    const project = await folderWith()
    write(
      project,
      'awsup.yaml',
      'version: 1\nproject: acme\ntarget: sandbox\nenvironments:\n  dev: { region: eu-south-1, account: management }\n',
    )
    const {code, stderr} = await awsup(project, ['apply', '--yes'])
    expect({code, stderr}).toMatchObject({code: 0})
    expect(idOnRecord(project, 'dev', 'user-pool')).toMatch(/^eu-south-1_/)
    const {management} = await openProjectWorld(project)
    await expect(management.organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    })
  })
})
