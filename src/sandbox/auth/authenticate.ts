import {type AccessKey, accessKeys, roles, users} from '../services/iam/tables.js'
import {isOn, isRegion} from '../core/regions.js'
import type {Service} from '../core/service.js'
import type {Transaction} from '../store/transaction.js'
import type {WireRequest} from '../wire/http.js'
import {ServiceError} from '../core/errors.js'
import type {Caller} from './caller.js'
import {expiredSession, missingSignature, unknownCredentials, wrongRegion, wrongSignature} from './refusals.js'
import {readSession} from './session.js'
import {linkMatches, readLinkSignature, type LinkSignature} from './sigv2.js'
import {readSignature, signatureMatches, type Signature} from './sigv4.js'

/** One endpoint for all regions, which is in one that no account can switch off. */
const GLOBAL: ReadonlySet<string> = new Set(['account', 'freetier', 'iam', 'organizations'])
const SKEW_MS = 15 * 60 * 1000

interface Authentication {
  readonly tx: Transaction
  /** Long-term keys as they are known at this moment: those that were just made may be missing. */
  readonly known: Transaction
  readonly service: Service
  /** The sandbox's time, for the end of sessions. */
  readonly now: number
}

/**
 * Who signed a request, and for which region. Any region that exists is taken, for clients with an endpoint of their own
 * sign global services with the region that they are set to. In a region that is off AWS does not know the account's keys.
 *
 * The order is AWS's: key and session token first, then the signature.
 *
 * @throws ServiceError with AWS's names, which differ: for a wrong secret IAM and STS answer `SignatureDoesNotMatch`
 * (403), Organizations and Cognito `InvalidSignatureException` (400).
 */
export function authenticate(
  request: WireRequest,
  {tx, known, service, now}: Authentication,
): {caller: Caller; region: string} {
  const {protocol} = service
  const link = service.name === 's3' ? readLinkSignature(request) : undefined
  if (link) return authenticateLink(request, link, {tx, known, service, now})
  const signature = readSignature(request)
  if (signature === undefined) throw missingSignature(protocol)
  const {caller, secretAccessKey} = requireKey(signature, {tx, known, service, now})
  const signingName = service.signingName ?? service.name
  if (signature.service !== signingName)
    throw wrongSignature(protocol, `Credential should be scoped to correct service: '${signingName}'. `)
  if (!isRegion(signature.region)) throw wrongRegion(protocol, signature.region)
  if (!GLOBAL.has(service.name) && !isOn(tx, now, [caller.accountId, signature.region]))
    throw unknownCredentials(protocol)
  const late = clockRefusal(signature, Date.now())
  if (late !== undefined) throw wrongSignature(protocol, late)
  if (!signatureMatches(request, signature, secretAccessKey)) throw wrongSignature(protocol)
  const loose = unsignedHeaders(request, signature)
  if (loose.length > 0)
    throw wrongSignature(
      protocol,
      `There were headers present in the request which were not signed: ${loose.join(', ')}`,
    )
  return {caller, region: signature.region}
}

/** Who made a link that is signed the older way; such signatures name no region, and S3 finds its buckets in all. */
function authenticateLink(request: WireRequest, link: LinkSignature, around: Authentication) {
  const {caller, secretAccessKey} = requireKey(link, around)
  if (!(link.expires * 1000 >= Date.now())) throw new ServiceError('AccessDenied', 'Request has expired', {status: 403})
  if (!linkMatches(request, link, secretAccessKey)) throw wrongSignature(around.service.protocol)
  return {caller, region: 'us-east-1'}
}

/**
 * Headers that decide what is done, so that a signature which leaves them out vouches for nothing: whoever has a
 * presigned link could copy another object into its place. Source: S3 user guide, "Authenticating requests": all headers
 * that begin with x-amz- must be signed.
 */
const unsignedHeaders = ({headers}: WireRequest, {signedHeaders}: Signature): readonly string[] =>
  [...headers.keys()].filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name) && !ABOUT_THE_SIGNATURE.has(name),
  )

/** Parts of the signature itself, which clients leave out. */
const ABOUT_THE_SIGNATURE: ReadonlySet<string> = new Set(['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'])

interface Known {
  readonly caller: Caller
  readonly secretAccessKey: string
}

function requireKey(
  signature: Pick<Signature, 'accessKeyId' | 'sessionToken'>,
  {tx, known: seen, service: {protocol}, now}: Authentication,
): Known {
  const {accessKeyId, sessionToken} = signature
  if (sessionToken === undefined) {
    const known = findLongTermKey(tx, accessKeys.get(seen, [accessKeyId]))
    if (known === undefined) throw unknownCredentials(protocol)
    return known
  }
  const session = readSession(tx, sessionToken, now)
  if (session.status === 'expired') throw expiredSession(protocol)
  if (session.status === 'invalid' || session.caller.accessKeyId !== accessKeyId || !isAlive(tx, session.caller))
    throw unknownCredentials(protocol)
  return session
}

function findLongTermKey(tx: Transaction, key: AccessKey | undefined): Known | undefined {
  if (key?.status !== 'Active') return undefined
  const {accountId, userName, secretAccessKey, accessKeyId} = key
  const base = {accountId, accessKeyId, mfa: undefined}
  if (userName === undefined)
    return {caller: {...base, type: 'root', arn: `arn:aws:iam::${accountId}:root`, userId: accountId}, secretAccessKey}
  const user = users.get(tx, [accountId, userName.toLowerCase()])
  if (user === undefined) return undefined
  const arn = `arn:aws:iam::${accountId}:user${user.path}${user.userName}`
  return {caller: {...base, type: 'user', userName: user.userName, arn, userId: user.userId}, secretAccessKey}
}

/** A session dies with the role or user that it was given to, also when another of the same name follows. */
export function isAlive(tx: Transaction, caller: Caller): boolean {
  if (caller.type === 'root') return true
  if (caller.type === 'user')
    return users.get(tx, [caller.accountId, caller.userName.toLowerCase()])?.userId === caller.userId
  return roles.get(tx, [caller.accountId, caller.roleName.toLowerCase()])?.roleId === caller.roleId
}

/**
 * Why a signature's time is refused, if it is. Signatures live in real time: moving the sandbox's clock moves what it
 * does, and leaves clients able to call it.
 */
function clockRefusal({timestamp, expiresSeconds}: Signature, now: number): string | undefined {
  const signedAt = Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const stamp = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
  const goodFor = expiresSeconds === undefined ? SKEW_MS : expiresSeconds * 1000
  if (!(signedAt + goodFor >= now))
    return `Signature expired: ${timestamp} is now earlier than ${stamp(now - goodFor)} (${stamp(now)} - ${goodFor / 60_000} min.)`
  if (signedAt - SKEW_MS > now)
    return `Signature not yet current: ${timestamp} is still later than ${stamp(now + SKEW_MS)} (${stamp(now)} + 15 min.)`
  return undefined
}
