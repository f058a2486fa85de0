import {createHash, createHmac, getDiffieHellman, randomBytes} from 'node:crypto'

/**
 * Cognito's variant of the Secure Remote Password protocol (version 6a, RFC 5054), the client's side: 3072-bit group of
 * RFC 3526, generator 2, SHA-256, and a proof over pool, user, the server's block and the time. Every app client that
 * awsup makes lets users sign in this way and not with the password itself, so no client has to be opened for a test.
 */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const G = 2n
const K = hashOf(padded(N), padded(G))

/** What the user knows, and the half of the pool's id after the `_`, which Cognito makes part of the secret. */
export interface SrpUser {
  readonly poolName: string
  /** `USER_ID_FOR_SRP` of the challenge, not what was typed. */
  readonly userId: string
  readonly password: string
}

/** What Cognito answers to `SRP_A`. Numbers are hexadecimal, the block base64. */
export interface SrpChallenge {
  readonly salt: string
  readonly serverPublic: string
  readonly secretBlock: string
}

/** Begins a sign-in: `publicValue` is sent as `SRP_A` (hexadecimal), `prove` answers the challenge. */
export function beginSrp(secret: Buffer = randomBytes(128)) {
  const a = numberOf(secret)
  const A = power(G, a)
  return {
    publicValue: A.toString(16),
    /** The answers to PASSWORD_VERIFIER that prove the password. */
    prove: (user: SrpUser, challenge: SrpChallenge, now: Date) => {
      const timestamp = timestampOf(now)
      const key = keyOf({a, A}, user, challenge)
      const block = Buffer.from(challenge.secretBlock, 'base64')
      const proof = createHmac('sha256', key).update(`${user.poolName}${user.userId}`).update(block).update(timestamp)
      return {timestamp, signature: proof.digest('base64')}
    },
  }
}

function keyOf({a, A}: {readonly a: bigint; readonly A: bigint}, user: SrpUser, challenge: SrpChallenge): Buffer {
  const B = BigInt(`0x${challenge.serverPublic}`)
  if (B % N === 0n) throw new Error('the user pool answered an SRP value that gives the password away')
  const u = hashOf(padded(A), padded(B))
  const identity = createHash('sha256').update(`${user.poolName}${user.userId}:${user.password}`).digest()
  const x = hashOf(padded(BigInt(`0x${challenge.salt}`)), identity)
  const base = (((B - K * power(G, x)) % N) + N) % N
  const shared = power(base, a + u * x)
  // HKDF (RFC 5869) with one round, of which Cognito uses 16 bytes.
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest()
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16)
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N) {
    if (rest & 1n) result = (result * square) % N
  }
  return result
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`)
}

function hashOf(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return numberOf(hash.digest())
}

/** Big-endian bytes; a zero in front keeps the number positive for those who read it as signed. */
function padded(number: bigint): Buffer {
  const hex = number.toString(16)
  const whole = hex.length % 2 === 1 ? `0${hex}` : hex
  return Buffer.from(/^[89a-f]/.test(whole) ? `00${whole}` : whole, 'hex')
}

/** `Tue Sep 1 05:07:09 UTC 2026`: English, and the day without a leading zero. */
function timestampOf(now: Date): string {
  const [, day = '', date = '', month = '', year = '', time = ''] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/.exec(now.toUTCString()) ?? []
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`
}
