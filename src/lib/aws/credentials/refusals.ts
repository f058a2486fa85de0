import {AccessError, AwsRefusedError} from '../../base/errors.js'
import {callOf} from '../calls/call.js'

const SIGN_IN_AGAIN =
  'Sign in again: aws login, or aws sso login for a profile of IAM Identity Center (with --profile NAME).'

const WAYS_TO_SIGN_IN =
  'Sign in with `aws login`, or store an access key with `aws configure`, or name a profile with --profile or ' +
  'AWS_PROFILE. To look around with no AWS account at all, use --sandbox.'

/** Errors that say: these keys are no good. By AWS's name. */
const REFUSED_KEYS: Readonly<Record<string, readonly [code: string, message: string, hint: string]>> = {
  ExpiredToken: ['EXPIRED', 'the credentials have expired', SIGN_IN_AGAIN],
  ExpiredTokenException: ['EXPIRED', 'the credentials have expired', SIGN_IN_AGAIN],
  RequestExpired: ['EXPIRED', 'the credentials or the signature have expired', `Look at the clock. ${SIGN_IN_AGAIN}`],
  InvalidClientTokenId: [
    'UNKNOWN_KEY',
    'AWS does not know the access key',
    `It may be inactive or deleted. ${WAYS_TO_SIGN_IN}`,
  ],
  UnrecognizedClientException: ['UNKNOWN_KEY', 'AWS does not know the access key or session', WAYS_TO_SIGN_IN],
  InvalidAccessKeyId: [
    'UNKNOWN_KEY',
    'AWS does not know the access key',
    `It may be inactive or deleted. ${WAYS_TO_SIGN_IN}`,
  ],
  MissingAuthenticationToken: ['NO_CREDENTIALS', 'the call was not signed', WAYS_TO_SIGN_IN],
  MissingAuthenticationTokenException: ['NO_CREDENTIALS', 'the call was not signed', WAYS_TO_SIGN_IN],
  SignatureDoesNotMatch: ['WRONG_SECRET', 'the secret access key does not belong to the access key', WAYS_TO_SIGN_IN],
  InvalidSignatureException: [
    'WRONG_SECRET',
    'AWS does not accept the signature',
    `Look at the clock of this machine and at the secret access key. ${WAYS_TO_SIGN_IN}`,
  ],
  IncompleteSignature: ['WRONG_SECRET', 'AWS does not accept the signature', WAYS_TO_SIGN_IN],
}

/** Failures to find or use credentials, as AccessError, or AwsRefusedError `UNREACHABLE`; `undefined` when the error is about something else. */
export function explainCredentials(error: Error): AccessError | AwsRefusedError | undefined {
  const {name} = error
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return notFound(error)
  const known = Object.hasOwn(REFUSED_KEYS, name) ? REFUSED_KEYS[name] : undefined
  if (!known) return undefined
  const [code, message, hint] = known
  const call = callOf(error)
  const where = call ? ` (${call.service}:${call.operation})` : ''
  return new AccessError(`${message}${where}`, {
    code,
    hint,
    details: {awsCode: name, words: error.message},
    cause: error,
  })
}

/** The SDK tells these apart by their words alone. */
function notFound(error: Error): AccessError | AwsRefusedError {
  const words = error.message.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  const options = {cause: error, details: {words}}
  if (/multi-factor/i.test(words)) {
    return new AccessError('the profile asks for an MFA code, and there is no terminal to ask for it', {
      ...options,
      code: 'MFA_NEEDED',
      hint: 'Run awsup on a terminal, where it asks for the six digits, or sign in first with aws login.',
    })
  }
  const [, profile] =
    /using profile: \[(.*?)\]|[Pp]rofile '?(.*?)'? (?:was not found|could not be found)/.exec(words) ?? []
  if (profile !== undefined) {
    return new AccessError(`the profile ${profile} holds no credentials that can be used`, {
      ...options,
      code: 'NO_PROFILE',
      hint: 'aws configure list-profiles shows those that there are. Choose one with --profile or AWS_PROFILE, or make it with aws login --profile.',
    })
  }
  if (/no complete answer came|socket hang up|getaddrinfo|\bE[A-Z]{4,}\b/.test(words)) {
    return new AwsRefusedError(`AWS could not be reached for the credentials: ${words}`, {
      ...options,
      code: 'UNREACHABLE',
      hint: 'Check the network and the proxy, and AWS_ENDPOINT_URL if it is set; then run the same command again.',
    })
  }
  if (/expired|re-authenticate|refresh|invalid|not found/i.test(words)) {
    return new AccessError(`the sign-in is over: ${words}`, {...options, code: 'EXPIRED', hint: SIGN_IN_AGAIN})
  }
  if (/Could not load credentials from any providers/.test(words)) {
    return new AccessError('there are no AWS credentials', {...options, code: 'NO_CREDENTIALS', hint: WAYS_TO_SIGN_IN})
  }
  return new AccessError(`the credentials can not be used: ${words}`, {
    ...options,
    code: 'NO_CREDENTIALS',
    hint: WAYS_TO_SIGN_IN,
  })
}
