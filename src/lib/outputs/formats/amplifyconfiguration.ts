import {editsOfAwsExports, isAwsExports, requireOnePlace} from './aws-exports.js'
import {viewAuth, type AuthView, type SignInPages} from '../content/auth-view.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import {findApis, namesBefore} from '../content/apis.js'
import {charactersOf, upperCase} from '../content/gen1-words.js'
import {editsOfOwn} from '../content/own-keys.js'
import type {Told} from '../content/settings.js'
import {renderJson} from '../edit/render-keys.js'
import type {Format} from './format.js'

export const amplifyconfiguration: Format<'amplifyconfiguration'> = {
  options: {},
  forFrontEnds: true,
  partOf: () => 'keys',
  frame: ['UserAgent', 'Version'],
  page: {
    path: 'any',
    options: '',
    readers: 'Amplify for Swift, Android, Flutter, Gen 1; for JavaScript where the file has the keys of `aws-exports`',
    survives: 'the same, and every plugin, category and section but what is of sign-in and of APIs of awsup.yaml',
  },
  read: ({path}) => ({format: 'amplifyconfiguration', path}),
  render: ({path}, {told, ids, existing}) =>
    renderJson({
      path,
      existing,
      editsOf: (kept) => {
        requireOnePlace(path, kept)
        return editsOfAmplifyconfiguration(kept, told, ids)
      },
    }),
}

/**
 * amplifyconfiguration.json in the shape that the file has: with the keys of aws-exports.js, as Amplify writes it for JavaScript
 * (CLI 12.5 and newer), else as its Gen 1 libraries for Swift, Android and Flutter read it (docs.amplify.aws, "Use existing
 * Amazon Cognito resources"). Of the Cognito plugin only ids and settings of sign-in are awsup's: what stands beside them
 * (AppSync, S3, Pinpoint, Google) is kept, and so is every other plugin and category. Pure.
 *
 * @param kept what the file holds
 */
export function editsOfAmplifyconfiguration(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  if (!isAwsExports(kept)) return editsOfPlugins(kept, told, ids)
  const isBoth = valueAt(kept, PLUGIN) !== undefined
  return [...editsOfAwsExports(kept, told, ids), ...(isBoth ? editsOfPlugins(kept, told, ids) : [])]
}

function editsOfPlugins(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const isFrame = !isAwsExports(kept)
  return [
    ...Object.entries(FRAME).flatMap(([name, value]) => (name in kept || !isFrame ? [] : [{at: [name], value}])),
    ...leavesOf(viewAuth(told.settings, ids, 'native'))
      .map((leaf) => ({...leaf, at: [...PLUGIN, ...leaf.at]}))
      .filter((leaf) => leaf.unlessOthers !== true || isOursAt(kept, leaf))
      .map(({at, value}) => ({at, value})),
    ...editsOfApis(kept, told, ids),
    ...editsOfOwn(kept, told, ids),
  ]
}

/** REST APIs as the libraries read them, each with its own settings (docs.amplify.aws, "Use existing AWS resources", REST). */
function editsOfApis(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const apis = findApis(told, ids)
  const gone = namesBefore(kept).filter((name) => !Object.hasOwn(apis, name))
  const leaves = Object.entries(apis).flatMap(([name, {endpoint, region}]): readonly Leaf[] => [
    {at: [...API_PLUGIN, name, 'endpointType'], value: 'REST'},
    {at: [...API_PLUGIN, name, 'endpoint'], value: endpoint},
    {at: [...API_PLUGIN, name, 'region'], value: region},
    // The routes of the rule are authorized by IAM; others of the API may not be.
    {at: [...API_PLUGIN, name, 'authorizationType'], value: 'AWS_IAM', unlessOthers: true},
  ])
  return [
    ...leaves.filter((leaf) => leaf.unlessOthers !== true || isOursAt(kept, leaf)),
    ...gone.map((name) => ({at: [...API_PLUGIN, name], value: undefined})),
  ]
}

const API_PLUGIN = ['api', 'plugins', 'awsAPIPlugin']

const PLUGIN = ['auth', 'plugins', 'awsCognitoAuthPlugin']

/** What the file says of itself, where nobody else did. */
const FRAME = {UserAgent: 'aws-amplify-cli/2.0', Version: '1.0'}

/** Nothing, or what awsup says anyway. */
const isOursAt = (kept: object, {at, value}: JsonEdit): boolean => {
  const found = valueAt(kept, at)
  return found === undefined || JSON.stringify(found) === JSON.stringify(value)
}

const valueAt = (object: object, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? new Map<string, unknown>(Object.entries(found)).get(name)
        : undefined,
    object,
  )

interface Leaf extends JsonEdit {
  /** What somebody else chose there stays. */
  readonly unlessOthers?: true
}

/** Below the Cognito plugin. Without sign-in pages there is no `OAuth`. */
function leavesOf(view: AuthView): readonly Leaf[] {
  const {ids, mfa, password, pages} = view
  const identity = ['CredentialsProvider', 'CognitoIdentity', 'Default']
  const pool = ['CognitoUserPool', 'Default']
  const auth = ['Auth', 'Default']
  return [
    {at: ['IdentityManager', 'Default'], value: {}, unlessOthers: true},
    {at: [...identity, 'PoolId'], value: ids.identityPoolId},
    {at: [...identity, 'Region'], value: ids.region},
    {at: [...pool, 'PoolId'], value: ids.userPoolId},
    {at: [...pool, 'AppClientId'], value: view.userPoolClientId},
    {at: [...pool, 'Region'], value: ids.region},
    {at: [...auth, 'authenticationFlowType'], value: 'USER_SRP_AUTH', unlessOthers: true},
    ...OAUTH.map((name) => ({
      at: [...auth, 'OAuth', name],
      value: pages && makeOauth(pages, view.userPoolClientId)[name],
    })),
    {at: [...auth, 'socialProviders'], value: upperCase(pages?.social ?? [])},
    {at: [...auth, 'usernameAttributes'], value: upperCase(view.usernames.filter((name) => name !== 'username'))},
    {at: [...auth, 'signupAttributes'], value: upperCase(view.required)},
    {at: [...auth, 'verificationMechanisms'], value: upperCase(view.verified)},
    {
      at: [...auth, 'passwordProtectionSettings'],
      value: {
        passwordPolicyMinLength: password.minLength,
        passwordPolicyCharacters: charactersOf(password),
      },
    },
    {at: [...auth, 'mfaConfiguration'], value: mfa.mode.toUpperCase()},
    {at: [...auth, 'mfaTypes'], value: mfa.methods.filter((method) => method !== 'EMAIL')},
  ]
}

const OAUTH = ['WebDomain', 'AppClientId', 'SignInRedirectURI', 'SignOutRedirectURI', 'Scopes'] as const

/** One URL each, its own scheme before a web page: a native application comes back to itself. */
const makeOauth = (
  {domain, scopes, signInUrls, signOutUrls}: SignInPages,
  client: string,
): Readonly<Record<(typeof OAUTH)[number], unknown>> => ({
  WebDomain: domain,
  AppClientId: client,
  SignInRedirectURI: ownScheme(signInUrls),
  SignOutRedirectURI: ownScheme(signOutUrls),
  Scopes: scopes,
})

const ownScheme = (urls: readonly string[]): string | undefined => urls.find((url) => !/^https?:/i.test(url)) ?? urls[0]
