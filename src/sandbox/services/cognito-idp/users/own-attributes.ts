import {invalid, present} from '../checks.js'
import {issueCode, takeCode} from '../sign-up/codes.js'
import {CONTACTS, type Contact} from '../sign-up/delivery.js'
import type {UserPoolOperations} from '../operations.js'
import {requireTokenUser} from '../sign-in/token-user.js'
import {keepUser} from './access.js'
import {changeAttributes} from './attribute-changes.js'
import {readAttributes, withAttributes, withoutAttributes} from './attributes.js'
import {checkWritable} from './writable.js'

/** @throws ServiceError InvalidParameterException for an attribute that no code can be sent to. */
function requireContact(name: string | undefined): Contact {
  const found = CONTACTS.find((contact) => contact === name)
  if (!found) throw invalid(`Attribute ${name ?? ''} can not be verified: only email and phone_number can.`)
  return found
}

/** What signed-in users do to their own attributes. */
export const ownAttributes: UserPoolOperations = {
  UpdateUserAttributes: {
    run({AccessToken, UserAttributes = [], ClientMetadata: clientMetadata}, call) {
      const {pool, client, user} = requireTokenUser(AccessToken, call)
      checkWritable(client, UserAttributes)
      const sent = readAttributes(UserAttributes, pool)
      const changing = {pool, clientId: client?.id, user, clientMetadata, sent}
      return changeAttributes(changing, call, (CodeDeliveryDetailsList) => ({CodeDeliveryDetailsList}))
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
    run({AccessToken, AttributeName, ClientMetadata: clientMetadata}, call) {
      const {pool, client, user} = requireTokenUser(AccessToken, call)
      const attribute = requireContact(AttributeName)
      if (user.attributes[attribute] === undefined) throw invalid(`User has no attribute ${attribute}.`)
      const about = {pool, clientId: client?.id, user, clientMetadata}
      const wanted = {purpose: 'verification', attribute, source: 'VerifyUserAttribute'} as const
      return issueCode({...about, ...wanted}, call, (CodeDeliveryDetails) => ({CodeDeliveryDetails}))
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
