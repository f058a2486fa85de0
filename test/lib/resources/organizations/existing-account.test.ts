import {expect, test} from 'vitest'
import {existingAccount} from '../../../../src/lib/resources/organizations/account/existing.js'
import {accounts} from '../../../../src/sandbox/services/organizations/tables.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

test('the management account is whichever the credentials belong to, with no organization to ask', async () => {
  const rooms = await openRooms()
  const context = await rooms.management()
  const id = context.aws.accountId

  const found = await existingAccount.read({accountId: 'management'}, undefined, context)

  expect(found).toEqual({id, accountId: 'management'})
  expect(await existingAccount.read({accountId: id}, undefined, context)).toEqual({id, accountId: id})
  expect(rooms.calls('organizations:DescribeAccount')).toBe(0)
  expect(rooms.mutations()).toBe(0)
})

test('credentials of another account than the one on record are refused', async () => {
  const context = await (await openRooms()).management()
  const read = existingAccount.read({accountId: 'management'}, '210987654321', context)
  await expect(read).rejects.toMatchObject({code: 'WRONG_ACCOUNT', exitCode: 5})
})

test('a member account is found by its id, and one that is no member is refused', async () => {
  const rooms = await openRooms()
  const alone = await rooms.management()
  const stranger = {accountId: '210987654321'}
  await expect(existingAccount.read(stranger, undefined, alone)).rejects.toMatchObject({code: 'NOT_A_MEMBER'})

  const {accountId} = (await rooms.member()).aws
  const before = rooms.mutations()
  const context = await rooms.management()
  expect(await existingAccount.read({accountId}, undefined, context)).toEqual({id: accountId, accountId})
  await expect(existingAccount.read(stranger, undefined, context)).rejects.toMatchObject({code: 'NOT_A_MEMBER'})
  expect(rooms.mutations()).toBe(before)
})

test('an account whose sign-up was never finished is refused, with what is missing', async () => {
  const rooms = await openRooms()
  const {accountId} = (await rooms.member()).aws
  rooms.sandbox.world((tx) => {
    const found = accounts.get(tx, [accountId])
    if (found) accounts.put(tx, [accountId], {...found, state: 'PENDING_ACTIVATION'})
  })
  const read = existingAccount.read({accountId}, undefined, await rooms.management())
  await expect(read).rejects.toMatchObject({code: 'ACCOUNT_PENDING', exitCode: 5})
})

test('what lives in one account cannot be said to live in another', async () => {
  const rooms = await openRooms()
  const {accountId} = (await rooms.member()).aws
  const context = await rooms.management()

  const found = await existingAccount.read({accountId}, context.aws.accountId, context)

  expect(found && existingAccount.diff({accountId}, found)).toMatchObject([{field: 'accountId', effect: 'refuse'}])
})
