import {CreateAccessKeyCommand, CreateUserCommand} from '@aws-sdk/client-iam'
import {CreateUserPoolCommand, ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {CreateOrganizationCommand, ListAccountsCommand} from '@aws-sdk/client-organizations'
import {describe, expect, test} from 'vitest'
import {explain} from '../../../src/lib/aws/calls/refusals.js'
import type {Fault} from '../../../src/sandbox/settings.js'
import {openVirtualClock, openWorld} from './world.js'

const rejection = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a create that AWS can not deduplicate', () => {
  test.each<[string, Pick<Fault, 'when' | 'effect'>]>([
    ['a lost reply', {when: 'after', effect: {type: 'drop'}}],
    ['a lost request', {when: 'before', effect: {type: 'drop'}}],
    [
      'a failure of AWS',
      {when: 'after', effect: {type: 'error', name: 'InternalErrorException', message: 'oops', status: 500}},
    ],
  ])('is sent once over %s, and the reader is told that it may be done', async (_name, fault) => {
    const world = await openWorld({settings: {faults: [{operation: 'cognito-idp:CreateUserPool', ...fault}]}})
    const {cognito} = await world.door.management('eu-west-1')
    const error = await rejection(cognito.send(new CreateUserPoolCommand({PoolName: 'acme'})))
    expect(world.calls('cognito-idp:CreateUserPool')).toBe(1)
    const details = {call: 'cognito-idp:CreateUserPool', attempts: 1}
    expect(explain(error)).toMatchObject({code: 'REPLY_LOST', exitCode: 4, details})
  })

  test('is sent again when AWS throttled it: then nothing was done', async () => {
    const operation = 'cognito-idp:CreateUserPool'
    const faults: Fault[] = [1, 2].map((nth) => ({operation, nth, when: 'before', effect: {type: 'throttle'}}))
    const world = await openWorld({settings: {faults}, door: {clock: openVirtualClock(Date.now())}})
    const {cognito} = await world.door.management('eu-west-1')
    await cognito.send(new CreateUserPoolCommand({PoolName: 'acme'}))
    expect(world.calls(operation)).toBe(3)
    expect((await cognito.send(new ListUserPoolsCommand({MaxResults: 10}))).UserPools).toHaveLength(1)
  })
})

describe('anything else', () => {
  test('is sent again over a lost reply', async () => {
    const faults: Fault[] = [{operation: 'iam:CreateUser', nth: 1, when: 'before', effect: {type: 'drop'}}]
    const world = await openWorld({settings: {faults}})
    const {iam} = await world.door.management('eu-west-1')
    const {User, $metadata} = await iam.send(new CreateUserCommand({UserName: 'alice'}))
    expect(User?.UserName).toBe('alice')
    expect($metadata.attempts).toBe(2)
    expect(world.calls('iam:CreateUser')).toBe(2)
  })

  test('is given up after some attempts, saying that AWS can not be reached', async () => {
    const faults: Fault[] = [{operation: 'iam:CreateUser', when: 'before', effect: {type: 'drop'}}]
    const world = await openWorld({settings: {faults}, door: {clock: openVirtualClock(Date.now())}})
    const {iam} = await world.door.management('eu-west-1')
    const error = await rejection(iam.send(new CreateUserCommand({UserName: 'alice'})))
    expect(world.calls('iam:CreateUser')).toBe(4)
    expect(explain(error)).toMatchObject({code: 'UNREACHABLE', exitCode: 4})
  })
})

test("IAM's quota is not taken for throttling: the third access key is asked for once", async () => {
  const world = await openWorld()
  const {iam} = await world.door.management('eu-west-1')
  await iam.send(new CreateUserCommand({UserName: 'alice'}))
  for (let key = 0; key < 2; key += 1) await iam.send(new CreateAccessKeyCommand({UserName: 'alice'}))
  world.sandbox.resetCalls()
  const error = await rejection(iam.send(new CreateAccessKeyCommand({UserName: 'alice'})))
  expect(error).toMatchObject({name: 'LimitExceededException'})
  expect(world.calls('iam:CreateAccessKey')).toBe(1)
  expect(explain(error)).toMatchObject({exitCode: 4, details: {awsCode: 'LimitExceededException'}})
})

test('an organization that is still being set up is waited for, and the reader is told', async () => {
  const effect = {type: 'error', name: 'FinalizingOrganizationException', message: 'not yet', status: 400} as const
  const faults: Fault[] = [1, 2, 3].map((nth) => ({
    operation: 'organizations:ListAccounts',
    nth,
    when: 'before',
    effect,
  }))
  const world = await openWorld({settings: {faults}, door: {clock: openVirtualClock(Date.now())}})
  const {organizations} = await world.door.management('eu-west-1')
  await organizations.send(new CreateOrganizationCommand({}))
  await organizations.send(new ListAccountsCommand({}))
  expect(world.calls('organizations:ListAccounts')).toBe(4)
  expect(world.events.filter(({type}) => type === 'waiting')).toHaveLength(3)
})

test('an organization that is not set up within an hour is reported, not waited for for ever', async () => {
  const effect = {type: 'error', name: 'FinalizingOrganizationException', message: 'not yet', status: 400} as const
  const clock = openVirtualClock(Date.now())
  const faults: Fault[] = [{operation: 'organizations:ListAccounts', when: 'before', effect}]
  const world = await openWorld({settings: {faults}, door: {clock}})
  const {organizations} = await world.door.management('eu-west-1')
  const error = await rejection(organizations.send(new ListAccountsCommand({})))
  expect(explain(error)).toMatchObject({exitCode: 4, details: {awsCode: 'FinalizingOrganizationException'}})
  const waited = clock.slept.reduce((sum, ms) => sum + ms, 0)
  expect(waited).toBeGreaterThan(3_500_000)
  expect(waited).toBeLessThan(3_700_000)
})

test('a change at the same time as another is made again', async () => {
  const effect = {type: 'error', name: 'ConcurrentModificationException', message: 'busy', status: 409} as const
  const faults: Fault[] = [{operation: 'iam:CreateUser', nth: 1, when: 'before', effect}]
  const world = await openWorld({settings: {faults}})
  const {iam} = await world.door.management('eu-west-1')
  await iam.send(new CreateUserCommand({UserName: 'alice'}))
  expect(world.calls('iam:CreateUser')).toBe(2)
})

test('when the reader gives up nothing further is sent', async () => {
  const faults: Fault[] = [{operation: 'iam:CreateUser', when: 'before', effect: {type: 'throttle'}}]
  const world = await openWorld({settings: {faults}})
  const {iam} = await world.door.management('eu-west-1')
  const sent = rejection(iam.send(new CreateUserCommand({UserName: 'alice'})))
  setTimeout(() => world.abort.abort(), 20)
  expect(await sent).toMatchObject({exitCode: 130})
  const before = world.calls('iam:CreateUser')
  expect(await rejection(iam.send(new CreateUserCommand({UserName: 'bob'})))).toMatchObject({exitCode: 130})
  expect(world.calls('iam:CreateUser')).toBe(before)
})
