import type * as sdk from '@aws-sdk/client-identitystore'
import type {Call, Operations} from '../../../core/service.js'
import {changeAttribute} from './attributes.js'
import type {Conditional} from './newer-members.js'
import {duplicate, invalid, notFound} from './refusals.js'
import {arnOf, filterIn, newResource, pageOf, read, requireIn, timesOf, touched, write} from './scope.js'
import {type Group, groups, memberships} from './tables.js'

const KNOWN: ReadonlySet<string> = new Set(['DisplayName', 'Description'])
/** API reference, CreateUser, UserName: for users or groups. */
const RESERVED: ReadonlySet<string> = new Set(['administrator', 'awsadministrators'])

/** @throws ServiceError ValidationException, ConflictException: names of groups are unique. */
function requireName(storeId: string, {id, name}: {id?: string; name: unknown}, {tx}: Call): string {
  if (typeof name !== 'string' || name === '') throw invalid('DisplayName is a required attribute.')
  if (RESERVED.has(name.toLowerCase())) throw invalid(`${name} is a reserved name.`)
  const taken = groups.list(tx, [storeId]).some((other) => other.id !== id && isCalled(name)(other))
  if (taken) throw duplicate('GroupDisplayName')
  return name
}

const isCalled =
  (name: string) =>
  ({displayName}: Group): boolean =>
    displayName.toLowerCase() === name.toLowerCase()

const save = (group: Group, {tx}: Call): void => groups.put(tx, [group.storeId, group.id], group)

const identityOf = ({storeId, id, revision}: Group) => ({
  IdentityStoreId: storeId,
  GroupId: id,
  GroupArn: arnOf('GROUP', id),
  Revision: String(revision),
})

const shapeOf = (group: Group) => ({
  ...identityOf(group),
  DisplayName: group.displayName,
  Description: group.description,
  ...timesOf(group),
})

/** The group that a unique attribute names. */
function findGroup(storeId: string, {AttributePath, AttributeValue}: Partial<sdk.UniqueAttribute>, {tx}: Call) {
  if (!/^displayName$/i.test(AttributePath ?? ''))
    throw invalid(`The attribute path ${AttributePath ?? ''} is not unique for groups.`)
  return groups.list(tx, [storeId]).find(isCalled(typeof AttributeValue === 'string' ? AttributeValue : ''))
}

/** The groups of an identity store. */
export const groupOperations = {
  CreateGroup: write((storeId, {DisplayName, Description}: sdk.CreateGroupCommandInput, call) => {
    const displayName = requireName(storeId, {name: DisplayName}, call)
    const group = {...newResource(storeId, call), displayName, description: Description}
    save(group, call)
    return identityOf(group)
  }),

  DescribeGroup: read((storeId, {GroupId}: sdk.DescribeGroupCommandInput, call) =>
    shapeOf(requireIn(groups, {storeId, sort: 'GROUP', id: GroupId}, call)),
  ),

  GetGroupId: read((storeId, {AlternateIdentifier}: sdk.GetGroupIdCommandInput, call) => {
    const found = AlternateIdentifier?.UniqueAttribute && findGroup(storeId, AlternateIdentifier.UniqueAttribute, call)
    if (!found) throw notFound('GROUP')
    return {IdentityStoreId: storeId, GroupId: found.id, GroupArn: arnOf('GROUP', found.id)}
  }),

  ListGroups: read((storeId, input: sdk.ListGroupsCommandInput, call) => {
    const filter = filterIn(input)
    const all = filter
      ? [findGroup(storeId, filter, call)].filter((group) => group !== undefined)
      : groups.list(call.tx, [storeId])
    const {items, next} = pageOf(all, input, call)
    return {Groups: items.map(shapeOf), NextToken: next}
  }),

  UpdateGroup: write((storeId, input: sdk.UpdateGroupCommandInput & Conditional, call) => {
    const known = requireIn(groups, {storeId, sort: 'GROUP', id: input.GroupId, revision: input.Revision}, call)
    const before = {DisplayName: known.displayName, Description: known.description}
    const after = (input.Operations ?? []).reduce<Readonly<Record<string, unknown>>>(
      (attributes, change) => changeAttribute(attributes, change, KNOWN),
      before,
    )
    const {DisplayName: name, Description: description} = after
    if (description !== undefined && typeof description !== 'string') throw invalid('Description must be a string.')
    const displayName = requireName(storeId, {id: known.id, name}, call)
    const group = touched({...known, displayName, description}, call)
    save(group, call)
    return identityOf(group)
  }),

  DeleteGroup: write((storeId, input: sdk.DeleteGroupCommandInput & Conditional, call) => {
    const {id} = requireIn(groups, {storeId, sort: 'GROUP', id: input.GroupId, revision: input.Revision}, call)
    groups.delete(call.tx, [storeId, id])
    for (const one of memberships.list(call.tx, [storeId]))
      if (one.groupId === id) memberships.delete(call.tx, [storeId, one.id])
    return {}
  }),
} satisfies Operations<typeof sdk>
