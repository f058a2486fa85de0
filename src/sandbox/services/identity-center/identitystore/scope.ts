import type {Filter} from '@aws-sdk/client-identitystore'
import {authorize} from '../../../auth/authorize.js'
import {ServiceError} from '../../../core/errors.js'
import {uuid} from '../../../core/ids.js'
import {wholeOf} from '../../../core/lag.js'
import {page} from '../../../core/pages.js'
import type {Call, Operation} from '../../../core/service.js'
import type {Table} from '../../../store/transaction.js'
import {findInstance} from '../sso-admin/instance.js'
import {changed, notFound, type ResourceType} from './refusals.js'
import type {Resource} from './tables.js'

/** An id, also where it is given as the end of an ARN. */
export const idIn = (given = ''): string => given.slice(given.lastIndexOf('/') + 1).toLowerCase()

/** Where users, groups and memberships are, in ARNs. */
const SORTS = {USER: 'user', GROUP: 'group', GROUP_MEMBERSHIP: 'membership'} as const

/** `arn:aws:identitystore:::user/a1b2c3d4-5678-90ab-cdef-111122223333` */
export const arnOf = (sort: keyof typeof SORTS, id: string): string => `arn:aws:identitystore:::${SORTS[sort]}/${id}`

interface InStore {
  readonly IdentityStoreId?: string | undefined
}

const storeArn = (input: InStore, call: Call): string =>
  `arn:aws:identitystore::${findInstance(call)?.ownerAccountId ?? call.accountId}:identitystore/${idIn(input.IdentityStoreId)}`

/**
 * An operation in an identity store. Member accounts of the organization may read (API reference, DescribeUser and
 * others, "If you have access to a member account").
 *
 * @param run is given the id of the store
 * @param options writes: whether it is for the management account alone
 */
const inStore = <I extends InStore, O>(
  run: (storeId: string, input: I, call: Call) => O,
  {writes}: {readonly writes: boolean},
): Operation<I, O> => ({
  resource: storeArn,
  run(input, call) {
    const instance = findInstance(call)
    const storeId = idIn(input.IdentityStoreId)
    if (instance?.identityStoreId !== storeId || instance.region !== call.region) throw notFound('IDENTITY_STORE')
    if (writes && instance.ownerAccountId !== call.accountId)
      throw new ServiceError('AccessDeniedException', 'You do not have sufficient access to perform this action.')
    return run(storeId, input, call)
  },
})

/** An operation that changes nothing. */
export const read = <I extends InStore, O>(run: (storeId: string, input: I, call: Call) => O): Operation<I, O> =>
  inStore(run, {writes: false})

/** An operation that changes something. */
export const write = <I extends InStore, O>(run: (storeId: string, input: I, call: Call) => O): Operation<I, O> =>
  inStore(run, {writes: true})

interface Wanted {
  readonly storeId: string
  readonly sort: keyof typeof SORTS & ResourceType
  readonly id: string | undefined
  /** Which change the caller knows; any when absent. */
  readonly revision?: string | undefined
}

/**
 * A thing by its id, which the caller may touch (service authorization reference, "Actions defined by AWS Identity
 * Store": on the store, and on the thing).
 *
 * @throws ServiceError AccessDeniedException, ResourceNotFoundException, ConflictException
 */
export function requireIn<T extends Resource>(
  table: Table<T>,
  {storeId, sort, id: given, revision}: Wanted,
  call: Call,
): T {
  const id = idIn(given)
  const permission = {action: `identitystore:${call.operation}`, resource: arnOf(sort, id)}
  authorize({...call, tx: wholeOf(call.tx)}, permission)
  const found = table.get(call.tx, [storeId, id])
  if (!found) throw notFound(sort, id)
  if (revision !== undefined && revision !== String(found.revision)) throw changed()
  return found
}

/** What a new thing begins with. */
export const newResource = (storeId: string, {now}: Call): Resource => ({
  storeId,
  id: uuid(),
  createdAt: now,
  updatedAt: now,
  revision: 1,
})

/** The same after a change. */
export const touched = <T extends Resource>(resource: T, {now}: Call): T => ({
  ...resource,
  updatedAt: now,
  revision: resource.revision + 1,
})

/** When a thing came and changed last, as all of them answer it. */
export const timesOf = ({createdAt, updatedAt}: Resource) => ({
  CreatedAt: new Date(createdAt),
  UpdatedAt: new Date(updatedAt),
})

/** How lists were narrowed before GetUserId and GetGroupId came; many still do it so. */
export const filterIn = ({Filters}: {readonly Filters?: readonly Filter[] | undefined}): Filter | undefined =>
  Filters?.[0]

interface PageInput {
  readonly NextToken?: string | undefined
  readonly MaxResults?: number | undefined
}

/** At most 100 at a time (API reference, MaxResults). */
export const pageOf = <T extends Resource>(
  items: readonly T[],
  {NextToken: token, MaxResults: limit = 100}: PageInput,
  call: Call,
): {items: T[]; next: string | undefined} =>
  page(items, {key: ({id}) => id, token, limit, badToken: 'ValidationException'}, call)
