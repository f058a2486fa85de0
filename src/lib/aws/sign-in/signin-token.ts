import type {HttpHandler} from '@smithy/core/protocols'
import {Readable} from 'node:stream'
import {AwsRefusedError, CancelledError} from '../../base/errors.js'
import {bytesOf, wholeReplies} from '../calls/whole-replies.js'
import {replyTimeoutMs} from '../calls/deadlines.js'
import {isForeign, type SdkError, sortFailure} from '../calls/failures.js'
import {backoff, requireNotCancelled, systemClock} from '../clock.js'
import type {AwsCredentials} from '../credentials/credentials.js'
import {encode} from './link.js'

/** As other calls that may be repeated: docs/architecture.md, "How long anything takes". */
const MOST_TRIES = 4
const CONNECTION_TIMEOUT_MS = 5_000

interface Asked {
  /** `https://eu-west-1.signin.aws.amazon.com` */
  readonly endpoint: string
  readonly credentials: AwsCredentials
  readonly signal: AbortSignal
  /** What a refusal and a server that does not answer mean here. */
  readonly hints: {readonly refused: string; readonly unreachable: string}
}

/**
 * Trades a role's session for a token by which a browser signs in. The session goes in the body: addresses end up in the
 * logs of proxies. No SessionDuration is sent: without it the console's session ends with the credentials, and with it
 * AWS refuses sessions that came by role chaining (IAM user guide, "Enable custom identity broker access to the AWS
 * console").
 *
 * Throws AwsRefusedError `SIGN_IN_REFUSED` (AWS answers 400 and a page that gives no reason), `UNREACHABLE`, `NOT_AWS`;
 * CancelledError.
 */
export async function requestSigninToken(asked: Asked): Promise<string> {
  const send = await openSender(asked)
  for (let attempt = 1; ; attempt += 1) {
    requireNotCancelled(asked.signal)
    try {
      return readToken(await send(), asked)
    } catch (error) {
      if (asked.signal.aborted) throw new CancelledError('cancelled', {cause: error})
      if (!isTransient(error)) throw explainFailure(error, asked)
      if (attempt === MOST_TRIES || isNobodyThere(error, asked)) throw explainFailure(error, asked)
      await systemClock.sleep(backoff(attempt, 200, 5_000), asked.signal)
    }
  }
}

/** Nothing listens on this machine: it will not a second later. */
const isNobodyThere = (error: unknown, {endpoint}: Asked): boolean =>
  error instanceof Error &&
  (error as SdkError).code === 'ECONNREFUSED' &&
  ['127.0.0.1', 'localhost'].includes(new URL(endpoint).hostname)

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error ? (error as SdkError).$metadata?.httpStatusCode : undefined

function isTransient(error: unknown): boolean {
  const status = statusOf(error)
  if (status !== undefined) return status === 429 || status >= 500
  return ['lost', 'unsent', 'throttled'].includes(sortFailure(error))
}

interface Reply {
  readonly status: number
  readonly text: string
}

/** Carries requests as the SDK's clients do, and answers whole replies within the deadline. */
async function openSender({endpoint, credentials, signal}: Asked): Promise<() => Promise<Reply>> {
  const [{HttpRequest}, {STSClient}] = await Promise.all([
    import('@smithy/core/protocols'),
    import('@aws-sdk/client-sts'),
  ])
  const timeoutMs = replyTimeoutMs()
  const connectionTimeout = Math.min(CONNECTION_TIMEOUT_MS, timeoutMs)
  const {config} = new STSClient({region: 'us-east-1', requestHandler: {connectionTimeout}})
  const carrier = wholeReplies(config.requestHandler as HttpHandler, {timeoutMs, signal})
  const {accessKeyId: sessionId, secretAccessKey: sessionKey, sessionToken} = credentials
  const body = encode({Action: 'getSigninToken', Session: JSON.stringify({sessionId, sessionKey, sessionToken})})
  const {protocol, hostname, port, host, pathname} = new URL(`${endpoint}/federation`)
  const headers = {
    host,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': `${Buffer.byteLength(body)}`,
    'user-agent': 'awsup',
  }
  return async () => {
    const request = new HttpRequest({
      ...{method: 'POST', protocol, hostname, path: pathname, headers, body},
      ...(port === '' ? {} : {port: Number(port)}),
    })
    const {response} = await carrier.handle(request)
    return {status: response.statusCode, text: await textOf(response)}
  }
}

async function textOf(response: {readonly body?: unknown}): Promise<string> {
  const known = bytesOf(response)
  if (known) return known.toString('utf8')
  const parts: Buffer[] = []
  if (response.body instanceof Readable)
    for await (const part of response.body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

function readToken({status, text}: Reply, {endpoint}: Asked): string {
  if (status === 200) {
    const token = tokenIn(text)
    if (token !== undefined) return token
  }
  // As the SDK says of an answer that it cannot read: see `isForeign`.
  throw Object.assign(new Error(`an answer of ${endpoint}`), {name: 'Unknown', $metadata: {httpStatusCode: status}})
}

function tokenIn(text: string): string | undefined {
  try {
    const document: unknown = JSON.parse(text)
    const {SigninToken: token} = (document ?? {}) as {SigninToken?: unknown}
    return typeof token === 'string' && token !== '' ? token : undefined
  } catch {
    return undefined
  }
}

/** Nothing of an answer is repeated: it is a page for a browser, or holds what it was sent. */
function explainFailure(error: unknown, {endpoint, hints}: Asked): unknown {
  const {host} = new URL(endpoint)
  const status = statusOf(error)
  if (status === 400) {
    return new AwsRefusedError(`the sign-in service at ${host} refused the session (HTTP status 400)`, {
      code: 'SIGN_IN_REFUSED',
      hint: hints.refused,
      details: {host, status},
    })
  }
  if (error instanceof Error && isForeign(error)) {
    return new AwsRefusedError(
      `${host} gave an answer that is not of AWS's sign-in service (HTTP status ${status ?? 0})`,
      {
        code: 'NOT_AWS',
        hint: `A proxy or the sign-in page of a network may have answered. ${hints.unreachable}`,
        details: {host, status},
      },
    )
  }
  if (!isTransient(error)) return error
  const {code, message} = error as SdkError
  return new AwsRefusedError(`the sign-in service at ${host} could not be reached: ${code ?? message}`, {
    code: 'UNREACHABLE',
    hint: hints.unreachable,
    details: {host, network: code},
    cause: error,
  })
}
