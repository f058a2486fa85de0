import type {Call, Outcome} from '../../../core/service.js'
import type {Door} from '../sign-in/sign-in.js'
import type {PoolUser} from '../tables.js'
import {attributesOf} from './event.js'
import {askTrigger} from './trigger.js'

const SOURCE = 'Authentication'

/**
 * PreAuthentication, before a password is looked at: a function that throws denies the sign-in. A name without a user
 * gets here only where the client does not tell (developer guide, "Pre authentication Lambda trigger").
 */
export function preAuthentication<O>(
  {pool, client, validationData, name, user}: Door & {readonly name: string; readonly user: PoolUser | undefined},
  call: Call,
  next: (call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {
    userAttributes: attributesOf(user),
    validationData: validationData ?? null,
    userNotFound: user === undefined,
  }
  const occasion = {trigger: 'PreAuthentication', source: SOURCE, pool, clientId: client.id} as const
  const userName = user?.username ?? name
  return askTrigger({...occasion, userName, request, response: {}}, call, (_response, again) => next(again))
}

/** PostAuthentication, once all is proven and before there are tokens (developer guide, "Post authentication"). */
export function postAuthentication<O>(
  {pool, client, clientMetadata, user}: Door & {readonly user: PoolUser},
  call: Call,
  next: (call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {userAttributes: attributesOf(user), newDeviceUsed: false, clientMetadata}
  const occasion = {trigger: 'PostAuthentication', source: SOURCE, pool, clientId: client.id} as const
  const {username: userName} = user
  return askTrigger({...occasion, userName, request, response: {}}, call, (_response, again) => next(again))
}
