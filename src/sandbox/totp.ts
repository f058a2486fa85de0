import {createHmac, randomBytes} from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const STEP_MS = 30_000

/**
 * A new secret as IAM draws them: 64 base32 characters, 320 bits. Cognito's have 52: 32 bytes, whose last character is
 * filled up with zeros, for strict readers refuse anything else.
 */
export function makeSeed(length = 64): string {
  const bytes = randomBytes(Math.floor((length * 5) / 8))
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const fives = bits.padEnd(length * 5, '0').match(/.{5}/g) ?? []
  return fives.map((five) => BASE32.charAt(Number.parseInt(five, 2))).join('')
}

function bytesOf(seed: string): Buffer {
  const bits = Array.from(seed, (char) => BASE32.indexOf(char).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** The six digits that a virtual MFA device shows at a time (ms since 1970): RFC 6238 with SHA-1 and 30 seconds. */
export function codeAt(seed: string, time: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(time / STEP_MS)))
  const digest = createHmac('sha1', bytesOf(seed)).update(counter).digest()
  const offset = digest.readUInt8(digest.length - 1) & 0xf
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The step (30 seconds, counted from 1970) that a code is of: this one, or the one before or after (clocks differ). */
export const stepOfCode = (seed: string, code: string, now: number): number | undefined =>
  [-1, 0, 1].map((step) => Math.floor(now / STEP_MS) + step).find((step) => codeAt(seed, step * STEP_MS) === code)

/** Whether a code is the one of now, or of the step before or after. */
export const isCurrentCode = (seed: string, code: string, now: number): boolean =>
  stepOfCode(seed, code, now) !== undefined

/** Whether two codes follow each other, at most five minutes ago and at most one step ahead. */
export const areConsecutiveCodes = (seed: string, [first, second]: readonly [string, string], now: number): boolean =>
  Array.from({length: 12}, (_, index) => now + (index - 10) * STEP_MS).some(
    (time) => codeAt(seed, time) === first && codeAt(seed, time + STEP_MS) === second,
  )
