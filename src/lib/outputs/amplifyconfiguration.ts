import {viewAuth, type AuthView, type SignInPages} from './auth-view.js'
import type {EnvironmentIds} from './ids.js'
import {editJson, type JsonEdit} from './json-edit.js'
import {isTexts} from './json-object.js'
import {charactersOf, upperCase} from './legacy.js'
import type {Told} from './settings.js'
import {HEADER} from './whole-file.js'

/**
 * amplifyconfiguration.json as Amplify's Gen 1 libraries for Swift, Android and Flutter read it
 * (docs.amplify.aws, "Use existing Amazon Cognito resources"): the Cognito plugin is awsup's, every other plugin and
 * category is kept. Pure.
 *
 * @param kept what the file holds
 */
export function editsOfAmplifyconfiguration(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const {values} = told
  const isOurs = 'values' in kept && isTexts(kept.values)
  return [
    ...Object.entries(FRAME).flatMap(([name, value]) => (name in kept ? [] : [{at: [name], value}])),
    ...(values.size === 0 && isOurs ? [{at: ['values'], value: undefined}] : []),
    {at: ['auth', 'plugins', 'awsCognitoAuthPlugin'], value: makePlugin(viewAuth(told.settings, ids))},
    ...(values.size === 0 ? [] : [{at: ['values'], value: Object.fromEntries(values)}]),
  ]
}

/** What the file says of itself, where nobody else did. */
const FRAME = {UserAgent: 'aws-amplify-cli/2.0', Version: '1.0'}

/**
 * amplifyconfiguration.dart: the same JSON in a constant named `amplifyconfig`. A raw string takes it letter by letter;
 * a single quote, which could end it, is written as JSON's escape for one. Pure.
 */
export function renderAmplifyconfigurationDart(told: Told, ids: EnvironmentIds): string {
  const edits = editsOfAmplifyconfiguration({}, told, ids)
  const json = editJson({path: '', existing: undefined, edits}).toString()
  return `${HEADER}\nconst amplifyconfig = r'''${json.trimEnd().replaceAll("'", '\\u0027')}''';\n`
}

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
