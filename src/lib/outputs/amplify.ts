import {clientsInOrder} from './clients.js'
import {hostedDomain} from './domain.js'
import type {EnvironmentIds} from './ids.js'
import {loadObject, renderObject} from './json-object.js'
import type {OutputSettings} from './settings.js'

/** What is in an amplify_outputs.json beside what awsup writes stays there. */
interface AmplifyInput {
  readonly path: string
  readonly settings: OutputSettings
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: string | undefined
}

const VERSION = '1.5'

/**
 * amplify_outputs.json, version 1.5 of its schema (https://amplify.aws/2024-02/outputs-schema.json): `auth` is awsup's,
 * every other key is kept. Throws ConflictError when the file that is there is not JSON.
 */
export function renderAmplify({path, settings, ids, existing}: AmplifyInput): string {
  const kept = loadObject(path, existing)
  const version = 'version' in kept && isNewer(kept.version) ? kept.version : VERSION
  return renderObject({...kept, auth: makeAuth(settings, ids), version})
}

function makeAuth(settings: OutputSettings, ids: EnvironmentIds): object {
  const {password, mfa} = settings
  const [client] = clientsInOrder(settings, ids)
  const addresses = settings.signIn.flatMap((sort) => (sort === 'username' ? [] : [ATTRIBUTES[sort]]))
  const groups = [...settings.groups].map(([name, {precedence}]) => ({
    [name]: precedence === undefined ? {} : {precedence},
  }))
  return {
    aws_region: ids.region,
    user_pool_id: ids.userPoolId,
    user_pool_client_id: client.id,
    identity_pool_id: ids.identityPoolId,
    password_policy: {
      min_length: password.minLength,
      require_lowercase: password.lowercase,
      require_uppercase: password.uppercase,
      require_numbers: password.numbers,
      require_symbols: password.symbols,
    },
    ...makeOauth(settings, {region: ids.region, client: client.name}),
    // Where there is one way to sign in, everybody has it; with several, anybody may lack one.
    standard_required_attributes: settings.signIn.length === 1 ? addresses : [],
    username_attributes: settings.signIn.map((sort) => ATTRIBUTES[sort]),
    user_verification_types: addresses,
    unauthenticated_identities_enabled: settings.guests,
    mfa_configuration: MFA[mfa],
    ...(mfa === 'off' ? {} : {mfa_methods: ['TOTP']}),
    ...(groups.length > 0 ? {groups} : {}),
  }
}

const ATTRIBUTES = {email: 'email', phone: 'phone_number', username: 'username'} as const
const MFA = {off: 'NONE', optional: 'OPTIONAL', on: 'REQUIRED'} as const
const SCOPES = ['openid', 'email', 'profile']

/** Only where there is a hosted page to go to and somewhere to come back to; the schema wants at least one URL each. */
function makeOauth(settings: OutputSettings, {region, client}: {region: string; client: string}): object {
  const {callbackUrls = [], logoutUrls = []} = settings.clients.get(client) ?? {}
  const domain = hostedDomain(settings, region)
  if (domain === undefined || callbackUrls.length === 0) return {}
  return {
    oauth: {
      identity_providers: [],
      domain,
      scopes: SCOPES,
      redirect_sign_in_uri: callbackUrls,
      redirect_sign_out_uri: logoutUrls.length > 0 ? logoutUrls : callbackUrls,
      response_type: 'code',
    },
  }
}

function isNewer(version: unknown): boolean {
  const minor = typeof version === 'string' ? /^1\.(\d{1,4})$/.exec(version)?.[1] : undefined
  return minor !== undefined && Number(minor) > 5
}
