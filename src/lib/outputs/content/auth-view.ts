import {requireFrontEndClient, type FrontEnd} from './clients.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import type {ClientSettings, OutputSettings, ProviderType} from './settings.js'

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

export type SocialProvider = Exclude<ProviderType, 'oidc' | 'saml'>

/** Cognito's own sign-in pages. */
export interface SignInPages {
  /** Host, without scheme. */
  readonly domain: string
  /** As Cognito calls them: `<identifier>/<scope>` for those of a resource server. */
  readonly scopes: readonly string[]
  /** Whom people may come from, beside the pool itself. */
  readonly social: readonly SocialProvider[]
  /** OIDC and SAML providers by their name in the pool. */
  readonly custom: readonly string[]
  /** What a front end is handed: a code, or tokens where the client has the implicit flow alone. */
  readonly responseType: 'code' | 'token'
  readonly signInUrls: readonly string[]
  readonly signOutUrls: readonly string[]
}

const ATTRIBUTES = {email: 'email', phone: 'phone_number', username: 'username'} as const
const SCOPES = ['openid', 'email', 'profile']

/** Pure. Throws ConflictError when an app client of the manifest has no id on record, or none is for front ends. */
export function viewAuth(settings: OutputSettings, ids: EnvironmentIds, kind: FrontEnd = 'web'): AuthView {
  const client = requireFrontEndClient(settings, ids, kind)
  const addresses = settings.signIn.flatMap((sort) => (sort === 'username' ? [] : [ATTRIBUTES[sort]]))
  return {
    ids,
    userPoolClientId: client.id,
    usernames: settings.signIn.map((sort) => ATTRIBUTES[sort]),
    // Where there is one way to sign in, everybody has it; with several, anybody may lack one.
    required: settings.requiredAttributes ?? (settings.signIn.length === 1 ? addresses : []),
    verified: verifiedOf(settings),
    password: settings.password,
    mfa: {mode: settings.mfa, methods: methodsOf(settings)},
    passwordless: passwordlessOf(settings, ids.region),
    groups: [...settings.groups].map(([name, {precedence}]) => [name, precedence] as const),
    guests: settings.guests,
    pages: pagesOf(settings, {region: ids.region, client: client.name}),
  }
}

/**
 * What the pool sends codes to by itself (AutoVerifiedAttributes): what people sign in with or must have, and phones only
 * where there is a way to send to them. The pool is made so: resources/cognito/user-pool-settings.ts.
 */
function verifiedOf({signIn, requiredAttributes = [], sms, autoVerify}: OutputSettings): AuthView['verified'] {
  if (autoVerify) return autoVerify.map((way) => ATTRIBUTES[way])
  const has = (way: 'email' | 'phone'): boolean => signIn.includes(way) || requiredAttributes.includes(ATTRIBUTES[way])
  return [...(has('email') ? ['email' as const] : []), ...(has('phone') && sms ? ['phone_number' as const] : [])]
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
  const client = settings.clients.get(at.client)
  const domain = hostedDomain(settings, at.region)
  if (domain === undefined || !client || client.callbackUrls.length === 0) return undefined
  const {callbackUrls, logoutUrls, flows = ['code']} = client
  if (flows.length === 0) return undefined
  return {
    domain,
    scopes: (client.scopes ?? SCOPES).map((scope) => scopeOf(scope, settings)),
    ...providersOf(client, settings),
    responseType: flows.includes('code') ? 'code' : 'token',
    signInUrls: callbackUrls,
    signOutUrls: logoutUrls.length > 0 ? logoutUrls : callbackUrls,
  }
}

/** `api/read` is the scope `read` of what the resource server `api` is called on AWS. */
function scopeOf(scope: string, {resourceServers}: OutputSettings): string {
  const [server = '', ...name] = scope.split('/')
  return name.length === 0 ? scope : `${resourceServers?.get(server)?.identifier ?? server}/${name.join('/')}`
}

/** All that are declared, unless the client names its own. */
function providersOf(client: ClientSettings, settings: OutputSettings): Pick<SignInPages, 'social' | 'custom'> {
  const used = [...(settings.providers ?? [])].filter(([name]) => client.providers?.includes(name) !== false)
  return {
    social: used.flatMap(([, {type}]) => (type === undefined || type === 'oidc' || type === 'saml' ? [] : [type])),
    custom: used.flatMap(([name, {type}]) => (type === 'oidc' || type === 'saml' ? [name] : [])),
  }
}
