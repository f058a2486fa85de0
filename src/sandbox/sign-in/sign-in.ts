import {isAlive} from '../auth/authenticate.js'
import type {RoleCaller} from '../auth/caller.js'
import {readSession} from '../auth/session.js'
import {mintSigninToken, readSigninToken} from '../auth/signin-token.js'
import {accounts} from '../services/organizations/tables.js'
import type {Transaction} from '../store/transaction.js'
import {bodyText, normalizeRequest, type SandboxReply, type SandboxRequest} from '../wire/http.js'
import {refuse, renderPage} from './pages.js'

/** Where a console is: AWS's partitions. */
const CONSOLE = /(^|\.)(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)$/

/**
 * What it answers, by the Action of a request; scripts/generate/served.mjs reads it.
 *
 * @public
 */
export const ACTIONS = ['getSigninToken', 'login', 'logout'] as const

/**
 * Whether a request is for the sign-in service, which is none of AWS's operations: its requests are not signed. A bucket
 * may have the name of its paths, and calls of operations have a Version.
 */
export const isSignIn = (sent: SandboxRequest): boolean =>
  (sent.path === '/federation' || sent.path === '/oauth') && isUnsigned(sent)

/** Whether a request is of a browser, or of a program that does as one: an operation's is signed, or has a Version. */
export function isUnsigned(sent: SandboxRequest): boolean {
  const {headers, query} = normalizeRequest(sent)
  const isSigned = ['authorization', 'x-amz-target'].some((name) => headers.has(name))
  return !isSigned && !query.some(([name]) => ['X-Amz-Signature', 'Signature', 'Version'].includes(name))
}

/**
 * Answers as AWS's sign-in service does (IAM user guide, "Enable custom identity broker access to the AWS console"):
 * `getSigninToken` with JSON, everything that it refuses with status 400 and a page. Where AWS leads to the console, there
 * is a page that says who is signed in, for the sandbox has no console.
 *
 * @param now ms since 1970
 */
export function answerSignIn(tx: Transaction, sent: SandboxRequest, now: number): SandboxReply {
  const request = normalizeRequest(sent)
  // In what browsers and AWS's own examples send, a + is a blank.
  const asked = new URLSearchParams(
    sent.search ?? request.query.map(([name, value]): [string, string] => [name, value]),
  )
  if (request.method === 'POST')
    for (const [name, value] of new URLSearchParams(bodyText(request))) asked.set(name, value)
  const action = asked.get('Action')
  if (sent.path === '/oauth')
    return action === 'logout'
      ? signOut(asked.get('redirect_uri'), request.headers.get('host'))
      : refuse('the Action must be logout')
  if (action === 'getSigninToken') return getSigninToken(tx, asked, now)
  return action === 'login' ? login(tx, asked, now) : refuse('the Action must be getSigninToken or login')
}

function getSigninToken(tx: Transaction, asked: URLSearchParams, now: number): SandboxReply {
  const caller = callerOf(tx, asked.get('Session') ?? '', now)
  if (typeof caller === 'string') return refuse(caller)
  const why = durationRefusal(asked.get('SessionDuration'), caller)
  if (why !== undefined) return refuse(why)
  const document = {SigninToken: mintSigninToken(tx, caller, now)}
  return {
    status: 200,
    headers: {'content-type': 'application/json', 'cache-control': 'no-store'},
    body: JSON.stringify(document),
  }
}

/** Whose session it is, or why it cannot sign in. */
function callerOf(tx: Transaction, text: string, now: number): RoleCaller | string {
  const session = readJson(text)
  if (session === undefined) return 'Session must be the JSON of sessionId, sessionKey and sessionToken'
  const {sessionId, sessionKey, sessionToken} = session
  if (sessionToken === undefined || sessionToken === '')
    return 'long-term keys cannot sign in: take a role first, and send its session'
  const read = readSession(tx, sessionToken, now)
  if (read.status === 'expired') return 'the session has expired'
  if (read.status === 'invalid' || read.caller.accessKeyId !== sessionId || read.secretAccessKey !== sessionKey)
    return 'the session is not valid'
  if (!isAlive(tx, read.caller)) return 'the session is not valid any more: its role or user is gone'
  if (read.caller.type !== 'role')
    return 'a session of GetSessionToken cannot sign in: take a role first, and send its session'
  return read.caller
}

type Session = Readonly<Record<'sessionId' | 'sessionKey' | 'sessionToken', string | undefined>>

function readJson(text: string): Session | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const {sessionId, sessionKey, sessionToken} = value as Record<string, unknown>
    const textOf = (member: unknown): string | undefined => (typeof member === 'string' ? member : undefined)
    return {sessionId: textOf(sessionId), sessionKey: textOf(sessionKey), sessionToken: textOf(sessionToken)}
  } catch {
    return undefined
  }
}

/** IAM user guide, the same page: 900 to 43,200 seconds, and the call fails with it where the role came by chaining. */
function durationRefusal(text: string | null, caller: RoleCaller): string | undefined {
  if (text === null) return undefined
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (seconds < 900 || seconds > 43_200) return 'SessionDuration must be from 900 to 43200'
  return caller.chained ? 'SessionDuration cannot be given for a role that was taken by role chaining' : undefined
}

function login(tx: Transaction, asked: URLSearchParams, now: number): SandboxReply {
  const caller = readSigninToken(tx, asked.get('SigninToken') ?? '', now)
  if (caller === undefined) return refuse('the SigninToken is not valid, or it is older than 15 minutes')
  const destination = asked.get('Destination') ?? ''
  const url = URL.canParse(destination) ? new URL(destination) : undefined
  if (url?.protocol !== 'https:' || !CONSOLE.test(url.hostname))
    return refuse('the Destination is no page of the console')
  const name = accounts.get(tx, [caller.accountId])?.name
  return renderPage({
    title: 'Signed in to the sandbox',
    lead: 'On AWS, this link opens the console. The sandbox has none.',
    rows: [
      ['Account', name === undefined ? caller.accountId : `${caller.accountId} (${name})`],
      ['Role', caller.roleName],
      ['Session', caller.arn],
      ['Destination', destination],
    ],
  })
}

/** Back to a link of this sandbox, as AWS leads back to its own alone. */
function signOut(target: string | null, host: string | undefined): SandboxReply {
  const url = target !== null && URL.canParse(target) ? new URL(target) : undefined
  if (url?.host !== host || url?.pathname !== '/federation')
    return renderPage({title: 'Signed out', lead: 'Nobody is signed in to the sandbox.'})
  return {
    status: 302,
    headers: {location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer'},
    body: '',
  }
}
