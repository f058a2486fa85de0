import type {AttributeType} from '@aws-sdk/client-cognito-identity-provider'
import type {Call, Outcome} from '../../../core/service.js'
import type {PoolUser, UserPool} from '../tables.js'
import {attributesOf, type Texts} from './event.js'
import {flagOf} from './members.js'
import {badResponse} from './reply.js'
import {askTrigger} from './trigger.js'

/** Whom a trigger is told of. */
export interface About {
  readonly pool: UserPool
  readonly clientId: string | undefined
  readonly user: PoolUser
  readonly clientMetadata?: Texts | undefined
}

interface SigningUp extends About {
  readonly source: 'SignUp' | 'AdminCreateUser'
  readonly validationData: readonly AttributeType[] | undefined
}

/** What a pre sign-up function decided of a new user. */
interface Approval {
  readonly confirmed: boolean
  /** Addresses and numbers that count as proven. */
  readonly verified: readonly ('email' | 'phone_number')[]
}

/**
 * PreSignUp, before the user is stored: one that throws stores nobody. The user has no `sub` yet. An administrator's
 * user is neither confirmed nor verified by it (developer guide, "Pre sign-up Lambda trigger").
 */
export function preSignUp<O>(
  {source, validationData, pool, clientId, user, clientMetadata}: SigningUp,
  call: Call,
  next: (approval: Approval, call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {
    userAttributes: user.attributes,
    validationData: validationData?.length
      ? Object.fromEntries(validationData.map(({Name = '', Value = ''}) => [Name, Value]))
      : null,
    clientMetadata,
  }
  const response = {autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false}
  const occasion = {trigger: 'PreSignUp', source, pool, clientId, userName: user.username, request, response} as const
  return askTrigger(occasion, call, (answer, again) => {
    const flags = [
      ['email', 'autoVerifyEmail'],
      ['phone_number', 'autoVerifyPhone'],
    ] as const
    const verified = flags.filter(([, flag]) => flagOf(answer, flag)).map(([name]) => name)
    const confirmed = flagOf(answer, 'autoConfirmUser')
    if (source === 'AdminCreateUser') return next({confirmed: false, verified: []}, again)
    const missing = verified.find((name) => user.attributes[name] === undefined)
    if (missing) throw badResponse(`the user has no ${missing} to verify`)
    return next({confirmed, verified}, again)
  })
}

/**
 * PostConfirmation, when the user is confirmed and that is kept: a function that throws fails the call alone. Cognito
 * calls it for users who signed themselves up, never for an administrator's (developer guide, "Post confirmation").
 */
export function postConfirmation<O>(
  {source, pool, clientId, user, clientMetadata}: About & {readonly source: 'ConfirmSignUp' | 'ConfirmForgotPassword'},
  call: Call,
  next: (call: Call) => Outcome<O>,
): Outcome<O> {
  const request = {userAttributes: attributesOf(user), clientMetadata}
  const occasion = {trigger: 'PostConfirmation', source, pool, clientId, userName: user.username} as const
  return askTrigger({...occasion, request, response: {}}, call, (_response, again) => next(again))
}
