import {clientsInOrder} from './clients.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import type {OutputSettings} from './settings.js'

/** How an environment signs its users in, in Cognito's words: what every format of Amplify says in its own way. */
export interface AuthView {
  readonly ids: EnvironmentIds
  /** The app client that front ends use. */
  readonly userPoolClientId: string
  readonly usernames: readonly ('email' | 'phone_number' | 'username')[]
  /** What everybody has to give. */
  readonly required: readonly string[]
  /** What Cognito sends a code to. */
  readonly verified: readonly ('email' | 'phone_number')[]
  readonly password: OutputSettings['password']
  readonly mfa: {readonly mode: 'off' | 'optional' | 'on'; readonly methods: readonly ('TOTP' | 'SMS' | 'EMAIL')[]}
  /** Signing in without a password; absent where nobody can. */
  readonly passwordless: Passwordless | undefined
  readonly groups: readonly (readonly [name: string, precedence: number | undefined])[]
  readonly guests: boolean
  /** The sign-in pages; absent where there are none, or nowhere to come back to. */
  readonly pages: SignInPages | undefined
}

/** One-time codes and passkeys. */
export interface Passwordless {
  readonly email: boolean
  readonly sms: boolean
  /** Absent where there are no passkeys, or awsup.yaml does not say what they are bound to. */
  readonly passkeys: {readonly relyingParty: string; readonly userVerification: 'required' | 'preferred'} | undefined
}

/** Cognito's own sign-in pages. */
export interface SignInPages {
  /** Host, without scheme. */
  readonly domain: string
  readonly scopes: readonly string[]
  readonly signInUrls: readonly string[]
  readonly signOutUrls: readonly string[]
}

const ATTRIBUTES = {email: 'email', phone: 'phone_number', username: 'username'} as const
const SCOPES = ['openid', 'email', 'profile']

/** Pure. Throws ConflictError when an app client of the manifest has no id on record. */
export function viewAuth(settings: OutputSettings, ids: EnvironmentIds): AuthView {
  const [client] = clientsInOrder(settings, ids)
  const addresses = settings.signIn.flatMap((sort) => (sort === 'username' ? [] : [ATTRIBUTES[sort]]))
  return {
    ids,
    userPoolClientId: client.id,
    usernames: settings.signIn.map((sort) => ATTRIBUTES[sort]),
    // Where there is one way to sign in, everybody has it; with several, anybody may lack one.
    required: settings.requiredAttributes ?? (settings.signIn.length === 1 ? addresses : []),
    verified: addresses,
    password: settings.password,
    mfa: {mode: settings.mfa, methods: methodsOf(settings)},
    passwordless: passwordlessOf(settings, ids.region),
    groups: [...settings.groups].map(([name, {precedence}]) => [name, precedence] as const),
    guests: settings.guests,
    pages: pagesOf(settings, {region: ids.region, client: client.name}),
  }
}

const METHODS = {totp: 'TOTP', sms: 'SMS', email: 'EMAIL'} as const

/** Where nobody says which, it is an authenticator app, which needs nothing else. */
const methodsOf = ({mfa, mfaMethods = ['totp']}: OutputSettings): AuthView['mfa']['methods'] =>
  mfa === 'off' ? [] : mfaMethods.map((method) => METHODS[method])

function passwordlessOf(settings: OutputSettings, region: string): Passwordless | undefined {
  const {otp = [], userVerification = 'preferred'} = settings
  // Unless it is told another, Cognito binds passkeys to the pool's own domain.
  const relyingParty = settings.passkeys ? (settings.relyingParty ?? hostedDomain(settings, region)) : undefined
  if (otp.length === 0 && relyingParty === undefined) return undefined
  return {
    email: otp.includes('email'),
    sms: otp.includes('sms'),
    passkeys: relyingParty === undefined ? undefined : {relyingParty, userVerification},
  }
}

function pagesOf(settings: OutputSettings, at: {region: string; client: string}): SignInPages | undefined {
  const {callbackUrls = [], logoutUrls = []} = settings.clients.get(at.client) ?? {}
  const domain = hostedDomain(settings, at.region)
  if (domain === undefined || callbackUrls.length === 0) return undefined
  return {
    domain,
    scopes: SCOPES,
    signInUrls: callbackUrls,
    signOutUrls: logoutUrls.length > 0 ? logoutUrls : callbackUrls,
  }
}
