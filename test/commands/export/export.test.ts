import {DeleteUserPoolClientCommand, TagResourceCommand} from '@aws-sdk/client-cognito-identity-provider'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {filesOf, idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

interface Exported {
  readonly files: readonly string[]
  readonly resources: readonly {readonly address: string; readonly terraform: string; readonly file: string}[]
  readonly notExported: readonly {readonly address: string; readonly why: string}[]
}

test('writes a folder for the organization and one for each environment, and changes nothing else', async () => {
  const project = copy()
  const before = textsOf(project)
  const {mutating} = (await sandboxOf(project)).callSummary()
  const {code, result} = await awsupJson(project, ['export', 'terraform'])
  expect(code).toBe(0)
  const {files, resources, notExported} = result as unknown as Exported
  expect(notExported).toEqual([])
  expect(resources.filter(({address}) => address === 'dev.user-pool')).toMatchObject([
    {terraform: 'aws_cognito_user_pool.this', file: 'environments/dev/user_pool.tf'},
  ])
  expect(new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))))).toEqual(
    new Set(['organization', 'environments/dev', 'environments/prod']),
  )
  const after = textsOf(project)
  const added = Object.keys(after).filter((path) => !(path in before))
  expect(added.toSorted()).toEqual(files.map((file) => `terraform/${file}`).toSorted())
  expect(after).toMatchObject(before)
  expect((await sandboxOf(project)).callSummary().mutating).toBe(mutating)

  const pool = read(project, 'terraform/environments/prod/user_pool.tf')
  expect(pool).toContain('prevent_destroy = true')
  const imports = read(project, 'terraform/environments/prod/imports.tf')
  expect(imports).toContain(`id = "${idOnRecord(project, 'prod', 'user-pool')}"`)
  const settings = read(project, 'terraform/environments/prod/terraform.tf')
  expect(settings).toContain(`allowed_account_ids = ["${idOnRecord(project, 'prod', 'account')}"]`)
  expect(settings).toContain('awsup sandbox serve')
})

test('a second time the files are the same, unless AWS is not', async () => {
  const project = copy()
  const run = () => awsup(project, ['export', 'terraform', '--out', 'infra/tf', '--env', 'dev'])
  expect(await run()).toMatchObject({code: 0})
  const first = textsOf(project)
  expect(existsSync(join(project, 'infra/tf/environments/prod'))).toBe(false)
  expect(read(project, 'infra/tf/organization/accounts.tf')).toContain('acme-prod')
  const again = await run()
  expect(again.stdout).toContain('Next: cd infra/tf/environments/dev && terraform init && terraform plan')
  expect(textsOf(project)).toEqual(first)

  const {cognito} = await (await openProjectWorld(project)).enter(idOnRecord(project, 'dev', 'account'))
  const arn = `arn:aws:cognito-idp:us-east-1:${idOnRecord(project, 'dev', 'account')}:userpool/${idOnRecord(project, 'dev', 'user-pool')}`
  await cognito.send(new TagResourceCommand({ResourceArn: arn, Tags: {by: 'hand'}}))
  await run()
  const {'infra/tf/environments/dev/user_pool.tf': pool, ...others} = textsOf(project)
  expect(pool).toMatch(/by += "hand"/)
  expect(first).toMatchObject(others)
})

describe('what is in the way', () => {
  test('files that somebody edited or added are named before AWS is read, and --force writes over them', async () => {
    const project = copy()
    expect(await awsup(project, ['export', 'terraform', '--env', 'dev'])).toMatchObject({code: 0})
    const edited = 'terraform/environments/dev/roles.tf'
    write(project, edited, `${read(project, edited)}# mine\n`)
    write(project, 'terraform/environments/dev/backend.tf', 'terraform {}\n')
    const before = filesOf(project)
    const refused = await awsupJson(project, ['export', 'terraform', '--env', 'dev'])
    expect(refused).toMatchObject({code: 5, error: {code: 'NOT_OURS'}})
    expect(refused.error.details['files']).toEqual(['environments/dev/backend.tf', 'environments/dev/roles.tf'])
    expect(filesOf(project)).toEqual(before)

    expect(await awsup(project, ['export', 'terraform', '--env', 'dev', '--force'])).toMatchObject({code: 0})
    expect(read(project, edited)).not.toContain('# mine')
    expect(read(project, 'terraform/environments/dev/backend.tf')).toBe('terraform {}\n')
  })

  test('what awsup.yaml asks for and is not made yet is refused with the way out', async () => {
    const project = copy()
    write(
      project,
      'awsup.yaml',
      `${read(project, 'awsup.yaml')}\nusers:\n  zoe: { environments: [prod], groups: [viewers] }\n`,
    )
    const {code, error} = await awsupJson(project, ['export', 'terraform'])
    expect({code, error}).toMatchObject({code: 5, error: {code: 'NOT_MADE'}})
    expect(error.hint).toContain('awsup apply')
    expect(existsSync(join(project, 'terraform'))).toBe(false)
    expect(await awsup(project, ['export', 'terraform', '--env', 'dev'])).toMatchObject({code: 0})
  })
})

test('what is on record and gone from AWS is told, and nothing refers to it', async () => {
  const project = copy()
  const {enter} = await openProjectWorld(project)
  const {cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  const ClientId = idOnRecord(project, 'dev', 'app-client.web')
  await cognito.send(new DeleteUserPoolClientCommand({UserPoolId: idOnRecord(project, 'dev', 'user-pool'), ClientId}))
  const out = join(emptyFolder(), 'elsewhere')
  const {code, stderr} = await awsup(project, ['export', 'terraform', '--env', 'dev', '--out', out])
  expect(code).toBe(0)
  expect(stderr).toContain('dev.app-client.web: all of it, for it is on record and not on AWS any more')
  expect(readFileSync(join(out, 'environments/dev/identity_pool.tf'), 'utf8')).toContain(
    `client_id               = "${ClientId}"`,
  )
  expect(existsSync(join(out, 'environments/dev/app_clients.tf'))).toBe(false)
  writeFileSync(join(out, 'README.md'), 'beside the folders, nobody minds')
  expect(await awsup(project, ['export', 'terraform', '--env', 'dev', '--out', out])).toMatchObject({code: 0})
})

test('what a killed export was about to write is no file of somebody else, and goes', async () => {
  const project = copy()
  const run = () => awsup(project, ['export', 'terraform', '--env', 'dev'])
  expect((await run()).code).toBe(0)
  const whole = textsOf(project)
  write(project, 'terraform/environments/dev/.user_pool.tf.4711.k3x9q2.tmp', '# half of')
  expect(await run()).toMatchObject({code: 0})
  expect(textsOf(project)).toEqual(whole)
})

test('a file that cannot be replaced is a conflict', async () => {
  const project = copy()
  mkdirSync(join(project, 'terraform/environments/dev/user_pool.tf'), {recursive: true})
  const {code, error} = await awsupJson(project, ['export', 'terraform', '--env', 'dev', '--force'])
  expect({code, error}).toMatchObject({code: 5, error: {code: 'NOT_WRITABLE', hint: expect.any(String) as string}})
  expect(error.message).toContain('user_pool.tf')
})
