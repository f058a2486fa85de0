import {CreateAccountFailureReason, ListTagsForResourceCommand} from '@aws-sdk/client-organizations'
import {describe, expect, test} from 'vitest'
import type {Context} from '../../../../src/lib/base/resource.js'
import {account} from '../../../../src/lib/resources/organizations/account/account.js'
import {type AccountDesired} from '../../../../src/lib/resources/organizations/account/desired.js'
import {organization} from '../../../../src/lib/resources/organizations/organization.js'
import {organizationalUnit} from '../../../../src/lib/resources/organizations/unit.js'
import {accounts} from '../../../../src/sandbox/services/organizations/tables.js'
import {openRooms} from '../../../_helpers/worlds/rooms.js'

const CREATE = 'organizations:CreateAccount'
const KEY = {email: 'aws+dev@acme.dev', roleName: 'OrganizationAccountAccessRole'}

const desiredIn = (parentId: string): AccountDesired => ({...KEY, name: 'acme-dev', parentId})

async function openOrganization(settings = {}) {
  const rooms = await openRooms(settings)
  const context = await rooms.management()
  const {rootId} = await organization.create({featureSet: 'ALL'}, context)
  // Three units and two accounts, so that what is looked for stands on a later page.
  const units = await Promise.all(
    ['a', 'b', 'c'].map((name) => organizationalUnit.create({name, parentId: rootId}, context)),
  )
  const unitId = units[2]?.id ?? ''
  return {...rooms, context, rootId, unitId, desired: desiredIn(unitId)}
}

const resume = (context: Context, requestId: string): Context => ({...context, resumed: {requestId}})

describe('an account', () => {
  test('is made in its unit, carries the owner tags, and is read back by id and by address', async () => {
    const {context, desired, receipts} = await openOrganization()
    const made = await account.create(desired, context)

    expect(made).toMatchObject(desired)
    expect(made.id).toMatch(/^\d{12}$/)
    expect(receipts).toEqual([{requestId: expect.stringMatching(/^car-/) as string}])
    expect(await account.read(KEY, made.id, context)).toEqual(made)
    expect(await account.read({...KEY, email: 'AWS+Dev@acme.dev'}, undefined, context)).toMatchObject({id: made.id})
    const {Tags} = await context.aws.organizations.send(new ListTagsForResourceCommand({ResourceId: made.id}))
    expect(Tags).toContainEqual({Key: 'awsup:project', Value: 'acme'})
    expect(account.diff(desired, made)).toEqual([])
  })

  test('is never the one that another request made, whatever the receipt says', async () => {
    const {context, desired, receipts} = await openOrganization()
    const other = await account.create({...desired, name: 'other', email: 'aws+other@acme.dev'}, context)
    const made = await account.create(desired, resume(context, receipts[0]?.['requestId'] ?? ''))
    expect(made.id).not.toBe(other.id)
    expect(made).toMatchObject(desired)
  })

  test('moves when its parent changes; name and address stay as AWS has them, and case in an address is no change', async () => {
    const {context, desired, rootId} = await openOrganization()
    const made = await account.create(desired, context)

    const moved = await account.update({...desired, parentId: rootId}, made, context)
    expect(await account.read(KEY, made.id, context)).toEqual(moved)
    expect(moved.parentId).toBe(rootId)

    const other = {...desired, name: 'x', email: 'x@acme.dev'}
    expect(account.diff(other, made).map(({field, effect}) => [field, effect])).toEqual([
      ['name', 'leave'],
      ['email', 'leave'],
    ])
    const shouted = {...desired, parentId: rootId, email: desired.email.toUpperCase()}
    const read = await account.read(shouted, made.id, context)
    expect(read && account.diff(shouted, read)).toEqual([])
  })

  test('is never closed: delete refuses without a call', async () => {
    const {context, desired, mutations} = await openOrganization()
    const made = await account.create(desired, context)
    const before = mutations()
    await expect(account.delete(made, context)).rejects.toMatchObject({code: 'ACCOUNT_KEPT', exitCode: 5})
    expect(mutations()).toBe(before)
  })
})

describe('an account is never bought twice', () => {
  test('when a run dies while it waits: the receipt is on disk before, and resumes', async () => {
    const {context, desired, receipts, calls, inject} = await openOrganization({accountCreationMs: 300})
    inject({
      operation: 'organizations:DescribeCreateAccountStatus',
      when: 'before',
      effect: {type: 'error', name: 'AccessDeniedException', message: 'no'},
    })
    await expect(account.create(desired, context)).rejects.toThrow()
    const requestId = receipts[0]?.['requestId'] ?? ''
    expect(requestId).toMatch(/^car-/)

    inject()
    expect(await account.create(desired, resume(context, requestId))).toMatchObject(desired)
    expect(calls(CREATE)).toBe(1)
  })

  test('when the reply to the request is lost: the open request of the same name is found', async () => {
    const {context, desired, receipts, calls, inject} = await openOrganization({accountCreationMs: 300})
    inject({operation: CREATE, nth: 1, when: 'after', effect: {type: 'drop'}})
    await expect(account.create(desired, context)).rejects.toThrow()
    expect(receipts).toEqual([])

    expect(await account.create(desired, context)).toMatchObject(desired)
    expect(calls(CREATE)).toBe(1)
  })

  test('when it was made meanwhile: the address is looked up before asking', async () => {
    const {context, desired, calls} = await openOrganization()
    const first = await account.create(desired, context)
    expect(await account.create(desired, context)).toEqual(first)
    expect(calls(CREATE)).toBe(1)
  })

  test('but an open request of the same name for another address is not mistaken for it', async () => {
    const {context, desired, calls, inject} = await openOrganization({accountCreationMs: 200})
    inject({operation: CREATE, nth: 1, when: 'after', effect: {type: 'drop'}})
    await expect(account.create({...desired, email: 'other@acme.dev'}, context)).rejects.toThrow()
    inject()

    const made = await account.create(desired, context)
    expect(made.email).toBe(desired.email)
    expect(calls(CREATE)).toBe(2)
  })

  test('nor is one for the same address that another project asks for at the same time: its account stays its own', async () => {
    const {context, desired, calls, inject} = await openOrganization({accountCreationMs: 200})
    inject({operation: CREATE, nth: 1, when: 'after', effect: {type: 'drop'}})
    const theirs = {...context, owner: {...context.owner, 'awsup:project': 'other'}}
    await expect(account.create(desired, theirs)).rejects.toThrow()
    inject()

    await expect(account.create(desired, context)).rejects.toMatchObject({
      code: 'NOT_OURS',
      message: expect.stringContaining('it belongs to the awsup project other') as string,
    })
    expect(calls(CREATE)).toBe(1)
  })

  test('and a request on record that failed, or that AWS forgot, does not block a new one', async () => {
    const {context, desired, receipts, inject} = await openOrganization()
    inject({operation: CREATE, when: 'before', effect: {type: 'account-failure', reason: 'INTERNAL_FAILURE'}})
    await expect(account.create(desired, context)).rejects.toMatchObject({code: 'INTERNAL_FAILURE'})
    inject()

    const requestId = receipts[0]?.['requestId'] ?? ''
    expect(await account.create(desired, resume(context, requestId))).toMatchObject(desired)
    const second = {...desired, name: 'two', email: 'two@acme.dev'}
    expect(await account.create(second, resume(context, 'car-00000000'))).toMatchObject(second)
  })
})

describe('AWS refuses', () => {
  test.each(Object.values(CreateAccountFailureReason))('%s: its own message and what to do', async (reason) => {
    const {context, desired, inject} = await openOrganization()
    inject({operation: CREATE, when: 'before', effect: {type: 'account-failure', reason}})
    await expect(account.create(desired, context)).rejects.toMatchObject({
      name: 'AwsRefusedError',
      code: reason,
      exitCode: 4,
      message: expect.stringContaining(`(${reason})`) as string,
      hint: expect.stringMatching(/./) as string,
    })
  })

  test('an account over the quota: it says how to raise it', async () => {
    const {context, desired} = await openOrganization({accountQuota: 1})
    const failure = {exitCode: 4, hint: expect.stringContaining('quota') as string}
    await expect(account.create(desired, context)).rejects.toMatchObject(failure)
  })

  test('a sixth account at once: it waits for its turn', async () => {
    const {context, desired, calls, inject} = await openOrganization()
    const effect = {
      type: 'error' as const,
      name: 'ConstraintViolationException',
      message: 'too many at once',
      fields: {Reason: 'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED'},
    }
    inject({operation: CREATE, nth: 1, when: 'before', effect})
    expect(await account.create(desired, context)).toMatchObject(desired)
    expect(calls(CREATE)).toBe(2)
  })
})

describe('what exists and cannot be taken is a conflict:', () => {
  test('an address that exists outside the organization', async () => {
    const {context, desired, sandbox} = await openOrganization()
    sandbox.world((tx) => {
      const [management] = accounts.list(tx)
      if (!management) throw new Error('no account')
      const stranger = {...management, accountId: '012345678901', email: desired.email, organizationId: undefined}
      accounts.put(tx, [stranger.accountId], {...stranger, parentId: undefined})
    })
    await expect(account.create(desired, context)).rejects.toMatchObject({code: 'EMAIL_ALREADY_EXISTS', exitCode: 4})
  })

  test('a closed account, by address and by id', async () => {
    const {context, desired, sandbox} = await openOrganization()
    const {id} = await account.create(desired, context)
    sandbox.world((tx) => {
      const found = accounts.get(tx, [id])
      if (found) accounts.put(tx, [id], {...found, state: 'CLOSED'})
    })
    const closed = {code: 'ACCOUNT_CLOSED', exitCode: 5, message: expect.stringContaining('closed') as string}
    await expect(account.read(KEY, undefined, context)).rejects.toMatchObject(closed)
    await expect(account.read(KEY, id, context)).rejects.toMatchObject(closed)
  })

  test("the management account's own address", async () => {
    const {context, desired} = await openOrganization()
    const email = 'management@sandbox.awsup.dev'
    const refused = {code: 'EMAIL_OF_MANAGEMENT_ACCOUNT', exitCode: 5}
    await expect(account.read({...KEY, email}, undefined, context)).rejects.toMatchObject(refused)
    await expect(account.create({...desired, email}, context)).rejects.toMatchObject(refused)
  })

  test("another project's account", async () => {
    const {context, desired, management} = await openOrganization()
    await account.create(desired, context)
    const other = await management({project: 'other'})
    await expect(account.read(KEY, undefined, other)).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
  })

  test('an address that an account of another name or of the same name has, which awsup did not make', async () => {
    const {context, desired, sandbox, mutations} = await openOrganization()
    const {id} = await account.create(desired, context)
    for (const name of ['Legacy Dev', desired.name]) {
      sandbox.world((tx) => {
        const found = accounts.get(tx, [id])
        if (found) accounts.put(tx, [id], {...found, name, tags: {}})
      })
      const before = mutations()
      const refused = {
        code: 'NOT_OURS',
        exitCode: 5,
        message: expect.stringContaining(`account ${id} (${name}) already has the address ${desired.email}`) as string,
        hint: expect.stringContaining(`account: "${id}"`) as string,
      }
      await expect(account.read(KEY, undefined, context)).rejects.toMatchObject(refused)
      await expect(account.create(desired, context)).rejects.toMatchObject(refused)
      expect(mutations()).toBe(before)
    }
  })

  test('an account of another environment of this project', async () => {
    const {context, desired, as} = await openOrganization()
    await account.create(desired, context)
    const other = as(context, {address: 'staging.account'})
    await expect(account.read(KEY, undefined, other)).rejects.toMatchObject({code: 'NOT_OURS', exitCode: 5})
  })
})
