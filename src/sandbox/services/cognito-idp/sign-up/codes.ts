import type {CodeDeliveryDetailsType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {digits} from '../../../core/ids.js'
import type {Call, Outcome} from '../../../core/service.js'
import {deliver, type Contact} from './delivery.js'
import {confirmationCodes, type ConfirmationCode, type PoolUser} from '../tables.js'
import type {MessageSource} from '../triggers/message.js'
import type {About} from '../triggers/sign-up.js'

/**
 * How long codes are good for (Developer Guide, quotas): sign-up and attributes a day, a forgotten password an hour.
 */
const VALID_MS = {confirmation: 86_400_000, verification: 86_400_000, reset: 3_600_000}

type Purpose = keyof typeof VALID_MS

interface Wanted extends About {
  readonly purpose: Purpose
  readonly attribute: Contact
  readonly source: MessageSource
  /** A new value of the attribute that only counts once the code came back. */
  readonly pending?: string | undefined
}

/** A code for an attribute has a place of its own, a confirmation and a reset one each per user. */
const keyOf = ({poolId, sub}: PoolUser, purpose: Purpose, attribute: Contact): string[] => [
  poolId,
  sub,
  purpose === 'verification' ? attribute : purpose,
]

/** Sends a new code; the one before it is worth nothing any more. */
export function issueCode<O>(
  {purpose, attribute, source, pending, ...about}: Wanted,
  call: Call,
  next: (details: CodeDeliveryDetailsType, call: Call) => Outcome<O>,
): Outcome<O> {
  const {user} = about
  const code = digits(6)
  const expiresAt = call.now + VALID_MS[purpose]
  const to = pending ?? user.attributes[attribute] ?? ''
  const kept = {code, attribute, to, pending: pending !== undefined, expiresAt}
  confirmationCodes.put(call.tx, keyOf(user, purpose, attribute), kept)
  return deliver({...about, attribute, to, reason: purpose, source, code}, call, next)
}

export const expiredCode = (): ServiceError =>
  new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')

/**
 * Takes a code that was sent; it is good once, and proves the address that it went to and no later one.
 *
 * @throws ServiceError ExpiredCodeException when there is none or it is too old, CodeMismatchException for another
 * code.
 */
export function takeCode(
  user: PoolUser,
  {purpose, attribute = 'email', code}: {purpose: Purpose; attribute?: Contact; code: string | undefined},
  {tx, now}: Call,
): ConfirmationCode {
  const key = keyOf(user, purpose, attribute)
  const sent = confirmationCodes.get(tx, key)
  if (!sent || sent.expiresAt <= now) throw expiredCode()
  if (!sent.pending && sent.to !== user.attributes[sent.attribute]) throw expiredCode()
  if (sent.code !== code) {
    throw new ServiceError('CodeMismatchException', 'Invalid verification code provided, please try again.')
  }
  confirmationCodes.delete(tx, key)
  return sent
}
