import type {CodeDeliveryDetailsType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import {issueCode} from '../sign-up/codes.js'
import {CONTACTS, type Contact} from '../sign-up/delivery.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from '../pools/access.js'
import type {PoolUser, UserPool} from '../tables.js'
import type {About} from '../triggers/sign-up.js'
import {keepUser, requireUser} from './access.js'
import {readAttributes, withAttributes, withoutAttributes} from './attributes.js'

/** Contacts that are being changed, and are proven by a code sent by itself; an administrator may say that they are. */
const toVerify = (user: PoolUser, {settings}: UserPool, sent: Readonly<Record<string, string>>): Contact[] =>
  CONTACTS.filter(
    (name) =>
      sent[name] &&
      sent[name] !== user.attributes[name] &&
      sent[`${name}_verified`] !== 'true' &&
      settings.AutoVerifiedAttributes?.includes(name),
  )

interface Changing extends About {
  readonly sent: Readonly<Record<string, string>>
}

/** Changes a user's attributes, and sends codes to what has to be proven. @throws ServiceError as `withAttributes` */
export function changeAttributes<O>(
  {sent, ...about}: Changing,
  call: Call,
  next: (details: CodeDeliveryDetailsType[]) => O,
): Outcome<O> {
  const {pool, user} = about
  const {AttributesRequireVerificationBeforeUpdate: before = []} = pool.settings.UserAttributeUpdateSettings ?? {}
  const verify = toVerify(user, pool, sent)
  // These keep their old value until the code that goes to the new one came back.
  const waiting: readonly string[] = verify.filter((name) => before.includes(name))
  // Refused all the same when the new value would be: a bad address, somebody else's.
  const all = withAttributes(user, sent, {pool, call})
  const now = Object.fromEntries(Object.entries(sent).filter(([name]) => !waiting.includes(name)))
  const changed = waiting.length === 0 ? all : withAttributes(user, now, {pool, call})
  keepUser(changed, pool, call.tx)
  /** One after the other: a function may write each. */
  const send = ([attribute, ...rest]: Contact[], details: CodeDeliveryDetailsType[], part: Call): Outcome<O> => {
    if (!attribute) return next(details)
    const pending = waiting.includes(attribute) ? sent[attribute] : undefined
    const wanted = {purpose: 'verification', source: 'UpdateUserAttribute', attribute, pending} as const
    return issueCode({...about, user: changed, ...wanted}, part, (one, again) => send(rest, [...details, one], again))
  }
  return send(verify, [], call)
}

/** What an administrator does to a user's attributes. */
export const userAttributes: UserPoolOperations = {
  AdminUpdateUserAttributes: {
    resource: onPool,
    run({UserPoolId, Username, UserAttributes = [], ClientMetadata: clientMetadata}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      const sent = readAttributes(UserAttributes, pool)
      return changeAttributes({pool, clientId: undefined, user, clientMetadata, sent}, call, () => ({}))
    },
  },
  AdminDeleteUserAttributes: {
    resource: onPool,
    run({UserPoolId, Username, UserAttributeNames = []}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      keepUser(withoutAttributes(user, UserAttributeNames, {pool, call}), pool, call.tx)
      return {}
    },
  },
}
