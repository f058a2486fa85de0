import {viewAuth, type AuthView, type Passwordless, type SignInPages} from '../content/auth-view.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {findApis, namesBefore} from '../content/apis.js'
import {findData} from '../content/data.js'
import {editsOfOwn} from '../content/own-keys.js'
import {optional} from '../../manifest/read/keys.js'
import {oneOf, text} from '../../manifest/read/scalars.js'
import {shaped} from '../../manifest/read/shape.js'
import type {Read} from '../../manifest/read/spot.js'
import {renderJson} from '../edit/render-keys.js'
import type {Format} from './format.js'
import type {Told} from '../content/settings.js'

const VERSIONS = ['1', '1.1', '1.2', '1.3', '1.4', '1.5'] as const

/** Between quotes: YAML would take 1.4 for a number, and 1.10 for 1.1. */
const version: Read<string> = shaped(oneOf(...VERSIONS).shape, (spot) => {
  text(() => undefined)(spot)
  return oneOf(...VERSIONS)(spot)
})

export const amplify: Format<'amplify'> = {
  options: {
    /** Version of the schema of amplify_outputs.json, between quotes. Without this key: 1.5, or what a newer tool wrote. */
    version: optional(version),
  },
  forFrontEnds: true,
  partOf: () => 'keys',
  frame: ['version'],
  page: {
    path: 'any, usually `amplify_outputs.json`',
    options: '`version`: `"1"` … `"1.5"`, in quotes',
    readers: 'Amplify, Gen 2',
    survives:
      'every key but `auth`, `version`, `storage` where it names a bucket of awsup.yaml, and `environment`, `tables`, `buckets`, `apis`, `values` and APIs of awsup.yaml in `custom`',
  },
  read: ({path, fields}) => ({format: 'amplify', path, version: fields('version', version)}),
  render: ({path, version}, {told, ids, existing}) =>
    renderJson({path, existing, editsOf: (kept) => editsOfAmplify({path, kept, version, told, ids})}),
}

/** What is in an amplify_outputs.json beside what awsup writes stays there. */
interface AmplifyInput {
  readonly path: string
  /** What the file holds. */
  readonly kept: object
  /** Of its schema; the newest that awsup knows, or what a newer tool wrote, where nobody says. */
  readonly version?: string | undefined
  readonly told: Told
  readonly ids: EnvironmentIds
}

const VERSION = '1.5'

/**
 * amplify_outputs.json by its schema (https://amplify.aws/2024-02/outputs-schema.json): `auth` is awsup's, and so
 * are `environment`, `tables`, `buckets`, `apis` and `values` under `custom`, and what `custom.API` has of these APIs; `storage` is where awsup.yaml has a bucket, unless the file has
 * one of others. Every other key is kept. Pure.
 */
function editsOfAmplify({path, kept, version, told, ids}: AmplifyInput): readonly JsonEdit[] {
  const used = version ?? ('version' in kept && isNewer(kept.version) ? String(kept.version) : VERSION)
  const auth = makeAuth(viewAuth(told.settings, ids, ofAndroid(path) ? 'native' : 'web'), minorOf(used))
  return [
    {at: ['auth'], value: auth},
    {at: ['version'], value: used},
    ...editsOfCustom(kept, told, ids),
    ...editsOfStorage({kept, told, ids, minor: minorOf(used)}),
  ]
}

/** Where Android keeps what its applications read as it is. */
const ofAndroid = (path: string): boolean => /(^|\/)res\/raw\//.test(path)

function makeAuth(view: AuthView, minor: number): object {
  const {ids, password, mfa} = view
  return {
    aws_region: ids.region,
    user_pool_id: ids.userPoolId,
    user_pool_client_id: view.userPoolClientId,
    identity_pool_id: ids.identityPoolId,
    password_policy: {
      min_length: password.minLength,
      require_lowercase: password.lowercase,
      require_uppercase: password.uppercase,
      require_numbers: password.numbers,
      require_symbols: password.symbols,
    },
    ...(view.pages ? {oauth: makeOauth(view.pages)} : {}),
    standard_required_attributes: view.required,
    username_attributes: view.usernames,
    user_verification_types: view.verified,
    unauthenticated_identities_enabled: view.guests,
    mfa_configuration: MFA[mfa.mode],
    ...(mfa.mode === 'off' ? {} : {mfa_methods: mfa.methods.filter((method) => method !== 'EMAIL' || minor >= 4)}),
    ...(view.passwordless && minor >= 4 ? {passwordless: makePasswordless(view.passwordless)} : {}),
    ...(view.groups.length > 0 && minor >= 3 ? {groups: view.groups.map(makeGroup)} : {}),
  }
}

const MFA = {off: 'NONE', optional: 'OPTIONAL', on: 'REQUIRED'} as const

const makeGroup = ([name, precedence]: AuthView['groups'][number]): object => ({
  [name]: precedence === undefined ? {} : {precedence},
})

const makePasswordless = ({email, sms, passkeys}: Passwordless): object => ({
  email_otp_enabled: email,
  sms_otp_enabled: sms,
  ...(passkeys
    ? {web_authn: {relying_party_id: passkeys.relyingParty, user_verification: passkeys.userVerification}}
    : {}),
})

/** The schema has no word for OIDC and SAML providers; amplify-ts has. */
const SOCIAL = {
  google: 'GOOGLE',
  facebook: 'FACEBOOK',
  amazon: 'LOGIN_WITH_AMAZON',
  apple: 'SIGN_IN_WITH_APPLE',
} as const

const makeOauth = ({domain, scopes, social, responseType, signInUrls, signOutUrls}: SignInPages): object => ({
  identity_providers: social.map((provider) => SOCIAL[provider]),
  domain,
  scopes,
  redirect_sign_in_uri: signInUrls,
  redirect_sign_out_uri: signOutUrls,
  response_type: responseType,
})

/** In `custom`, which the schema leaves free, is what the schema has no place for. */
function editsOfCustom(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const custom = 'custom' in kept && typeof kept.custom === 'object' && kept.custom !== null ? kept.custom : {}
  const edits = [...editsOfOwn(custom, told, ids), ...editsOfApis(custom, told, ids)]
  return edits.map(({at, value}) => ({at: ['custom', ...at], value}))
}

/**
 * Amplify's parser reads nothing of REST APIs here. An application hands them to `Amplify.configure` itself, from
 * `custom.API` (docs.amplify.aws, "Set up Amplify REST API").
 */
function editsOfApis(custom: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const apis = findApis(told, ids)
  const gone = namesBefore(custom).filter((name) => !Object.hasOwn(apis, name))
  return [
    ...Object.entries(apis).map(([name, api]) => ({at: ['API', name], value: {...api, apiName: name}})),
    ...gone.map((name) => ({at: ['API', name], value: undefined})),
  ]
}

interface StorageInput extends Pick<AmplifyInput, 'kept' | 'told' | 'ids'> {
  readonly minor: number
}

/** The buckets, the first as the default. What others wrote there stays: it names none that `custom` says is awsup's. */
function editsOfStorage({kept, told, ids, minor}: StorageInput): readonly JsonEdit[] {
  const now = Object.entries(findData(told, ids).buckets ?? {})
  const {custom, storage} = {custom: undefined, storage: undefined, ...kept} as Readonly<Record<string, unknown>>
  const named = textIn(storage, 'bucket_name')
  const before = Object.values(objectIn(objectIn(custom)['buckets'])).map((one) => textIn(one, 'name'))
  if (storage !== undefined && !(named !== undefined && before.includes(named))) return []
  const [first] = now
  if (!first) return storage === undefined ? [] : [{at: ['storage'], value: undefined}]
  const buckets = now.map(([name, one]) => ({name, bucket_name: one.name, aws_region: ids.region}))
  const value = {aws_region: ids.region, bucket_name: first[1].name, ...(minor >= 2 ? {buckets} : {})}
  return [{at: ['storage'], value}]
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? {...value} : {}

const textIn = (value: unknown, name: string): string | undefined => {
  const found = objectIn(value)[name]
  return typeof found === 'string' ? found : undefined
}

const isNewer = (version: unknown): boolean => typeof version === 'string' && minorOf(version) > minorOf(VERSION)

/** 0 where there is none. */
const minorOf = (version: string): number => Number(/^1\.(\d{1,4})$/.exec(version)?.[1] ?? 0)
