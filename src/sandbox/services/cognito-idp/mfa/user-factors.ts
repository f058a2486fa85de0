import type {PoolUser, SecondFactor, UserMfa, UserPool} from '../tables.js'

/** A user who set up no second factor. */
const NO_USER_MFA: UserMfa = {
  enabled: [],
  preferred: undefined,
  softwareToken: undefined,
  pendingSeed: undefined,
}

export const mfaOf = ({mfa}: PoolUser): UserMfa => mfa ?? NO_USER_MFA

/** The second factors that a pool offers; none when its MFA is off. */
export function poolFactors({settings, mfa}: UserPool): SecondFactor[] {
  if ((settings.MfaConfiguration ?? 'OFF') === 'OFF') return []
  return [
    ...(settings.SmsConfiguration ? (['SMS_MFA'] as const) : []),
    ...(mfa.email ? (['EMAIL_OTP'] as const) : []),
    ...(mfa.softwareToken ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
  ]
}

/** Whether the user has what a factor needs: a number, an address, a verified authenticator. */
export function isReady(user: PoolUser, factor: SecondFactor): boolean {
  if (factor === 'SMS_MFA') return user.attributes['phone_number'] !== undefined
  if (factor === 'EMAIL_OTP') return user.attributes['email'] !== undefined
  return mfaOf(user).softwareToken !== undefined
}

/**
 * The second factors that this user is asked for: those switched on, and where the pool demands one and none is, those
 * that the user could answer right now.
 */
export function activeFactors(pool: UserPool, user: PoolUser): SecondFactor[] {
  const ready = poolFactors(pool).filter((factor) => isReady(user, factor))
  const enabled = ready.filter((factor) => mfaOf(user).enabled.includes(factor))
  return enabled.length === 0 && pool.settings.MfaConfiguration === 'ON' ? ready : enabled
}

/** A user's second factors as AWS lists them with the user. */
export function factorView(user: PoolUser): {UserMFASettingList?: SecondFactor[]; PreferredMfaSetting?: SecondFactor} {
  const {enabled, preferred} = mfaOf(user)
  return {
    ...(enabled.length > 0 && {UserMFASettingList: [...enabled]}),
    ...(preferred !== undefined && {PreferredMfaSetting: preferred}),
  }
}

/** The user with a factor switched on, and preferred where nothing else is. */
export function withFactor(user: PoolUser, factor: SecondFactor): PoolUser {
  const mfa = mfaOf(user)
  const enabled = [...mfa.enabled.filter((one) => one !== factor), factor]
  return {...user, mfa: {...mfa, enabled, preferred: mfa.preferred ?? factor}}
}
