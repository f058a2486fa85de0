import {HttpRequest, HttpResponse, type HttpHandler} from '@smithy/core/protocols'
import {MoveAccountCommand, TagResourceCommand} from '@aws-sdk/client-organizations'
import {ListRolesCommand, CreateRoleCommand} from '@aws-sdk/client-iam'
import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import {expect, test} from 'vitest'
import {atMost} from '../../../src/lib/aws/clients/at-most.js'
import type {Context} from '../../../src/lib/base/resource.js'
import {account, type AccountActual} from '../../../src/lib/resources/organizations/account/account.js'
import type {AccountDesired} from '../../../src/lib/resources/organizations/account/desired.js'
import {organization} from '../../../src/lib/resources/organizations/organization.js'
import {organizationalUnit} from '../../../src/lib/resources/organizations/unit.js'
import {openRooms} from '../../_helpers/worlds/rooms.js'

const KEY = {roleName: 'OrganizationAccountAccessRole'}
const NAMES = ['a', 'b', 'c', 'd', 'e']

interface Made {
  readonly context: Context
  readonly desired: AccountDesired
  readonly actual: AccountActual
}

/** Accounts of the project, in its own unit; pages hold two. */
async function openAccounts() {
  const rooms = await openRooms({accountQuota: 20})
  const context = await rooms.management({address: 'unit'})
  const {rootId} = await organization.create({featureSet: 'ALL'}, context)
  const unit = await organizationalUnit.create({name: 'acme', parentId: rootId}, context)
  const made: Made[] = []
  for (const name of NAMES) {
    const own = await rooms.management({address: `${name}.account`})
    const desired = {...KEY, name, email: `aws+${name}@acme.dev`, parentId: unit.id}
    made.push({context: own, desired, actual: await account.create(desired, own)})
  }
  rooms.sandbox.resetCalls()
  const read = ({context: own, desired, actual}: Made): Promise<AccountActual | undefined> =>
    account.read(desired, actual.id, own)
  return {...rooms, rootId, unit, made, read}
}

test('while a run only looks, accounts of the project are read from pages, with no call for each', async () => {
  const {looking, made, read, calls} = await openAccounts()
  const found = await looking(() => Promise.all(made.map(read)))
  expect(found).toEqual(made.map(({actual}) => actual))
  expect(calls('organizations:ListAccountsForParent')).toBe(3)
  expect(calls('organizations:ListParents')).toBe(1)
  expect(calls('organizations:ListTagsForResource')).toBe(1)
  expect(calls('organizations:DescribeAccount')).toBe(0)

  expect(await Promise.all(made.map(read))).toEqual(found)
  expect(calls('organizations:DescribeAccount')).toBe(NAMES.length)
})

test('an account is answered with its own page, though one that is on the last page was asked for before', async () => {
  const {looking, made, read, calls} = await openAccounts()
  const pages: number[] = []
  const readAndCount = async (one: Made): Promise<void> => {
    await read(one)
    pages.push(calls('organizations:ListAccountsForParent'))
  }
  await looking(() => Promise.all(made.toReversed().map(readAndCount)))
  expect(pages.slice(0, 2)).toEqual([1, 1])
  expect(pages).toHaveLength(NAMES.length)
})

test('an account under another address than awsup.yaml says is asked for its tags: a record of another is found out', async () => {
  const {looking, made, calls} = await openAccounts()
  const [a, b] = made
  if (!a || !b) throw new Error('two accounts were made')
  const swapped = await looking(() => account.read(a.desired, b.actual.id, a.context))
  expect(swapped).toMatchObject({claimedBy: {project: 'acme', address: 'b.account'}})
  expect(calls('organizations:DescribeAccount')).toBe(1)
})

test('an account outside of the project’s own unit is asked for its tags, whatever its address', async () => {
  const {looking, made, read, rootId, unit} = await openAccounts()
  const [one] = made
  if (!one) throw new Error('an account was made')
  const {organizations} = one.context.aws
  const {id} = one.actual
  await organizations.send(
    new MoveAccountCommand({AccountId: id, SourceParentId: unit.id, DestinationParentId: rootId}),
  )
  await organizations.send(new TagResourceCommand({ResourceId: id, Tags: [{Key: 'awsup:project', Value: 'other'}]}))
  expect(await looking(() => read(one))).toMatchObject({parentId: rootId, claimedBy: {project: 'other'}})
})

test('the same question is asked once while a run only looks, and again after a change or a refusal', async () => {
  const {looking, member, calls, inject} = await openRooms()
  const {aws}: Context = await member()
  const ask = (): Promise<unknown> => aws.iam.send(new ListRolesCommand({MaxItems: 1}))
  const since = (): number => calls('iam:ListRoles')
  const before = since()
  await looking(async () => {
    await Promise.all([ask(), ask()])
    await ask()
    expect(since() - before).toBe(1)
    await aws.iam.send(new CreateRoleCommand({RoleName: 'x', AssumeRolePolicyDocument: TRUST}))
    await ask()
    expect(since() - before).toBe(2)
  })
  await ask()
  expect(since() - before).toBe(3)
  const refuse = {type: 'error', name: 'AccessDenied', message: 'no', status: 403} as const
  inject({operation: 'iam:ListRoles', nth: 1, when: 'before', effect: refuse})
  await looking(async () => {
    await expect(ask()).rejects.toThrow('no')
    await ask()
  })
})

test('settings of a bucket are asked once while a run only looks, its objects each time', async () => {
  const {looking, member, calls} = await openRooms()
  const {aws}: Context = await member()
  const Bucket = 'acme-reading-test'
  await aws.s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: {LocationConstraint: BucketLocationConstraint.eu_west_1},
    }),
  )
  await aws.s3.send(new PutObjectCommand({Bucket, Key: 'a', Body: 'one'}))
  const settings = (): Promise<unknown> => aws.s3.send(new GetPublicAccessBlockCommand({Bucket}))
  const object = async (): Promise<string | undefined> =>
    (await aws.s3.send(new GetObjectCommand({Bucket, Key: 'a'}))).Body?.transformToString()
  const before = calls('s3:GetPublicAccessBlock')
  await looking(async () => {
    await Promise.all([settings(), settings()])
    expect(calls('s3:GetPublicAccessBlock') - before).toBe(1)
    expect([await object(), await object()]).toEqual(['one', 'one'])
    await aws.s3.send(new DeletePublicAccessBlockCommand({Bucket}))
    await settings().catch(() => undefined)
    expect(calls('s3:GetPublicAccessBlock') - before).toBe(2)
  })
})

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
})

test('so many requests at most are on their way; one that fails makes room, and none is sent after Ctrl-C', async () => {
  const controller = new AbortController()
  const ends: (() => void)[] = []
  let most = 0
  let sent = 0
  const carrier: HttpHandler = {
    handle: async () => {
      sent += 1
      await new Promise<void>((resolve) => {
        ends.push(resolve)
        most = Math.max(most, ends.length)
      })
      if (sent % 2 === 0) throw new Error('lost')
      return {response: new HttpResponse({statusCode: 200})}
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
  const handler = atMost(3, carrier, controller.signal)
  const all = Array.from({length: 20}, () => handler.handle(new HttpRequest({})).catch((error: unknown) => error))
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  for (let round = 0; round < 5; round++) {
    await turn()
    for (const end of ends.splice(0)) end()
  }
  await turn()
  expect([most, sent]).toEqual([3, 18])
  controller.abort()
  for (const end of ends.splice(0)) end()
  await Promise.all(all)
  expect(sent).toBe(18)
})
