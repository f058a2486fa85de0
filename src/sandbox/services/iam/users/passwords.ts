import {randomBytes, scryptSync, timingSafeEqual} from 'node:crypto'
import {accounts} from '../../organizations/tables.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import {type PasswordPolicy, passwordPolicies} from '../tables.js'

/** A tenth of the usual cost: reuse prevention may compare with 24 hashes within one call. */
const SCRYPT = {N: 2048}

/** `salt:hash`, both in hex. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${scryptSync(password, salt, 32, SCRYPT).toString('hex')}`
}

/** Whether a password is the one that was hashed. */
export function isPassword(password: string, hashed: string): boolean {
  const [salt = '', hash = ''] = hashed.split(':')
  const expected = Buffer.from(hash, 'hex')
  const given = scryptSync(password, salt, 32, SCRYPT)
  return expected.length === given.length && timingSafeEqual(given, expected)
}

const CLASSES = {
  upper: /[A-Z]/,
  lower: /[a-z]/,
  number: /[0-9]/,
  // IAM user guide, "Set an account password policy": the non-alphanumeric characters that count.
  symbol: /[!@#$%^&*()_+\-=[\]{}|']/,
}

const has = (password: string, kind: keyof typeof CLASSES): boolean => CLASSES[kind].test(password)

const refusal = (message: string): ServiceError => new ServiceError('PasswordPolicyViolationException', message)

/** @throws ServiceError PasswordPolicyViolationException, unless the password is what the account asks for. */
export function checkPassword(password: string, {tx, accountId}: Call): void {
  const policy = passwordPolicies.get(tx, [accountId])
  if (policy) checkOwnPolicy(password, policy)
  else checkDefaultPolicy(password, [accounts.get(tx, [accountId])?.name, accounts.get(tx, [accountId])?.email])
}

function checkOwnPolicy(password: string, policy: PasswordPolicy): void {
  if (password.length < policy.minimumLength)
    throw refusal(`Password should have a minimum length of ${policy.minimumLength}`)
  const asked = [
    [policy.requireUppercase, 'upper', 'uppercase letter'],
    [policy.requireLowercase, 'lower', 'lowercase letter'],
    [policy.requireNumbers, 'number', 'number'],
    [policy.requireSymbols, 'symbol', 'symbol'],
  ] as const
  for (const [required, kind, words] of asked)
    if (required && !has(password, kind)) throw refusal(`Password should have at least one ${words}`)
}

/** Without a policy: 8 characters, three of the four classes, not the account's own name or address. */
function checkDefaultPolicy(password: string, taken: readonly (string | undefined)[]): void {
  const classes = (['upper', 'lower', 'number', 'symbol'] as const).filter((kind) => has(password, kind))
  if (password.length < 8 || classes.length < 3 || taken.includes(password))
    throw refusal('Password does not conform to the account password policy.')
}
