import type {Clients} from '../../aws/clients/clients.js'
import {ConflictError} from '../../base/errors.js'
import {contextFor, requireRoom, type Engine} from '../../engine/engine.js'
import {renderPlace, type UserPlace} from './places.js'

/** An IAM user, and clients that may change it. */
export interface OpenPlace extends UserPlace {
  readonly aws: Clients
  readonly disabled: boolean
  /** Where users work with credentials of their own: the access key that signs. */
  readonly signedWith?: string
}

/**
 * Enters the account and looks whether the user is there and ours. Throws ConflictError where AWS has no such user, or one
 * that somebody else made.
 */
export async function openPlace(engine: Engine, place: UserPlace): Promise<OpenPlace> {
  const {address, environment, accountId: account, region, user} = place
  const context = await contextFor(engine, {address, environment, account, region})
  // What the room has to say of the user is said where it is planned.
  const quiet = {...context, report: () => undefined}
  const found = await requireRoom(engine, 'iam-user').read({name: user}, user, quiet)
  if (found) return {...place, aws: context.aws, disabled: found['disabled'] === true}
  throw new ConflictError(`IAM user ${user} in ${renderPlace(place)} is on record, but not on AWS (any more)`, {
    code: 'USER_GONE',
    hint: `Somebody deleted it. awsup apply makes it again, awsup user delete ${user} forgets it.`,
    details: {user, accountId: account},
  })
}

/** Throws ConflictError `DISABLED`: who is disabled gets nothing new to sign in with. */
export function requireEnabled({user, disabled, ...place}: OpenPlace): void {
  if (!disabled) return
  const env = place.environment === undefined ? '' : ` --env ${place.environment}`
  throw new ConflictError(`user ${user} is disabled in ${renderPlace(place)}`, {
    code: 'DISABLED',
    hint: `Nothing was changed. To let the user in again: awsup user enable ${user}${env}`,
    details: {user},
  })
}
