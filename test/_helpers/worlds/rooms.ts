import {expect} from 'vitest'
import type {Clients} from '../../../src/lib/aws/clients/clients.js'
import {openDoor} from '../../../src/lib/aws/door.js'
import type {Event} from '../../../src/lib/base/events.js'
import type {Context, Identified, Resource} from '../../../src/lib/base/resource.js'
import {account} from '../../../src/lib/resources/organizations/account/account.js'
import {organization} from '../../../src/lib/resources/organizations/organization.js'
import {sameUnordered} from '../../../src/lib/resources/unordered.js'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../src/sandbox/sandbox.js'
import type {Fault, Settings} from '../../../src/sandbox/settings.js'

const REGION = 'eu-west-1'

interface Around {
  readonly address?: string
  readonly project?: string
  readonly resumed?: Readonly<Record<string, string>>
}

/** A sandbox with pages of two, so that every list crosses a page, and no delays; and what a room needs to work in it. */
export async function openRooms(settings: Partial<Settings> = {}) {
  const sandbox = await openSandbox({
    settings: {pageSize: 2, accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0, ...settings},
  })
  const events: Event[] = []
  const receipts: Readonly<Record<string, string>>[] = []
  const report = (event: Event): void => void events.push(event)
  const {signal} = new AbortController()
  const door = await openDoor(
    {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')},
    report,
    signal,
  )

  const contextOf = (aws: Clients, {address = 'test', project = 'acme', resumed}: Around): Context => ({
    aws,
    owner: {'awsup:project': project, 'awsup:address': address},
    resumed,
    checkpoint: (receipt) => {
      receipts.push(receipt)
      return Promise.resolve()
    },
    report,
    signal,
  })
  const management = async (around: Around = {}): Promise<Context> => contextOf(await door.management(REGION), around)

  return {
    sandbox,
    /** As another run sees it, which remembers nothing of this one. */
    another: async (around: Around = {}): Promise<Context> => {
      const credentials = sandbox.credentials('admin')
      const options = {target: 'sandbox', requestHandler: requestHandlerFor(sandbox), credentials} as const
      return contextOf(await (await openDoor(options, report, signal)).management(REGION), around)
    },
    events,
    /** As while a plan is made: nothing is changed meanwhile. */
    looking: <T>(work: () => Promise<T>): Promise<T> => door.whileReading(work),
    receipts,
    management,
    /** In an organization, in a member account of its own. */
    member: async (around: Around = {}): Promise<Context> => {
      const context = await management(around)
      const {rootId} = await organization.create({featureSet: 'ALL'}, context)
      const desired = {
        name: 'dev',
        email: 'aws+dev@acme.dev',
        parentId: rootId,
        roleName: 'OrganizationAccountAccessRole',
      }
      const {id} = await account.create(desired, context)
      return contextOf(await door.member(id, REGION), around)
    },
    /** The same account, for another address or project. */
    as: (context: Context, around: Around): Context => contextOf(context.aws, around),
    /** How often an operation was called: `organizations:CreateAccount`. */
    calls: (name: string): number =>
      sandbox.calls().filter(({service, operation}) => `${service}:${operation}` === name).length,
    /** Calls that may have changed something. */
    mutations: (): number => sandbox.calls().filter(({mutating}) => mutating).length,
    inject: (...faults: readonly Fault[]): void => sandbox.configure({faults}),
  }
}

interface Life<D extends object, K extends keyof D> {
  readonly desired: D
  /** What it is changed to; absent where nothing can change in place. */
  readonly changed?: D
  readonly keyOf: (desired: D) => Pick<D, K>
  /** The refusal of `delete`, where awsup never deletes it. */
  readonly kept?: string
}

/**
 * The laws that every room keeps: what was made is read back, by id and by key, and is what was asked for; an update
 * likewise; deleting twice is fine, and afterwards there is nothing, or it is refused and nothing is lost.
 */
export async function expectLaws<D extends object, A extends D & Identified, K extends keyof D>(
  room: Resource<D, A, K>,
  {desired, changed = desired, keyOf, kept}: Life<NoInfer<D>, NoInfer<K>>,
  context: Context,
): Promise<void> {
  expect(await room.read(keyOf(desired), undefined, context)).toBeUndefined()

  const made = await room.create(desired, context)
  const read = await room.read(keyOf(desired), made.id, context)
  expectSame(read, made)
  expectSame(await room.read(keyOf(desired), undefined, context), made)
  expect(room.diff(desired, made)).toEqual([])
  expect(read && room.diff(desired, read)).toEqual([])

  const updated = await room.update(changed, made, context)
  expect(updated.id).toBe(made.id)
  expect(room.diff(changed, updated)).toEqual([])
  expectSame(await room.read(keyOf(changed), made.id, context), updated)

  if (kept !== undefined) {
    await expect(room.delete(updated, context)).rejects.toMatchObject({code: kept, exitCode: 5})
    expectSame(await room.read(keyOf(changed), made.id, context), updated)
    return
  }
  await room.delete(updated, context)
  await room.delete(updated, context)
  expect(await room.read(keyOf(changed), made.id, context)).toBeUndefined()
  expect(await room.read(keyOf(changed), undefined, context)).toBeUndefined()
}

function expectSame(a: unknown, b: unknown): void {
  if (!sameUnordered(a, b)) expect(a).toEqual(b)
}
