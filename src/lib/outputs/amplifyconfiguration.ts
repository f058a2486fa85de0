import {viewAuth, type AuthView, type SignInPages} from './auth-view.js'
import type {EnvironmentIds} from './ids.js'
import {isTexts, loadObject, merge, renderObject} from './json-object.js'
import {charactersOf, upperCase} from './legacy.js'
import type {Told} from './settings.js'
import {HEADER} from './whole-file.js'

interface AmplifyconfigurationInput {
  readonly path: string
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: string | undefined
}

/**
 * amplifyconfiguration.json as Amplify's Gen 1 libraries for Swift, Android and Flutter read it
 * (docs.amplify.aws, "Use existing Amazon Cognito resources"): the Cognito plugin is awsup's, every other plugin and
 * category is kept. Throws ConflictError when the file that is there is not a JSON object.
 */
export function renderAmplifyconfiguration({path, told, ids, existing}: AmplifyconfigurationInput): string {
  const found = loadObject(path, existing)
  const isOurs = 'values' in found && isTexts(found.values)
  const kept = merge(found, {}, told.values.size === 0 && isOurs ? ['values'] : [])
  const auth = 'auth' in kept ? objectOr(kept.auth) : {}
  const plugins = 'plugins' in auth ? objectOr(auth.plugins) : {}
  return renderObject({
    UserAgent: 'aws-amplify-cli/2.0',
    Version: '1.0',
    ...kept,
    auth: {...auth, plugins: {...plugins, awsCognitoAuthPlugin: makePlugin(viewAuth(told.settings, ids))}},
    ...(told.values.size === 0 ? {} : {values: Object.fromEntries(told.values)}),
  })
}

/**
 * amplifyconfiguration.dart: the same JSON in a constant named `amplifyconfig`. A raw string takes it letter by letter;
 * a single quote, which could end it, is written as JSON's escape for one. Pure.
 */
export function renderAmplifyconfigurationDart(told: Told, ids: EnvironmentIds): string {
  const json = renderAmplifyconfiguration({path: '', told, ids, existing: undefined})
  return `${HEADER}\nconst amplifyconfig = r'''${json.trimEnd().replaceAll("'", '\\u0027')}''';\n`
}

const objectOr = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}

function makePlugin(view: AuthView): object {
  const {ids, mfa, password, pages} = view
  return {
    IdentityManager: {Default: {}},
    CredentialsProvider: {CognitoIdentity: {Default: {PoolId: ids.identityPoolId, Region: ids.region}}},
    CognitoUserPool: {
      Default: {PoolId: ids.userPoolId, AppClientId: view.userPoolClientId, Region: ids.region},
    },
    Auth: {
      Default: {
        authenticationFlowType: 'USER_SRP_AUTH',
        ...(pages ? {OAuth: makeOauth(pages, view.userPoolClientId)} : {}),
        socialProviders: upperCase(pages?.social ?? []),
        usernameAttributes: upperCase(view.usernames.filter((name) => name !== 'username')),
        signupAttributes: upperCase(view.required),
        verificationMechanisms: upperCase(view.verified),
        passwordProtectionSettings: {
          passwordPolicyMinLength: password.minLength,
          passwordPolicyCharacters: charactersOf(password),
        },
        mfaConfiguration: mfa.mode.toUpperCase(),
        mfaTypes: mfa.methods.filter((method) => method !== 'EMAIL'),
      },
    },
  }
}

/** One URL each, its own scheme before a web page: a native application comes back to itself. */
const makeOauth = ({domain, scopes, signInUrls, signOutUrls}: SignInPages, client: string): object => ({
  WebDomain: domain,
  AppClientId: client,
  SignInRedirectURI: ownScheme(signInUrls),
  SignOutRedirectURI: ownScheme(signOutUrls),
  Scopes: scopes,
})

const ownScheme = (urls: readonly string[]): string | undefined => urls.find((url) => !/^https?:/i.test(url)) ?? urls[0]
