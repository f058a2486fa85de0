import {createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes, timingSafeEqual} from 'node:crypto'

/**
 * Secure Remote Password as Cognito speaks it, the server's side. It is SRP-6a (RFC 5054) with the 3072-bit prime of
 * RFC 3526 and generator 2, numbers hashed as signed big-endian bytes (a zero byte before a high bit) instead of padded
 * to the prime's length, and instead of SRP's own proof an HMAC under a key of 16 bytes.
 *
 * Source: Amplify's client, `@aws-amplify/auth` (Apache-2.0), read, and signed in with in the tests.
 */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const G = 2n
const INFO = 'Caldera Derived Key'
const KEY_BYTES = 16
const SECRET_BYTES = 32

/** What is kept of a password for SRP, in hex: enough to check a proof of it, and not the password. */
export interface SrpVerifier {
  readonly salt: string
  readonly verifier: string
}

/** One exchange that waits for the client's proof, in hex; the secret is the server's own. */
export interface SrpExchange {
  readonly clientPublic: string
  readonly serverPublic: string
  readonly serverSecret: string
}

/** Who proves what: the pool's name is what follows the `_` of its id. */
interface SrpClaim {
  readonly poolId: string
  readonly username: string
  /** SECRET_BLOCK, base64 */
  readonly secretBlock: string
  /** As sent: `Tue Nov 3 09:05:01 UTC 2026` */
  readonly timestamp: string
  /** base64 */
  readonly signature: string
}

const poolName = (poolId: string): string => poolId.split('_')[1] ?? ''

const fromHex = (hex: string): bigint => BigInt(`0x${hex}`)

/** A number's bytes in hex, with a zero byte where the first would look like a sign. */
function signedHex(value: bigint): string {
  const hex = value.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return /^[89a-f]/.test(even) ? `00${even}` : even
}

const hashHex = (hex: string): bigint => fromHex(createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex'))

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % N]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N
    square = (square * square) % N
  }
  return result
}

const K = hashHex(signedHex(N) + signedHex(G))

/** What to keep of a password that is being set. The username is the pool's own, never an alias. */
export function makeSrpVerifier(poolId: string, username: string, password: string): SrpVerifier {
  const salt = fromHex(randomBytes(16).toString('hex'))
  const secret = createHash('sha256')
    .update(`${poolName(poolId)}${username}:${password}`)
    .digest('hex')
  const x = hashHex(signedHex(salt) + secret)
  return {salt: salt.toString(16), verifier: power(G, x).toString(16)}
}

/**
 * Answers a client's SRP_A; `undefined` for one that is no number, or a multiple of the prime, with which any password
 * would do.
 */
export function openSrpExchange(clientPublic: string, {verifier}: SrpVerifier): SrpExchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(clientPublic) || fromHex(clientPublic) % N === 0n) return undefined
  const serverSecret = randomBytes(SECRET_BYTES).toString('hex')
  const serverPublic = (K * fromHex(verifier) + power(G, fromHex(serverSecret))) % N
  return {clientPublic, serverPublic: serverPublic.toString(16), serverSecret}
}

/** Whether a claim could only be made by somebody who knows the password behind the verifier. */
export function provesPassword(claim: SrpClaim, {verifier}: SrpVerifier, exchange: SrpExchange): boolean {
  const [a, b] = [fromHex(exchange.clientPublic), fromHex(exchange.serverPublic)]
  const u = hashHex(signedHex(a) + signedHex(b))
  const s = power(a * power(fromHex(verifier), u), fromHex(exchange.serverSecret))
  const [material, salt] = [Buffer.from(signedHex(s), 'hex'), Buffer.from(signedHex(u), 'hex')]
  const key = Buffer.from(hkdfSync('sha256', material, salt, INFO, KEY_BYTES))
  const expected = createHmac('sha256', key)
    .update(poolName(claim.poolId) + claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest()
  const sent = Buffer.from(claim.signature, 'base64')
  return sent.length === expected.length && timingSafeEqual(sent, expected)
}
