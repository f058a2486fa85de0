import {randomInt, randomUUID} from 'node:crypto'

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()

/** `randomInt` draws without bias, which `randomBytes() % n` would not. */
const draw = (alphabet: string, length: number): string =>
  Array.from({length}, () => alphabet.charAt(randomInt(alphabet.length))).join('')

/** `n` random decimal digits, leading zeros and all. */
export const digits = (n: number): string => draw(DIGITS, n)

/** `n` random digits of 0–9 and a–f, as in the ids of permission sets. */
export const hexDigits = (n: number): string => draw(`${DIGITS}abcdef`, n)

/** `n` random characters of a–z and 0–9, as in organization ids. */
export const lowerAlnum = (n: number): string => draw(LOWER + DIGITS, n)

/** `n` random consonants, as in codes that people type: they spell no words. */
export const consonants = (n: number): string => draw('BCDFGHJKLMNPQRSTVWXZ', n)

/** `n` random characters of A–Z, a–z and 0–9, as in user pool ids. */
export const alnum = (n: number): string => draw(UPPER + LOWER + DIGITS, n)

/** `n` random characters of A–Z, a–z, 0–9, `+` and `/`, as in secret access keys. */
export const secretCharacters = (n: number): string => draw(`${UPPER}${LOWER}${DIGITS}+/`, n)

/**
 * An IAM unique id: `AROA` (role), `AIDA` (user), `AGPA` (group), `ANPA` (policy) and so on have 21 characters, access
 * key ids (`AKIA`, `ASIA`) 20. AWS draws them from base32's letters and digits.
 */
export const uniqueId = (prefix: string): string =>
  prefix + draw(`${UPPER}234567`, (/^A[KS]IA$/.test(prefix) ? 20 : 21) - prefix.length)

/** A candidate for an account id: 12 digits as a string, for a leading zero counts. The caller looks for collisions. */
export const accountId = (): string => digits(12)

/** A random UUID, version 4, in lower case. */
export const uuid = (): string => randomUUID()
