import {createHmac} from 'node:crypto'
import type {ExplicitAuthFlowsType, InitiateAuthResponse} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Outcome} from '../../../core/service.js'
import {invalid} from '../checks.js'
import {secretsOf} from '../clients/secrets.js'
import type {ChallengeResult, PoolClient, PoolUser, UserPool} from '../tables.js'
import {findUser} from '../users/access.js'

/** A pool and the client of it that a sign-in goes through. */
export interface Door {
  readonly pool: UserPool
  readonly client: PoolClient
  /** ClientMetadata of the call that starts a sign-in: functions that come before the proof see it under this name. */
  readonly validationData?: Parameters | undefined
  /** ClientMetadata of any other call. */
  readonly clientMetadata?: Parameters | undefined
  readonly custom?: Custom | undefined
}

/** CUSTOM_AUTH: functions decide what comes after each challenge. */
interface Custom {
  /** What there was until now. */
  readonly history: readonly ChallengeResult[]
  /** Instead of the tokens that a challenge of Cognito's own would end with. */
  readonly next: (signIn: SignIn, call: Call) => Outcome<InitiateAuthResponse>
}

/** Whom tokens are for, and through which client. */
export interface SignIn extends Door {
  readonly user: PoolUser
  /** Whether the user has just set the password that took the place of a temporary one. */
  readonly newPassword?: boolean
}

/** AuthParameters, or ChallengeResponses. */
export type Parameters = Readonly<Record<string, string>>

export const WRONG = 'Incorrect username or password.'

export const notAuthorized = (message: string): ServiceError => new ServiceError('NotAuthorizedException', message)

/** @throws ServiceError NotAuthorizedException when the client has a secret and this call does not prove it. */
export function checkSecretHash({client}: Door, username: string, sent: string | undefined): void {
  const secrets = secretsOf(client)
  if (secrets.length === 0) return
  if (sent === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`)
  }
  const hashes = secrets.map(({value}) =>
    createHmac('sha256', value)
      .update(username + client.id)
      .digest('base64'),
  )
  if (!hashes.includes(sent)) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`)
}

/** @throws ServiceError InvalidParameterException unless the client allows one of the flows. */
export function checkFlow({client}: Door, allowing: readonly ExplicitAuthFlowsType[], words: string): void {
  if (!client.settings.ExplicitAuthFlows?.some((flow) => allowing.includes(flow))) throw invalid(words)
}

/** Whether the client keeps to itself which users there are. */
export const hidesUsers = ({client}: Door): boolean => client.settings.PreventUserExistenceErrors === 'ENABLED'

/**
 * The user who wants to sign in; `undefined` for nobody, where the client does not tell.
 *
 * @throws ServiceError UserNotFoundException where it does; NotAuthorizedException for a user who is disabled.
 */
export function findSignInUser(door: Door, name: string, {tx}: Call): PoolUser | undefined {
  const user = findUser(door.pool, name, tx)
  if (!user && !hidesUsers(door)) throw new ServiceError('UserNotFoundException', 'User does not exist.')
  if (user?.enabled === false) throw notAuthorized('User is disabled.')
  return user
}

/** @throws ServiceError as AWS refuses users who may not sign in. */
export function checkMaySignIn(user: PoolUser): void {
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
  if (user.status === 'RESET_REQUIRED') {
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user')
  }
}
