import {alnum} from '../core/ids.js'
import {findUserByName, type User, users} from '../services/identity-center/identitystore/tables.js'
import {instances} from '../services/identity-center/sso-admin/tables.js'
import {AUTHORIZE_PAGE, DEVICE_PAGE} from '../services/identity-center/sso-oidc/portal.js'
import {type Client, clients, codes, type Device, devices} from '../services/identity-center/sso-oidc/tables.js'
import type {Transaction} from '../store/transaction.js'
import {bodyText, normalizeRequest, type SandboxReply, type SandboxRequest, type WireRequest} from '../wire/http.js'
import {refuse, renderForm, renderPage} from './pages.js'
import {isUnsigned} from './sign-in.js'

/** A code that a browser brings back is good for ten minutes (RFC 6749, 4.1.2). */
const CODE_MS = 10 * 60 * 1000

/** Whether a request is for a page on which a person of Identity Center lets a program in. */
export const isConsent = (sent: SandboxRequest): boolean =>
  (sent.path === DEVICE_PAGE || sent.path === AUTHORIZE_PAGE) && isUnsigned(sent)

/**
 * The pages of the access portal: a GET shows what is asked, a POST says yes or no. There are no passwords, as AWS has no
 * operation that sets one: who reaches the sandbox says which user is meant.
 *
 * @param now ms since 1970
 */
export function answerConsent(tx: Transaction, sent: SandboxRequest, now: number): SandboxReply {
  const request = normalizeRequest(sent)
  const asked = new URLSearchParams(
    sent.search ?? request.query.map(([name, value]): [string, string] => [name, value]),
  )
  const says = request.method === 'POST'
  if (says && !isOwn(request)) return refuse('the answer must come from this page')
  if (says) for (const [name, value] of new URLSearchParams(bodyText(request))) asked.set(name, value)
  return sent.path === DEVICE_PAGE ? answerDevice(tx, {asked, says, now}) : answerBrowser(tx, {asked, says, now})
}

/** Browsers say which page sends a form; a page of another place must not say yes for a person. Programs say nothing. */
function isOwn({headers}: WireRequest): boolean {
  const origin = headers.get('origin')
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === headers.get('host'))
}

interface Asked {
  readonly asked: URLSearchParams
  /** Whether somebody says yes or no. */
  readonly says: boolean
  readonly now: number
}

const storeOf = (tx: Transaction, organizationId: string): string =>
  instances.get(tx, [organizationId])?.identityStoreId ?? ''

const namesIn = (tx: Transaction, organizationId: string): string[] =>
  users.list(tx, [storeOf(tx, organizationId)]).map(({userName}) => userName)

function answerDevice(tx: Transaction, {asked, says, now}: Asked): SandboxReply {
  const userCode = (asked.get('user_code') ?? '').toUpperCase()
  const device = devices.list(tx).find((one) => one.userCode === userCode && one.expiresAt > now)
  if (device?.answer !== undefined) return refuse('this code has been used')
  if (!device) return refuse('user_code is not a code that waits for an answer')
  if (!says)
    return renderForm({
      title: 'Allow access?',
      lead: `${clients.get(tx, [device.clientId])?.name ?? 'A program'} asks for your accounts. Its code is ${userCode}.`,
      fields: {user_code: userCode},
      users: namesIn(tx, device.organizationId),
    })
  return sayDevice(tx, device, asked)
}

function sayDevice(tx: Transaction, device: Device, asked: URLSearchParams): SandboxReply {
  if (asked.get('action') === 'deny') {
    devices.put(tx, [device.deviceCode], {...device, answer: 'denied'})
    return renderPage({title: 'Access denied', lead: 'You can close this page.'})
  }
  const user = userIn(tx, device.organizationId, asked)
  if (typeof user === 'string') return refuse(user)
  devices.put(tx, [device.deviceCode], {...device, answer: 'allowed', userId: user.id})
  return renderPage({title: 'Access allowed', lead: `You are signed in as ${user.userName}. You can close this page.`})
}

/** The user that is meant, or why there is none. */
function userIn(tx: Transaction, organizationId: string, asked: URLSearchParams): User | string {
  const name = asked.get('user_name') ?? ''
  return (
    findUserByName(tx, storeOf(tx, organizationId), name) ?? `user_name is not a user of the identity store: ${name}`
  )
}

/** What a program sends a browser with, as far as it is right. */
interface Wanted {
  readonly client: Client
  readonly redirectUri: string
  readonly challenge: string
  readonly state: string
  readonly organizationId: string
}

/** A program listens on whatever port it gets (RFC 8252, 7.3); elsewhere than on this machine nobody is sent. */
function isRegistered(uri: string, {redirectUris}: Client): boolean {
  if (!URL.canParse(uri)) return false
  const {protocol, hostname, pathname} = new URL(uri)
  const isLoopback = protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
  return isLoopback && redirectUris.some((known) => URL.canParse(known) && new URL(known).pathname === pathname)
}

function readWanted(tx: Transaction, {asked, now}: Asked): Wanted | string {
  const client = clients.get(tx, [asked.get('client_id') ?? ''])
  if (!client || client.expiresAt <= now) return 'client_id is not a client that was registered'
  const redirectUri = asked.get('redirect_uri') ?? ''
  if (!isRegistered(redirectUri, client)) return 'redirect_uri is not one that the client registered'
  if (asked.get('response_type') !== 'code') return 'response_type must be code'
  const challenge = asked.get('code_challenge') ?? ''
  if (asked.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))
    return 'code_challenge must be an S256 challenge'
  const [instance, ...others] = instances.list(tx)
  if (!instance || others.length > 0) return 'the sandbox has no Identity Center, or more than one'
  return {client, redirectUri, challenge, state: asked.get('state') ?? '', organizationId: instance.organizationId}
}

function answerBrowser(tx: Transaction, from: Asked): SandboxReply {
  const {asked, says, now} = from
  const wanted = readWanted(tx, from)
  if (typeof wanted === 'string') return refuse(wanted)
  const {client, redirectUri, challenge, state, organizationId} = wanted
  if (!says)
    return renderForm({
      title: 'Allow access?',
      lead: `${client.name} asks for your accounts.`,
      fields: Object.fromEntries(asked),
      users: namesIn(tx, organizationId),
    })
  if (asked.get('action') === 'deny') return sendTo(redirectUri, {error: 'access_denied', state})
  const user = userIn(tx, organizationId, asked)
  if (typeof user === 'string') return refuse(user)
  const code = alnum(64)
  const whose = {organizationId, userId: user.id, clientId: client.clientId}
  codes.put(tx, [code], {...whose, code, redirectUri, challenge, expiresAt: now + CODE_MS})
  return sendTo(redirectUri, {code, state})
}

function sendTo(redirectUri: string, parameters: Readonly<Record<string, string>>): SandboxReply {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return {
    status: 302,
    headers: {location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer'},
    body: '',
  }
}
