import type {Call} from '../../../core/service.js'
import {invalid, present} from '../checks.js'
import {issueCode, takeCode} from '../sign-up/codes.js'
import type {Contact} from '../sign-up/delivery.js'
import type {UserPoolOperations} from '../operations.js'
import type {PoolUser, UserPool} from '../tables.js'
import {requireTokenUser} from '../sign-in/token-user.js'
import {keepUser} from './access.js'
import {readAttributes, withAttributes, withoutAttributes} from './attributes.js'
import {checkWritable} from './writable.js'

const CONTACTS: readonly Contact[] = ['email', 'phone_number']

/** @throws ServiceError InvalidParameterException for an attribute that no code can be sent to. */
function requireContact(name: string | undefined): Contact {
  const found = CONTACTS.find((contact) => contact === name)
  if (!found) throw invalid(`Attribute ${name ?? ''} can not be verified: only email and phone_number can.`)
  return found
}

/** Contacts that are being changed, and are proven by a code sent by itself. */
const toVerify = (user: PoolUser, {settings}: UserPool, sent: Readonly<Record<string, string>>): Contact[] =>
  CONTACTS.filter(
    (name) => sent[name] && sent[name] !== user.attributes[name] && settings.AutoVerifiedAttributes?.includes(name),
  )

function update(user: PoolUser, sent: Readonly<Record<string, string>>, {pool, call}: {pool: UserPool; call: Call}) {
  const {AttributesRequireVerificationBeforeUpdate: before = []} = pool.settings.UserAttributeUpdateSettings ?? {}
  const verify = toVerify(user, pool, sent)
  // These keep their old value until the code that goes to the new one came back.
  const waiting: readonly string[] = verify.filter((name) => before.includes(name))
  // Refused all the same when the new value would be: a bad address, somebody else's.
  const all = withAttributes(user, sent, {pool, call})
  const now = Object.fromEntries(Object.entries(sent).filter(([name]) => !waiting.includes(name)))
  const changed = waiting.length === 0 ? all : withAttributes(user, now, {pool, call})
  keepUser(changed, pool, call.tx)
  return verify.map((attribute) => {
    const pending = waiting.includes(attribute) ? sent[attribute] : undefined
    return issueCode(changed, {purpose: 'verification', attribute, pending}, call)
  })
}

/** What signed-in users do to their own attributes. */
export const ownAttributes: UserPoolOperations = {
  UpdateUserAttributes: {
    run({AccessToken, UserAttributes = []}, call) {
      const {pool, client, user} = requireTokenUser(AccessToken, call)
      checkWritable(client, UserAttributes)
      return {CodeDeliveryDetailsList: update(user, readAttributes(UserAttributes, pool), {pool, call})}
    },
  },
  DeleteUserAttributes: {
    run({AccessToken, UserAttributeNames = []}, call) {
      const {pool, client, user} = requireTokenUser(AccessToken, call)
      checkWritable(
        client,
        UserAttributeNames.map((Name) => ({Name})),
      )
      keepUser(withoutAttributes(user, UserAttributeNames, {pool, call}), pool, call.tx)
      return {}
    },
  },
  GetUserAttributeVerificationCode: {
    run({AccessToken, AttributeName}, call) {
      const {user} = requireTokenUser(AccessToken, call)
      const attribute = requireContact(AttributeName)
      if (user.attributes[attribute] === undefined) throw invalid(`User has no attribute ${attribute}.`)
      return {CodeDeliveryDetails: issueCode(user, {purpose: 'verification', attribute}, call)}
    },
  },
  VerifyUserAttribute: {
    run({AccessToken, AttributeName, Code}, call) {
      const {pool, user} = requireTokenUser(AccessToken, call)
      const attribute = requireContact(AttributeName)
      const {to} = takeCode(user, {purpose: 'verification', attribute, code: present(Code, 'Code')}, call)
      const changed = withAttributes(user, {[attribute]: to, [`${attribute}_verified`]: 'true'}, {pool, call})
      keepUser(changed, pool, call.tx)
      return {}
    },
  },
}
