import type * as sdk from '@aws-sdk/client-identitystore'
import type {Call, Operations} from '../../../core/service.js'
import {changeAttribute} from './attributes.js'
import type {Conditional} from './newer-members.js'
import {duplicate, invalid, notFound} from './refusals.js'
import {arnOf, filterIn, newResource, pageOf, read, requireIn, timesOf, touched, write} from './scope.js'
import {type Attributes, findUserByName, memberships, type User, users} from './tables.js'

/** What a user may have (API reference, User), besides what the identity store gives. */
const NAMES = [
  ...['UserName', 'Name', 'DisplayName', 'NickName', 'ProfileUrl', 'Emails', 'Addresses', 'PhoneNumbers', 'UserType'],
  ...['Title', 'PreferredLanguage', 'Locale', 'Timezone', 'Photos', 'Website', 'Birthdate', 'Roles'],
]
const KNOWN: ReadonlySet<string> = new Set(NAMES)
/** API reference, CreateUser, UserName. */
const RESERVED: ReadonlySet<string> = new Set(['administrator', 'awsadministrators'])

const textAt = (value: unknown, member: string): string | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? (value as Attributes)[member] : undefined
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** The address of a user, of which there is one at most. */
const emailIn = ({Emails}: Attributes): string | undefined =>
  Array.isArray(Emails) ? textAt(Emails[0], 'Value')?.toLowerCase() : undefined

/**
 * What Identity Center wants of a user, though the model does not (API reference, CreateUser).
 *
 * @throws ServiceError ValidationException
 */
function requireWhole(attributes: Attributes): string {
  const userName = textAt(attributes, 'UserName')
  const wanted = {
    UserName: userName,
    DisplayName: textAt(attributes, 'DisplayName'),
    'Name.GivenName': textAt(attributes['Name'], 'GivenName'),
    'Name.FamilyName': textAt(attributes['Name'], 'FamilyName'),
  }
  const missing = Object.entries(wanted).find(([, value]) => value === undefined)?.[0]
  if (missing !== undefined || userName === undefined)
    throw invalid(`${missing ?? 'UserName'} is a required attribute.`)
  if (RESERVED.has(userName.toLowerCase())) throw invalid(`${userName} is a reserved name.`)
  return userName
}

/** @throws ServiceError ConflictException: names and addresses are unique. */
function requireUnique(storeId: string, {id, attributes}: {id?: string; attributes: Attributes}, {tx}: Call): void {
  const userName = textAt(attributes, 'UserName') ?? ''
  const email = emailIn(attributes)
  const others = users.list(tx, [storeId]).filter((other) => other.id !== id)
  if (others.some((other) => other.userName.toLowerCase() === userName.toLowerCase())) throw duplicate('UserName')
  if (email !== undefined && others.some((other) => emailIn(other.attributes) === email)) throw duplicate('Email')
}

const save = (user: User, {tx}: Call): void => users.put(tx, [user.storeId, user.id], user)

const identityOf = ({storeId, id, revision}: User) => ({
  IdentityStoreId: storeId,
  UserId: id,
  UserArn: arnOf('USER', id),
  Revision: String(revision),
})

const shapeOf = (user: User) => ({
  ...identityOf(user),
  ...(user.attributes as Partial<sdk.User>),
  UserStatus: 'ENABLED' as const,
  ...timesOf(user),
})

/** The user that a unique attribute names. */
function findUser(storeId: string, {AttributePath, AttributeValue}: Partial<sdk.UniqueAttribute>, {tx}: Call) {
  const value = typeof AttributeValue === 'string' ? AttributeValue : ''
  if (/^userName$/i.test(AttributePath ?? '')) return findUserByName(tx, storeId, value)
  if (/^emails\.value$/i.test(AttributePath ?? ''))
    return users.list(tx, [storeId]).find(({attributes}) => emailIn(attributes) === value.toLowerCase())
  throw invalid(`The attribute path ${AttributePath ?? ''} is not unique for users.`)
}

/** The users of an identity store. */
export const userOperations = {
  CreateUser: write((storeId, input: sdk.CreateUserCommandInput, call) => {
    const sent = Object.entries(input).filter(([name, value]) => KNOWN.has(name) && value !== undefined)
    const attributes: Attributes = Object.fromEntries<unknown>(sent)
    const userName = requireWhole(attributes)
    requireUnique(storeId, {attributes}, call)
    const user = {...newResource(storeId, call), userName, attributes}
    save(user, call)
    return identityOf(user)
  }),

  DescribeUser: read((storeId, input: sdk.DescribeUserCommandInput, call) =>
    shapeOf(requireIn(users, {storeId, sort: 'USER', id: input.UserId}, call)),
  ),

  GetUserId: read((storeId, {AlternateIdentifier}: sdk.GetUserIdCommandInput, call) => {
    const found = AlternateIdentifier?.UniqueAttribute && findUser(storeId, AlternateIdentifier.UniqueAttribute, call)
    if (!found) throw notFound('USER')
    return {IdentityStoreId: storeId, UserId: found.id, UserArn: arnOf('USER', found.id)}
  }),

  ListUsers: read((storeId, input: sdk.ListUsersCommandInput, call) => {
    const filter = filterIn(input)
    const all = filter
      ? [findUser(storeId, filter, call)].filter((user) => user !== undefined)
      : users.list(call.tx, [storeId])
    const {items, next} = pageOf(all, input, call)
    return {Users: items.map(shapeOf), NextToken: next}
  }),

  UpdateUser: write((storeId, input: sdk.UpdateUserCommandInput & Conditional, call) => {
    const known = requireIn(users, {storeId, sort: 'USER', id: input.UserId, revision: input.Revision}, call)
    const attributes = (input.Operations ?? []).reduce(
      (before, change) => changeAttribute(before, change, KNOWN),
      known.attributes,
    )
    const userName = requireWhole(attributes)
    requireUnique(storeId, {id: known.id, attributes}, call)
    const user = touched({...known, userName, attributes}, call)
    save(user, call)
    return identityOf(user)
  }),

  DeleteUser: write((storeId, input: sdk.DeleteUserCommandInput & Conditional, call) => {
    const {id} = requireIn(users, {storeId, sort: 'USER', id: input.UserId, revision: input.Revision}, call)
    users.delete(call.tx, [storeId, id])
    for (const one of memberships.list(call.tx, [storeId]))
      if (one.userId === id) memberships.delete(call.tx, [storeId, one.id])
    return {}
  }),
} satisfies Operations<typeof sdk>
