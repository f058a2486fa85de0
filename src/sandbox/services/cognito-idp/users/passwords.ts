import {randomBytes, randomInt, scryptSync, timingSafeEqual} from 'node:crypto'
import type {PasswordPolicyType} from '@aws-sdk/client-cognito-identity-provider'
import {ServiceError} from '../../../core/errors.js'
import {makeSrpVerifier} from '../sign-in/srp.js'
import type {PoolUser, UserPool} from '../tables.js'

/** Cheap on purpose: these passwords guard nothing, but a plain one on disk would be read by someone, some day. */
const COST = {N: 1024}

const hash = (password: string, salt: string): string => scryptSync(password, salt, 32, COST).toString('hex')

/** `salt:hash` */
function hashPassword(password: string): string {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${hash(password, salt)}`
}

export function matchesPassword(password: string, stored: string | undefined): boolean {
  const [salt = '', expected = ''] = (stored ?? '').split(':')
  if (expected === '') return false
  return timingSafeEqual(Buffer.from(hash(password, salt), 'hex'), Buffer.from(expected, 'hex'))
}

/** All that is kept of a password: a hash to compare with, and a verifier for SRP. */
const remembered = ({poolId, username}: PoolUser, password: string): Pick<PoolUser, 'passwordHash' | 'srp'> => ({
  passwordHash: hashPassword(password),
  srp: makeSrpVerifier(poolId, username, password),
})

const policyOf = (pool: UserPool): PasswordPolicyType => pool.settings.Policies?.PasswordPolicy ?? {}

/** AWS counts these as symbols, and a space that is neither first nor last. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=\S) (?=\S)/

/** @throws ServiceError InvalidPasswordException, with AWS's words for the first rule that is broken. */
export function checkPassword(password: string, pool: UserPool): void {
  const policy = policyOf(pool)
  const rules: readonly (readonly [broken: boolean, words: string])[] = [
    [password.length < (policy.MinimumLength ?? 8), 'Password not long enough'],
    [policy.RequireUppercase === true && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [policy.RequireLowercase === true && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [policy.RequireNumbers === true && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [policy.RequireSymbols === true && !SYMBOL.test(password), 'Password must have symbol characters'],
  ]
  const broken = rules.find(([isBroken]) => isBroken)
  if (broken) {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`)
  }
}

/** A temporary password that every policy accepts, as AWS sends with an invitation. */
export function makeTemporaryPassword(pool: UserPool): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'
  const length = Math.max(policyOf(pool).MinimumLength ?? 8, 12)
  const middle = Array.from({length: length - 4}, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  return `A${middle}a7!`
}

/**
 * The user with a permanent password.
 *
 * @throws ServiceError InvalidPasswordException, PasswordHistoryPolicyViolationException
 */
export function withPassword(user: PoolUser, password: string, pool: UserPool): PoolUser {
  checkPassword(password, pool)
  const size = policyOf(pool).PasswordHistorySize ?? 0
  const past = [...(user.passwordHash === undefined ? [] : [user.passwordHash]), ...user.passwordHistory]
  if (past.slice(0, size).some((stored) => matchesPassword(password, stored))) {
    throw new ServiceError('PasswordHistoryPolicyViolationException', 'Password has previously been used.')
  }
  return {
    ...user,
    ...remembered(user, password),
    passwordHistory: past.slice(0, 24),
    temporaryUntil: undefined,
    status: 'CONFIRMED',
  }
}

/** The user with the password of another directory, which no policy of this pool is held against. */
export const withMigratedPassword = (user: PoolUser, password: string): PoolUser => ({
  ...user,
  ...remembered(user, password),
})

/**
 * The user with a password that must be changed at the first sign-in; `now` in ms.
 *
 * @throws ServiceError InvalidPasswordException
 */
export function withTemporaryPassword(
  user: PoolUser,
  password: string,
  {pool, now}: {pool: UserPool; now: number},
): PoolUser {
  checkPassword(password, pool)
  return {
    ...user,
    ...remembered(user, password),
    temporaryUntil: now + (policyOf(pool).TemporaryPasswordValidityDays ?? 7) * 86_400_000,
    status: 'FORCE_CHANGE_PASSWORD',
  }
}
