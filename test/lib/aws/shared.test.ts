import {CreateRoleCommand, GetRoleCommand, ListRolesCommand, UpdateRoleCommand} from '@aws-sdk/client-iam'
import {GetCallerIdentityCommand} from '@aws-sdk/client-sts'
import type {HttpHandler} from '@smithy/core/protocols'
import {expect, test} from 'vitest'
import type {Clients} from '../../../src/lib/aws/clients/clients.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {makeMember, openVirtualClock, openWorld, type World} from './world.js'

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: 'sts:AssumeRole', Principal: {Service: 'lambda.amazonaws.com'}}],
})

/** Clients of three accounts, in one region. */
async function openThree(world: World): Promise<readonly Clients[]> {
  const ids: string[] = []
  for (const name of ['a', 'b', 'c']) ids.push(await makeMember(world, `aws+${name}@acme.dev`))
  return Promise.all(ids.map((id) => world.door.member(id, 'eu-west-1')))
}

const whoIs = async ({sts}: Clients): Promise<string | undefined> =>
  (await sts.send(new GetCallerIdentityCommand({}))).Account

test('accounts share one client of a service, and calls at the same time each land in their own account', async () => {
  const world = await openWorld()
  const accounts = await openThree(world)
  expect(new Set(accounts.map(({iam}) => iam.middlewareStack)).size).toBe(1)

  const asked = Array.from({length: 10}, () => accounts).flat()
  expect(await Promise.all(asked.map(whoIs))).toEqual(asked.map(({accountId}) => accountId))
  // One request, sent by each: whose a call is hangs on who sends it.
  const create = new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: TRUST})
  const made = await Promise.all(accounts.map(({iam}) => iam.send(create)))
  expect(made.map(({Role}) => Role?.Arn)).toEqual(
    accounts.map(({accountId}) => `arn:aws:iam::${accountId}:role/reader`),
  )
  for (const {iam} of accounts) {
    const {Roles = []} = await iam.send(new ListRolesCommand({PathPrefix: '/'}))
    expect(Roles.filter(({RoleName}) => RoleName === 'reader')).toHaveLength(1)
  }
})

test('keys are those of the moment in which a call is sent, also when it is sent again much later', async () => {
  const clock = openVirtualClock(Date.now())
  const world = await openWorld({door: {clock}})
  const [one, other] = await openThree(world)
  if (!one || !other) throw new Error('three accounts were made')
  const before = await one.iam.config.credentials()
  await clock.sleep(56 * 60_000)
  expect(await Promise.all([whoIs(one), whoIs(other)])).toEqual([one.accountId, other.accountId])
  expect((await one.iam.config.credentials()).accessKeyId).not.toBe(before.accessKeyId)
  expect((await one.iam.config.credentials()).accessKeyId).not.toBe((await other.iam.config.credentials()).accessKeyId)
})

test('keys that cannot be had stop the call itself, as what they are, and no other account’s', async () => {
  const world = await openWorld()
  const [one] = await openThree(world)
  const keys = {accessKeyId: 'AKIANOBODYKNOWSTHISK', secretAccessKey: 'x'.repeat(40)}
  const stranger = await world.door.withKeys({accountId: '222222222222', region: 'eu-west-1'}, keys)
  const [known, unknown] = await Promise.allSettled([one && whoIs(one), whoIs(stranger)])
  expect(known).toMatchObject({status: 'fulfilled', value: one?.accountId})
  expect(unknown).toMatchObject({status: 'rejected', reason: {name: 'InvalidClientTokenId'}})
})

test('a setting that this awsup does not know is sent back to the role that has it, and to no role of the same name', async () => {
  const world = await openWorld()
  const real = requestHandlerFor(world.sandbox)
  const sent: string[] = []
  // AWS answers a member that is newer than the SDK, with another value in each account.
  const handle: HttpHandler['handle'] = async (request, options) => {
    const asked: unknown = request.body
    if (typeof asked === 'string' && asked.includes('Action=UpdateRole')) sent.push(asked)
    const answer = await real.handle(request, options)
    const body: unknown = answer.response.body
    const text = body instanceof Uint8Array ? Buffer.from(body).toString() : ''
    answer.response.body = Buffer.from(text.replace(/<Arn>arn:aws:iam::(\d+):role\/reader</, '<Newer>of-$1</Newer>$&'))
    return answer
  }
  const newer = await openWorld({
    door: {credentials: world.sandbox.credentials('admin'), requestHandler: {...real, handle}},
  })
  const accounts = await openThree({...world, door: newer.door})
  for (const {iam} of accounts) {
    await iam.send(new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument: TRUST}))
    await iam.send(new GetRoleCommand({RoleName: 'reader'}))
  }
  for (const {iam} of accounts)
    await iam.send(new UpdateRoleCommand({RoleName: 'reader', Description: 'reads'})).catch(() => undefined)
  expect(sent.map((body) => new URLSearchParams(body).get('Newer'))).toEqual(
    accounts.map(({accountId}) => `of-${accountId}`),
  )
})
