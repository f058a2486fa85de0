import type {HttpHandler} from '@smithy/core/protocols'
import {Readable} from 'node:stream'
import {AwsRefusedError} from '../../base/errors.js'
import {renderSeconds} from './deadlines.js'

/** More than any reply that awsup asks for has, bytes. */
const LARGEST_REPLY = 64 * 1024 * 1024

const BYTES = Symbol('awsup.bytes')

/** The body of a reply as it came, also once the SDK has read it; `undefined` where it did not come this way. */
export const bytesOf = (response: object): Buffer | undefined =>
  BYTES in response ? (response[BYTES] as Buffer) : undefined

/** After Ctrl-C a call in flight may still answer for so long, so that what it did becomes known, ms. */
const GRACE_MS = 5_000

export interface Patience {
  /** For the whole of a reply, ms. */
  readonly timeoutMs: number
  /** Ctrl-C: what is in flight then has some seconds left. */
  readonly signal: AbortSignal
}

/**
 * Carries requests as `carrier` does, and answers only whole replies: headers and body, within the deadline. The SDK's
 * own time limit ends with the headers, so a body that stalls or trickles would be waited for without end. A reply that
 * is late is lost: the connection is closed, and the error is one that `sortFailure` calls `lost`. This also holds for
 * bodies that the SDK hands on as streams (objects of S3), which are complete in memory by then.
 *
 * Throws what the carrier throws, an Error `TimeoutError` at the deadline and soon after Ctrl-C, and AwsRefusedError
 * `REPLY_TOO_LARGE` for a reply of more than 64 MiB.
 */
export function wholeReplies(carrier: HttpHandler, patience: Patience): HttpHandler {
  const {metadata} = carrier
  return {
    ...(metadata === undefined ? {} : {metadata}),
    handle: (request, options) =>
      within(patience, async (abortSignal) => {
        const answer = await carrier.handle(request, {...options, abortSignal})
        const body: unknown = answer.response.body
        if (body instanceof Readable) {
          const bytes = await collect(body, abortSignal)
          if (isPage(bytes) && isQuestion(request)) throw foreign(answer.response.statusCode)
          answer.response.body = Readable.from([bytes])
          Object.assign(answer.response, {[BYTES]: bytes})
        } else if (body instanceof Uint8Array) Object.assign(answer.response, {[BYTES]: Buffer.from(body)})
        return answer
      }),
    updateHttpClientConfig: (key, value) => carrier.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => carrier.httpHandlerConfigs(),
    destroy: () => carrier.destroy?.(),
  }
}

/** Does the work until the deadline; its signal aborts then, and the reason is thrown without waiting for it. */
async function within<T>({timeoutMs, signal}: Patience, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timers: NodeJS.Timeout[] = []
  const giveUpAfter = (ms: number, error: Error): void =>
    void timers.push(setTimeout(() => controller.abort(error), ms))
  const onCancel = (): void => giveUpAfter(Math.min(GRACE_MS, timeoutMs), late('no answer came after Ctrl-C'))
  giveUpAfter(timeoutMs, late(`no complete answer came within ${renderSeconds(timeoutMs)}`))
  if (signal.aborted) onCancel()
  else signal.addEventListener('abort', onCancel, {once: true})
  try {
    return await Promise.race([work(controller.signal), rejectionOf(controller.signal)])
  } finally {
    signal.removeEventListener('abort', onCancel)
    for (const timer of timers) clearTimeout(timer)
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true})
  })

/** As the SDK names it; everybody knows it for a reply that was lost. */
const late = (message: string): Error => Object.assign(new Error(message), {name: 'TimeoutError', code: 'ETIMEDOUT'})

async function collect(body: Readable, signal: AbortSignal): Promise<Buffer> {
  const close = (): void => void body.destroy()
  signal.addEventListener('abort', close, {once: true})
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of body as AsyncIterable<Uint8Array>) {
      length += part.length
      if (length > LARGEST_REPLY) throw tooLarge()
      parts.push(part)
    }
    return Buffer.concat(parts)
  } finally {
    signal.removeEventListener('abort', close)
  }
}

/** A page for a browser: some can be read as the XML of an answer that says nothing. */
const isPage = (bytes: Buffer): boolean =>
  /^\s*<(?:!doctype\s+html|html)\b/i.test(bytes.subarray(0, 200).toString('latin1'))

/** Not an object of S3, which may be a page. */
const isQuestion = ({method}: {readonly method?: string}): boolean => method !== 'GET'

/** As the SDK says of an answer that it cannot read: see `isForeign`. */
const foreign = (httpStatusCode: number): Error =>
  Object.assign(new Error('the answer is a page'), {name: 'Unknown', $metadata: {httpStatusCode}})

const tooLarge = (): AwsRefusedError =>
  new AwsRefusedError('an answer is larger than 64 MiB, which no answer of AWS is that awsup asks for', {
    code: 'REPLY_TOO_LARGE',
    hint: 'Check the proxy and AWS_ENDPOINT_URL, if they are set; then run the same command again.',
  })
