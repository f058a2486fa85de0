import {ConflictError} from '../../base/errors.js'
import {viewAuth, type AuthView, type SignInPages} from '../content/auth-view.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {findApis, namesBefore} from '../content/apis.js'
import {charactersOf, upperCase} from '../content/gen1-words.js'
import {editsOfOwn, ownKeys} from '../content/own-keys.js'
import type {Told} from '../content/settings.js'
import {HEADER} from '../edit/whole-file.js'
import {pattern} from '../../manifest/rules/names.js'
import {openCode} from '../edit/keyed.js'
import {renderCode} from '../edit/render-keys.js'
import type {Format} from './format.js'

export const awsExports: Format<'aws-exports'> = {
  options: {},
  ending: pattern('end in .js or .ts', /(?<!\.d)\.[cm]?[jt]s$/i, 'For example: src/aws-exports.js'),
  forFrontEnds: true,
  partOf: (_, keys) => (keys === undefined ? 'whole' : 'keys'),
  open: openCode,
  isCode: true,
  page: {
    path: '`*.js`, `*.mjs`, `*.cjs`, `*.ts`, `*.mts`, `*.cts`',
    options: '',
    readers: 'Amplify, Gen 1',
    survives:
      "in a file of Amplify's, every key but those of sign-in, `environment`, `tables`, `buckets`, `apis` and `values`, and APIs of awsup.yaml in `aws_cloud_logic_custom`; comments too",
  },
  read: ({path}) => ({format: 'aws-exports', path}),
  render: (output, input) =>
    renderCode({
      output,
      input,
      open: openCode,
      whole: () => renderAwsExports(output.path, input.told, input.ids),
      editsOf: (kept) => {
        if (!isAwsExports(kept)) return undefined
        requireOnePlace(output.path, kept)
        return editsOfAwsExports(kept, input.told, input.ids)
      },
    }),
}

/** aws-exports.js, a module with the keys that Amplify's Gen 1 wrote and that its library still reads. Pure. */
function renderAwsExports(path: string, told: Told, ids: EnvironmentIds): string {
  const view = viewAuth(told.settings, ids)
  const keys = {
    ...makeKeys(view),
    oauth: view.pages ? makeOauth(view.pages) : {},
    ...Object.fromEntries(editsOfApis({}, told, ids).map(({at: [name = ''], value}) => [name, value])),
    ...ownKeys(told, ids),
  }
  const given = /\.c[jt]s$/i.test(path) ? 'module.exports =' : 'export default'
  return `${HEADER}\n/* eslint-disable */\nconst awsmobile = ${JSON.stringify(keys, undefined, 2)}\n\n${given} awsmobile\n`
}

/**
 * A pool below `Auth` is that of `Amplify.configure` itself, and versions of Amplify differ in which of both they believe. Throws
 * ConflictError where the file names one there: a switch would change one place, and the application might read the other.
 */
export function requireOnePlace(path: string, kept: object): void {
  const auth = 'Auth' in kept ? kept.Auth : undefined
  const cognito = typeof auth === 'object' && auth !== null && 'Cognito' in auth ? auth.Cognito : undefined
  const named = [auth, cognito].some((one) => typeof one === 'object' && one !== null && 'userPoolId' in one)
  if (!named) return
  throw new ConflictError(`${path} names a user pool below Auth too, which awsup does not edit`, {
    code: 'NOT_OURS',
    hint: 'Leave the pool to the keys that begin with aws_, or let the application read another format: amplify-ts.',
    details: {path},
  })
}

/** Whether it is an object of these keys, and so of Amplify's. Pure. */
export const isAwsExports = (kept: object): boolean => Object.keys(kept).some((name) => /^aws_/.test(name))

/**
 * The same keys among others: those of storage, analytics and other APIs are not awsup's, and stay. Of `oauth` only what Amplify
 * itself writes is. Pure.
 *
 * @param kept what the file holds
 */
export function editsOfAwsExports(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const view = viewAuth(told.settings, ids)
  const oauth = 'oauth' in kept && typeof kept.oauth === 'object' && kept.oauth !== null ? kept.oauth : undefined
  return [
    ...Object.entries(makeKeys(view)).map(([name, value]: [string, unknown]) => ({at: [name], value})),
    ...(view.pages
      ? Object.entries(makeOauth(view.pages)).map(([name, value]: [string, unknown]) => ({at: ['oauth', name], value}))
      : OAUTH.filter((name) => oauth && name in oauth).map((name) => ({at: ['oauth', name], value: undefined}))),
    ...(view.pages || oauth ? [] : [{at: ['oauth'], value: {}}]),
    ...editsOfApis(kept, told, ids),
    ...editsOfOwn(kept, told, ids),
  ]
}

/** REST APIs as Amplify's Gen 1 lists them, those of others among them (`parseAWSExports`). */
function editsOfApis(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const apis = findApis(told, ids)
  const ours = new Set([...namesBefore(kept), ...Object.keys(apis)])
  if (ours.size === 0) return []
  const listed: readonly unknown[] = APIS in kept && Array.isArray(kept[APIS]) ? kept[APIS] : []
  const others = listed.filter((one) => !(hasName(one) && ours.has(one.name)))
  const value = [...others, ...Object.entries(apis).map(([name, {endpoint, region}]) => ({name, endpoint, region}))]
  return [{at: [APIS], value: value.length === 0 ? undefined : value, shared: others.length > 0}]
}

const APIS = 'aws_cloud_logic_custom'

const hasName = (one: unknown): one is {readonly name: string} =>
  typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string'

const OAUTH = ['domain', 'scope', 'redirectSignIn', 'redirectSignOut', 'responseType']

/** The names are Amplify's (`parseAWSExports`); without `aws_project_region` it refuses the whole. */
function makeKeys(view: AuthView): object {
  const {ids, mfa, password, pages} = view
  return {
    aws_project_region: ids.region,
    aws_cognito_region: ids.region,
    aws_cognito_identity_pool_id: ids.identityPoolId,
    aws_user_pools_id: ids.userPoolId,
    aws_user_pools_web_client_id: view.userPoolClientId,
    // The only word for it: `enable` means no guests.
    aws_mandatory_sign_in: view.guests ? 'disable' : 'enable',
    aws_cognito_username_attributes: upperCase(view.usernames.filter((name) => name !== 'username')),
    aws_cognito_signup_attributes: upperCase(view.required),
    // Amplify asks everybody for what stands here, so only what everybody has does.
    aws_cognito_verification_mechanisms: upperCase(view.verified.filter((name) => view.required.includes(name))),
    aws_cognito_mfa_configuration: mfa.mode.toUpperCase(),
    aws_cognito_mfa_types: mfa.methods.filter((method) => method !== 'EMAIL'),
    aws_cognito_password_protection_settings: {
      passwordPolicyMinLength: password.minLength,
      passwordPolicyCharacters: charactersOf(password),
    },
    // Amplify makes `Google` of `GOOGLE`, and knows no more of a provider than that: OIDC and SAML have no word here.
    aws_cognito_social_providers: upperCase(pages?.social ?? []),
  }
}

const makeOauth = ({domain, scopes, responseType, signInUrls, signOutUrls}: SignInPages): object => ({
  domain,
  scope: scopes,
  redirectSignIn: signInUrls.join(','),
  redirectSignOut: signOutUrls.join(','),
  responseType,
})
