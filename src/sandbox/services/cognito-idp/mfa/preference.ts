import type {SetUserMFAPreferenceRequest} from '@aws-sdk/client-cognito-identity-provider'
import {invalid} from '../checks.js'
import type {UserPoolOperations} from '../operations.js'
import {onPool, requirePool} from '../pools/access.js'
import {unsupported} from '../refusals.js'
import type {PoolUser, SecondFactor, UserPool} from '../tables.js'
import {requireTokenUser} from '../sign-in/token-user.js'
import {keepUser, requireUser} from '../users/access.js'
import {isReady, mfaOf, poolFactors} from './user-factors.js'

type Preference = Omit<SetUserMFAPreferenceRequest, 'AccessToken'>

/**
 * @throws ServiceError InvalidParameterException for a factor that the pool does not offer or the user cannot answer.
 */
function checkFactor(factor: SecondFactor, user: PoolUser, pool: UserPool): void {
  if (!poolFactors(pool).includes(factor)) throw invalid(`${factor} is not enabled for the user pool.`)
  if (isReady(user, factor)) return
  throw invalid(
    factor === 'SOFTWARE_TOKEN_MFA'
      ? 'User has not verified software token mfa'
      : `User does not have delivery config set to turn on ${factor}`,
  )
}

/** The user with factors switched on and off; those that are not named stay as they are. */
function withPreference(user: PoolUser, pool: UserPool, sent: Preference): PoolUser {
  if (sent.WebAuthnMfaSettings) throw unsupported('WebAuthnMfaSettings')
  const named = [
    ['SMS_MFA', sent.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', sent.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', sent.EmailMfaSettings],
  ] as const
  const changed = named.flatMap(([factor, setting]) => (setting ? [{factor, ...setting}] : []))
  if (changed.filter(({PreferredMfa}) => PreferredMfa).length > 1) {
    throw invalid('Only one MFA method can be preferred.')
  }
  const mfa = mfaOf(user)
  let enabled: readonly SecondFactor[] = mfa.enabled
  let {preferred} = mfa
  for (const {factor, Enabled = false, PreferredMfa = false} of changed) {
    if (PreferredMfa && !Enabled) throw invalid(`${factor} can not be preferred without being enabled.`)
    if (Enabled) checkFactor(factor, user, pool)
    const others = enabled.filter((one) => one !== factor)
    enabled = Enabled ? [...others, factor] : others
    if (PreferredMfa) preferred = factor
    else if (preferred === factor) preferred = undefined
  }
  return {...user, mfa: {...mfa, enabled, preferred}}
}

/** Which second factors a user is asked for, set by the user or by an administrator. */
export const mfaPreferenceOperations: UserPoolOperations = {
  SetUserMFAPreference: {
    run({AccessToken, ...sent}, call) {
      const {pool, user} = requireTokenUser(AccessToken, call)
      keepUser({...withPreference(user, pool, sent), modifiedAt: call.now}, pool, call.tx)
      return {}
    },
  },
  AdminSetUserMFAPreference: {
    resource: onPool,
    run({UserPoolId, Username, ...sent}, call) {
      const pool = requirePool(UserPoolId, call)
      const user = requireUser(pool, Username, call.tx)
      keepUser({...withPreference(user, pool, sent), modifiedAt: call.now}, pool, call.tx)
      return {}
    },
  },
}
