import type {AttributeType, UserType} from '@aws-sdk/client-cognito-identity-provider'
import type {PoolUser} from '../tables.js'

/** A user's attributes as AWS lists them, `sub` among them; all, or the named ones. */
export const attributeList = ({attributes, sub}: PoolUser, only?: readonly string[]): AttributeType[] =>
  Object.entries({...attributes, sub})
    .filter(([Name]) => only?.includes(Name) ?? true)
    .map(([Name, Value]) => ({Name, Value}))

/** A user as lists and AdminCreateUser answer it (AdminGetUser calls the attributes UserAttributes). */
export const userView = (user: PoolUser, only?: readonly string[]): UserType => ({
  Username: user.username,
  Attributes: attributeList(user, only),
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
})
