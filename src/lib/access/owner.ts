import type {Condition, Place} from './policy/statement.js'

/**
 * Whose the data is: `identity` (the identity id, `eu-west-1:uuid`), `none` (shared by all who have the rule), or a
 * claim of the user pool's ID token that awsup makes a session tag of: `sub`, `cognito:username`, `custom:tenant`.
 */
export type Owner = string

/**
 * The session tag that carries a claim: its name without `custom:`. A tag that the manifest maps itself comes first.
 */
export const tagOf = (claim: string): string => claim.replace(/^custom:/, '')

/** The identity id, not the user's `sub` in the user pool (Cognito developer guide, "IAM roles"). */
const IDENTITY = '${cognito-identity.amazonaws.com:sub}'

/** What stands for the owner in a policy: `${cognito-identity.amazonaws.com:sub}`, `${aws:PrincipalTag/tenant}`. */
export const ownerVariable = (owner: Owner, place: Place): string =>
  owner === 'identity' ? IDENTITY : `\${${tagKey(owner, place)}}`

/**
 * Session tags are there only when the ID token has the claim: a statement that rests on one says so, for a variable
 * with no value must never come to mean everything.
 */
export const presence = (owner: Owner, place: Place): Condition =>
  isClaim(owner) ? {Null: {[tagKey(owner, place)]: 'false'}} : {}

/**
 * Guards a claim that becomes part of an ARN or of a pattern. AWS does not say whether a `*` or `?` in a tag's value is
 * taken literally there (Cognito developer guide, "Attributes for access control", warns of them), and a slash would
 * reach below another owner's folder: values with any of the three, and empty ones, open nothing. `sub` is made by
 * Cognito and holds none of them.
 */
export function patternGuard(owner: Owner, place: Place): Condition {
  if (!isClaim(owner) || owner === 'sub') return presence(owner, place)
  const key = tagKey(owner, place)
  return {...presence(owner, place), StringLike: {[key]: '?*'}, StringNotLike: {[key]: ['*${*}*', '*${?}*', '*/*']}}
}

const isClaim = (owner: Owner): boolean => owner !== 'identity' && owner !== 'none'

const tagKey = (claim: string, {tags}: Place): string => `aws:PrincipalTag/${tags?.get(claim) ?? tagOf(claim)}`
