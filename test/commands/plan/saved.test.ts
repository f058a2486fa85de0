import {
  CreateGroupCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {cpSync, mkdirSync, rmSync, statSync, symlinkSync, truncateSync} from 'node:fs'
import {join} from 'node:path'
import {DeleteRolePolicyCommand, PutRolePolicyCommand} from '@aws-sdk/client-iam'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const PLAN = 'plan.json'
const GROUPS = ['  mfa: optional', '  mfa: on\n  groups: { admins: { precedence: 1 } }'] as const

const edit = (project: string, from: string, to: string): void =>
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(from, to))

/** A project in which something is to be done, and a plan of it. */
async function planned(...args: readonly string[]): Promise<string> {
  const project = copy()
  edit(project, ...GROUPS)
  const {code, stderr} = await awsup(project, ['plan', '--out', PLAN, ...args])
  if (code !== 0) throw new Error(stderr)
  return project
}

async function mutations(project: string): Promise<number> {
  return (await sandboxOf(project)).callSummary().mutating
}

/** The pool of dev, past awsup. */
async function enterDev(project: string) {
  const {enter} = await openProjectWorld(project)
  return {...(await enter(idOnRecord(project, 'dev', 'account'))), UserPoolId: idOnRecord(project, 'dev', 'user-pool')}
}

/** Refused with this code, and nothing was changed: neither on AWS nor in the folder. */
async function expectRefused(project: string, error: object, args: readonly string[] = ['apply', PLAN, '--yes']) {
  const [before, calls] = [textsOf(project), await mutations(project)]
  const run = await awsupJson(project, args)
  expect(run).toMatchObject({ok: false, error})
  expect(textsOf(project)).toEqual(before)
  expect(await mutations(project)).toBe(calls)
  return run
}

describe('a plan is saved', () => {
  test('for its owner alone, with who planned, where and what; the same world gives the same bytes', async () => {
    const project = await planned()
    expect(statSync(join(project, PLAN)).mode & 0o777).toBe(0o600)
    const text = read(project, PLAN)
    expect(JSON.parse(text)).toMatchObject({
      format: 'awsup plan',
      version: 1,
      awsup: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      project: 'acme',
      target: 'sandbox',
      by: {arn: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/admin$/) as string},
      organizationId: expect.stringMatching(/^o-/) as string,
      plan: {summary: {create: 2, update: 2}},
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect((await awsup(project, ['plan', '--out', PLAN])).code).toBe(0)
    expect(read(project, PLAN)).toBe(text)
  })

  test('two plans of one world are both good, but the second is refused once the first is done', async () => {
    const project = await planned()
    expect((await awsup(project, ['plan', '--out', 'second.json'])).code).toBe(0)
    expect((await awsup(project, ['apply', PLAN, '--yes'])).code).toBe(0)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
    await expectRefused(project, {code: 'PLAN_CHANGED', exitCode: 5}, ['apply', 'second.json', '--yes'])
  })

  test('--json says where, and the screen says what applies it', async () => {
    const project = await planned()
    expect((await awsupJson(project, ['plan', '--out', PLAN])).result).toMatchObject({file: PLAN})
    expect((await awsup(project, ['plan', '--out', PLAN])).stdout).toContain(
      'Saved in plan.json. To do exactly this: awsup apply plan.json',
    )
  })

  test('over an older plan, and over nothing else that exists', async () => {
    const project = await planned()
    write(project, 'notes.txt', 'mine')
    mkdirSync(join(project, 'folder'))
    symlinkSync(join(project, 'notes.txt'), join(project, 'link.json'))
    for (const file of [
      'notes.txt',
      'awsup.yaml',
      'folder',
      'link.json',
      '.git/plan',
      '.awsup/plan.json',
      'no/such',
      '',
    ]) {
      await expectRefused(project, {exitCode: 2, details: {flag: '--out'}}, ['plan', '--out', file])
    }
    expect(read(project, 'notes.txt')).toBe('mine')
  })
})

describe('a saved plan is applied', () => {
  test('in another folder, on another machine, with other ends of lines', async () => {
    const project = await planned()
    const elsewhere = join(emptyFolder(), 'checkout')
    cpSync(project, elsewhere, {recursive: true})
    for (const file of [PLAN, 'awsup.yaml']) write(elsewhere, file, read(elsewhere, file).replaceAll('\n', '\r\n'))
    expect((await awsup(elsewhere, ['apply', PLAN, '--yes'])).stdout).toContain(
      'Done in the sandbox: 2 created, 2 updated, 0 deleted',
    )
  })

  test('for the environments that it was made for, whatever happens in the others', async () => {
    const project = await planned('--env', 'prod')
    const {cognito, UserPoolId} = await enterDev(project)
    await cognito.send(new CreateGroupCommand({UserPoolId, GroupName: 'other'}))
    const {result} = await awsupJson(project, ['apply', PLAN, '--yes'])
    expect(result).toMatchObject({
      created: [{address: 'prod.group.admins'}],
      updated: [{address: 'prod.user-pool'}],
    })
    expect((await awsup(project, ['plan', '--env', 'dev', '--check'])).code).toBe(10)
  })

  test('is asked about all the same: without --yes nothing is done, and a user goes only when named', async () => {
    const project = copy()
    edit(project, 'outputs:', 'users: { ann: { environments: [dev], groups: [viewers] } }\noutputs:')
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    edit(project, 'users: { ann: { environments: [dev], groups: [viewers] } }\n', '')
    expect((await awsup(project, ['plan', '--out', PLAN])).code).toBe(0)
    await expectRefused(project, {code: 'USAGE', details: {flag: '--yes'}}, ['apply', PLAN])
    await expectRefused(project, {code: 'NOT_CONFIRMED', exitCode: 5})
    const {result} = await awsupJson(project, ['apply', PLAN, '--yes', '--confirm', 'ann'])
    expect(result).toMatchObject({
      deleted: expect.arrayContaining([expect.objectContaining({kind: 'iam-user'})]) as object,
    })
  })

  test('from the first account on, where nothing is known yet', async () => {
    const project = emptyFolder()
    write(project, 'awsup.yaml', read(copy(), 'awsup.yaml'))
    await sandboxOf(project).then((sandbox) => sandbox.configure({accountCreationMs: 0, roleDelayMs: 0}))
    expect((await awsup(project, ['plan', '--out', PLAN])).code).toBe(0)
    expect((await awsup(project, ['apply', PLAN, '--yes'])).stdout).toContain('16 created')
  })
})

describe('a saved plan is refused, and nothing is changed', () => {
  test('when somebody changed a setting of the pool that it changes', async () => {
    const project = await planned()
    const {cognito, UserPoolId} = await enterDev(project)
    await cognito.send(new UpdateUserPoolCommand({UserPoolId, DeletionProtection: 'INACTIVE'}))
    const {error} = await expectRefused(project, {code: 'PLAN_CHANGED', exitCode: 5})
    expect(error.message).toContain('dev.user-pool (changed on AWS)')
    expect(error.hint).toContain('awsup plan --out plan.json')
    expect(error.details['differences']).toContainEqual({
      address: 'dev.user-pool',
      what: 'changed',
      then: 'update',
      now: 'update',
    })
  })

  test('when somebody changed a setting that awsup.yaml says nothing about, so that no step is another one', async () => {
    const project = await planned()
    const before = await awsupJson(project, ['plan'])
    const {cognito, UserPoolId} = await enterDev(project)
    const {UserPool: pool} = await cognito.send(new DescribeUserPoolCommand({UserPoolId}))
    const {AllowAdminCreateUserOnly} = pool?.AdminCreateUserConfig ?? {}
    await cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId,
        Policies: pool?.Policies,
        DeletionProtection: pool?.DeletionProtection,
        AutoVerifiedAttributes: pool?.AutoVerifiedAttributes,
        MfaConfiguration: pool?.MfaConfiguration,
        AccountRecoverySetting: pool?.AccountRecoverySetting,
        UserPoolTags: pool?.UserPoolTags,
        AdminCreateUserConfig: {AllowAdminCreateUserOnly, InviteMessageTemplate: {EmailSubject: 'Welcome'}},
      }),
    )
    expect((await awsupJson(project, ['plan'])).result).toEqual(before.result)
    const {error} = await expectRefused(project, {code: 'PLAN_CHANGED', exitCode: 5})
    expect(error.message).toBe('plan.json no longer fits: dev.user-pool (changed on AWS)')
  })

  test('when somebody made meanwhile what it would create', async () => {
    const project = await planned()
    const {cognito, UserPoolId} = await enterDev(project)
    await cognito.send(new CreateGroupCommand({UserPoolId, GroupName: 'admins', Precedence: 1}))
    const {error} = await expectRefused(project, {exitCode: 5})
    expect(error.message).toContain('dev.group.admins')
  })

  test('when somebody did it already: what is gone from the plan is named', async () => {
    const project = await planned()
    expect((await awsup(project, ['apply', '--env', 'dev', '--yes'])).code).toBe(0)
    const {error} = await expectRefused(project, {code: 'PLAN_CHANGED'})
    expect(error.message).toContain('dev.group.admins (was to create, is now no change)')
    expect(error.details['differences']).toContainEqual({
      address: 'dev.group.admins',
      what: 'gone',
      then: 'create',
      now: 'no-op',
    })
  })

  test('when awsup.yaml, the project, the target or the organization is another', async () => {
    const project = await planned()
    edit(project, 'precedence: 1', 'precedence: 2')
    const {error} = await expectRefused(project, {code: 'OTHER_PLAN', exitCode: 5})
    expect(error.message).toContain('awsup.yaml has changed')

    edit(project, 'precedence: 2', 'precedence: 1')
    const other = copy()
    rmSync(join(other, '.awsup'), {recursive: true})
    write(other, 'awsup.yaml', read(project, 'awsup.yaml'))
    await sandboxOf(other).then((sandbox) => sandbox.configure({accountCreationMs: 0, roleDelayMs: 0}))
    expect((await awsup(other, ['apply', '--yes'])).code).toBe(0)
    cpSync(join(project, PLAN), join(other, PLAN))
    await expectRefused(other, {code: 'OTHER_PLAN', exitCode: 5})

    edit(project, 'target: sandbox', 'target: aws')
    await expectRefused(project, {code: 'OTHER_PLAN', exitCode: 5})
  })

  test('when the command line names environments as well', async () => {
    const project = await planned()
    await expectRefused(project, {code: 'USAGE', exitCode: 2}, ['apply', PLAN, '--env', 'dev', '--yes'])
  })
})

describe('a file that is no plan to go by is refused before AWS is asked', () => {
  const broken: readonly (readonly [string, (text: string) => string, object])[] = [
    ['cut', (text) => text.slice(0, -400), {code: 'DAMAGED', exitCode: 5}],
    ['edited by hand', (text) => text.replace('"to": "on"', '"to": "off"'), {code: 'DAMAGED', exitCode: 5}],
    ['formatted again', (text) => JSON.stringify(JSON.parse(text)), {code: 'DAMAGED', exitCode: 5}],
    ['newer', (text) => text.replace('"version": 1', '"version": 2'), {code: 'NEWER', exitCode: 5}],
    ['of Terraform', () => '{"format_version": "1.2", "planned_values": {}}', {code: 'NO_PLAN', exitCode: 2}],
    ['nested without end', () => '['.repeat(200_000), {code: 'NO_PLAN', exitCode: 2}],
    ['empty', () => '', {code: 'NO_PLAN', exitCode: 2}],
    ['no text', () => '\u0000\ud800', {code: 'NO_PLAN', exitCode: 2}],
  ]
  test('cut, edited, formatted again, newer, or something else', async () => {
    const project = await planned()
    const text = read(project, PLAN)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    for (const [, breakIt, error] of broken) {
      write(project, PLAN, breakIt(text))
      await expectRefused(project, error)
    }
    expect(sandbox.callSummary().total).toBe(0)
  })

  test('missing, a folder, a link, or huge', async () => {
    const project = await planned()
    mkdirSync(join(project, 'folder'))
    symlinkSync(join(project, PLAN), join(project, 'link.json'))
    write(project, 'huge.json', '')
    truncateSync(join(project, 'huge.json'), 33 * 1024 * 1024)
    for (const file of ['missing.json', 'folder', 'link.json', 'huge.json', '']) {
      await expectRefused(project, {code: 'NO_PLAN', exitCode: 2}, ['apply', file, '--yes'])
    }
  })
})

test('a run of a saved plan that failed half-way goes on with the same command, unless something else has changed', async () => {
  const project = await planned()
  const sandbox = await sandboxOf(project)
  const effect = {type: 'error', name: 'LimitExceededException', message: 'too many groups', status: 400} as const
  sandbox.configure({faults: [{operation: 'cognito-idp:CreateGroup', when: 'before', effect}]})
  expect(await awsupJson(project, ['apply', PLAN, '--yes'])).toMatchObject({code: 6, error: {code: 'APPLY_INCOMPLETE'}})
  sandbox.configure({faults: []})
  expect((await awsup(project, ['status'])).stdout).toContain('saved-plan')

  const {iam} = await enterDev(project)
  const RoleName = idOnRecord(project, 'dev', 'role.authenticated')
  const policy = {RoleName, PolicyName: 'mine', PolicyDocument: POLICY}
  await iam.send(new PutRolePolicyCommand(policy))
  const {error} = await expectRefused(project, {code: 'PLAN_CHANGED', exitCode: 5})
  expect(error.message).toContain('dev.role.authenticated (was no change, is now to update)')
  await iam.send(new DeleteRolePolicyCommand(policy))

  expect((await awsupJson(project, ['apply', PLAN, '--yes'])).result).toMatchObject({
    created: [{address: 'dev.group.admins'}, {address: 'prod.group.admins'}],
    updated: [],
  })
  expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  expect((await awsupJson(project, ['status'])).result['underWay']).toEqual([])
})

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*'}],
})
