import {
  DeleteUserPoolClientCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {UntagRoleCommand} from '@aws-sdk/client-iam'
import {beforeAll, expect, test} from 'vitest'
import {awsup, awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {filesOf, idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** Inside the account of dev, past awsup. */
async function enterDev(project: string) {
  const {enter} = await openProjectWorld(project)
  return {...(await enter(idOnRecord(project, 'dev', 'account'))), UserPoolId: idOnRecord(project, 'dev', 'user-pool')}
}

test('there is none after org init, and looking changes nothing', async () => {
  const project = copy()
  const before = filesOf(project)
  const {mutating} = (await sandboxOf(project)).callSummary()
  const {code, stdout} = await awsup(project, ['drift', '--check'])
  expect({code, stdout}).toEqual({
    code: 0,
    stdout: 'No drift in the sandbox: what is on record is as awsup.yaml says (dev, prod).\n',
  })
  expect(filesOf(project)).toEqual(before)
  expect((await sandboxOf(project)).callSummary().mutating).toBe(mutating)
})

test('what somebody changed by hand is named field by field, with what apply does; then apply does it', async () => {
  const project = copy()
  const {cognito, UserPoolId} = await enterDev(project)
  await cognito.send(new UpdateUserPoolCommand({UserPoolId, DeletionProtection: 'INACTIVE'}))

  const {code, result} = await awsupJson(project, ['drift', '--check'])
  expect(code).toBe(10)
  expect(result['drifted']).toMatchObject([
    {
      address: 'dev.user-pool',
      id: UserPoolId,
      state: 'changed',
      apply: 'update',
      changes: expect.arrayContaining([
        {field: 'deletionProtection', from: false, to: true, effect: 'update'},
      ]) as object,
    },
  ])
  const {stdout} = await awsup(project, ['drift'])
  expect(stdout).toContain('deletionProtection: false, awsup.yaml says true')
  expect(stdout).toContain('awsup apply sets it back')
  expect((await awsup(project, ['drift', '--env', 'prod', '--check'])).code).toBe(0)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await awsup(project, ['drift', '--check'])).code).toBe(0)
})

test('what was deleted by hand is gone, and apply makes a new one', async () => {
  const project = copy()
  const {cognito, UserPoolId} = await enterDev(project)
  const ClientId = idOnRecord(project, 'dev', 'app-client.web')
  await cognito.send(new DeleteUserPoolClientCommand({UserPoolId, ClientId}))
  const {result} = await awsupJson(project, ['drift', '--env', 'dev'])
  expect(result['drifted']).toContainEqual(
    expect.objectContaining({address: 'dev.app-client.web', id: ClientId, state: 'gone', apply: 'create'}),
  )
})

test('tags that were lost are told: where only the record still finds it, and where apply refuses to touch it', async () => {
  const project = copy()
  const {cognito, iam, UserPoolId} = await enterDev(project)
  const ResourceArn = `arn:aws:cognito-idp:us-east-1:${idOnRecord(project, 'dev', 'account')}:userpool/${UserPoolId}`
  await cognito.send(new UntagResourceCommand({ResourceArn, TagKeys: ['awsup:project']}))
  const RoleName = idOnRecord(project, 'dev', 'role.authenticated')
  await iam.send(new UntagRoleCommand({RoleName, TagKeys: ['awsup:project']}))

  const {code, result} = await awsupJson(project, ['drift', '--check'])
  expect(code).toBe(10)
  expect(result['drifted']).toMatchObject([
    {
      address: 'dev.role.authenticated',
      state: 'refused',
      apply: 'refuse',
      reason: `role ${RoleName} exists and is not ours`,
    },
    {address: 'dev.user-pool', state: 'changed', apply: 'update', changes: [{field: 'tagged', from: false, to: true}]},
    {address: 'dev.user-pool', state: 'untagged', apply: 'nothing'},
  ])
  const {stdout} = await awsup(project, ['drift'])
  expect(stdout).toContain('of which apply refuses 1')
  expect(stdout).toContain('awsup:project=acme')

  await cognito.send(new TagResourceCommand({ResourceArn, Tags: {'awsup:project': 'acme'}}))
  expect((await awsupJson(project, ['drift'])).result['drifted']).toHaveLength(1)
})

test('what awsup.yaml now asks and AWS can not change is a difference that apply refuses', async () => {
  const project = copy()
  const text = read(project, 'awsup.yaml')
  const changed = text.replace(/signIn: .*/, 'signIn: [username]')
  expect(changed).not.toBe(text)
  write(project, 'awsup.yaml', changed)
  const {result} = await awsupJson(project, ['drift', '--env', 'dev'])
  expect(result['drifted']).toMatchObject([{address: 'dev.user-pool', state: 'changed', apply: 'refuse'}])
  expect((await awsup(project, ['drift'])).stdout).toContain('awsup apply refuses')
})
