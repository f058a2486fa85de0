import {AwsupError} from '../../base/errors.js'

/** What sort of failure a call met, as far as it matters for sending it again. */
export type Failure =
  /** AWS did nothing and said: later. */
  | 'throttled'
  /** AWS did nothing: another change of the same thing was under way. */
  | 'busy'
  /** AWS did nothing: an earlier change of the same thing has not reached all of AWS yet, which may take minutes. */
  | 'changing'
  /** AWS did nothing, or answered of old: what was made or deleted a moment ago does not show everywhere yet. */
  | 'unseen'
  /** AWS did nothing: the organization is being set up, for up to an hour. */
  | 'finalizing'
  /** AWS did nothing: our clock was wrong, and the SDK has corrected for it. */
  | 'clock'
  /** Nothing reached AWS. */
  | 'unsent'
  /** Nobody knows whether it was done. */
  | 'lost'
  /** AWS said no. */
  | 'refused'

/** Without `LimitExceededException`: the SDK takes it for throttling, but in IAM and Cognito it is a quota. */
const THROTTLES: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])
/** AWS's words of these: "try again later", "after waiting several minutes". */
const CHANGING: ReadonlySet<string> = new Set([
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
  'PolicyChangesInProgressException',
])
const UNSENT: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const LOST: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TimeoutError', 'RequestTimeout'])

/** What the SDK's errors may carry. */
export interface SdkError extends Error {
  readonly $metadata?: {
    readonly httpStatusCode?: number
    readonly requestId?: string
    readonly clockSkewCorrected?: boolean
  }
  readonly $fault?: 'client' | 'server'
  readonly code?: string
  readonly Reason?: string
}

/**
 * Whether something answered that is not AWS: a proxy, or the sign-in page of a network. The SDK could not read it (its
 * error has a status, and no side at fault), or found no code of an error in it.
 */
export const isForeign = ({name, $fault, $metadata}: SdkError): boolean =>
  $metadata?.httpStatusCode !== undefined && ($fault === undefined || name === 'Unknown' || name === 'UnknownError')

/**
 * IAM Identity Center says ConflictException while an earlier change of the same thing is under way (SSO Admin API
 * reference), and also of a name that is taken and of a set that is in use, which no waiting changes.
 */
const isUnderWay = ({name, message}: Error, service: string | undefined): boolean =>
  service === 'sso' && name === 'ConflictException' && !/already|associated|in use/i.test(message)

/** Sorts an error of the SDK or of the network beneath it; `service`: of the call, where it is known. */
export function sortFailure(error: unknown, service?: string): Failure {
  // One of ours was decided on already, whatever caused it.
  if (!(error instanceof Error) || error instanceof AwsupError) return 'refused'
  const {name, code, $metadata} = error as SdkError
  const status = $metadata?.httpStatusCode
  if (isForeign(error)) return 'lost'
  if (name === 'FinalizingOrganizationException') return 'finalizing'
  if (name === 'ConcurrentModificationException' || name === 'ConcurrentModification') return 'busy'
  if (CHANGING.has(name) || isUnderWay(error, service)) return 'changing'
  if (name === 'LimitExceededException' || name === 'LimitExceeded') return 'refused'
  if (THROTTLES.has(name) || status === 429) return 'throttled'
  if ($metadata?.clockSkewCorrected) return 'clock'
  if (UNSENT.has(code)) return 'unsent'
  if (LOST.has(code) || LOST.has(name) || isServerFault(error)) return 'lost'
  return status === undefined && error.cause !== undefined ? sortFailure(error.cause) : 'refused'
}

/**
 * Whether AWS itself failed. Its models say so of an error; the status alone does not: Organizations answers
 * ServiceException, an internal error, with 400 (API reference, "Common errors" of every operation).
 */
export const isServerFault = ({$fault, $metadata}: SdkError): boolean =>
  $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500
