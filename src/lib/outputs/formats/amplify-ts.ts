import {viewAuth, type AuthView, type Passwordless} from '../content/auth-view.js'
import {findApis} from '../content/apis.js'
import {DEFAULT_ENDPOINT} from '../content/facts.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {HEADER} from '../edit/whole-file.js'
import {renderWhole} from '../edit/render-keys.js'
import type {Format} from './format.js'
import {ENDPOINT, endpoint, typescriptFile} from './options.js'

export const amplifyTs: Format<'amplify-ts'> = {
  options: ENDPOINT,
  ending: typescriptFile,
  forFrontEnds: true,
  partOf: () => 'whole',
  page: {
    path: '`*.ts`',
    options: '`endpoint`',
    readers: 'Amplify v6: `Amplify.configure(resourcesConfig)`',
    survives: "nothing: it is awsup's",
  },
  read: ({path, fields}) => ({format: 'amplify-ts', path, endpoint: fields('endpoint', endpoint)}),
  render: (output, input) => renderWhole(output, input, renderAmplifyTs(input.told, input.ids, output.endpoint)),
}

/**
 * An Amplify v6 `ResourcesConfig` in TypeScript, for `Amplify.configure(resourcesConfig)`. In the sandbox it leads
 * there: `userPoolEndpoint` and `identityPoolEndpoint` can be said in a ResourcesConfig, and not in
 * amplify_outputs.json. Pure.
 */
function renderAmplifyTs(told: Told, ids: EnvironmentIds, endpoint: string = DEFAULT_ENDPOINT): string {
  const auth = makeCognito(viewAuth(told.settings, ids), endpoint)
  const apis = findApis(told, ids)
  const rest = Object.keys(apis).length === 0 ? {} : {API: {REST: apis}}
  const config = JSON.stringify({Auth: {Cognito: auth}, ...rest}, undefined, 2)
  const values = JSON.stringify(Object.fromEntries(told.values), undefined, 2)
  return [
    HEADER,
    '/* eslint-disable */',
    "import type {ResourcesConfig} from 'aws-amplify'",
    '',
    `export const resourcesConfig: ResourcesConfig = ${config}`,
    '',
    `export const environment = ${JSON.stringify(ids.environment)}`,
    ...(told.values.size > 0 ? ['', `export const values = ${values} as const`] : []),
    '',
  ].join('\n')
}

/**
 * What Amplify's own parser makes of the same environment's amplify_outputs.json, with OIDC and SAML providers beside.
 */
function makeCognito(view: AuthView, endpoint: string): object {
  const {ids, password, mfa, pages} = view
  return {
    userPoolId: ids.userPoolId,
    userPoolClientId: view.userPoolClientId,
    identityPoolId: ids.identityPoolId,
    ...(ids.target === 'sandbox' ? {userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint} : {}),
    ...(view.guests ? {allowGuestAccess: true} : {}),
    loginWith: {
      ...(pages ? {oauth: makeOauth(pages)} : {}),
      email: view.usernames.includes('email'),
      phone: view.usernames.includes('phone_number'),
      username: view.usernames.includes('username'),
    },
    userAttributes: Object.fromEntries(view.required.map((name) => [name, {required: true}])),
    passwordFormat: {
      minLength: password.minLength,
      requireLowercase: password.lowercase,
      requireUppercase: password.uppercase,
      requireNumbers: password.numbers,
      requireSpecialCharacters: password.symbols,
    },
    mfa: {
      status: mfa.mode,
      ...(mfa.mode === 'off'
        ? {}
        : {totpEnabled: mfa.methods.includes('TOTP'), smsEnabled: mfa.methods.includes('SMS')}),
    },
    ...(view.passwordless ? {passwordless: makePasswordless(view.passwordless)} : {}),
    ...(view.groups.length > 0 ? {groups: view.groups.map(makeGroup)} : {}),
  }
}

const makeGroup = ([name, precedence]: AuthView['groups'][number]): object => ({
  [name]: precedence === undefined ? {} : {precedence},
})

const makePasswordless = ({email, sms, passkeys}: Passwordless): object => ({
  emailOtpEnabled: email,
  smsOtpEnabled: sms,
  ...(passkeys ? {webAuthn: {relyingPartyId: passkeys.relyingParty, userVerification: passkeys.userVerification}} : {}),
})

const SOCIAL = {google: 'Google', facebook: 'Facebook', amazon: 'Amazon', apple: 'Apple'} as const

const makeOauth = (pages: NonNullable<AuthView['pages']>): object => ({
  domain: pages.domain,
  scopes: pages.scopes,
  redirectSignIn: pages.signInUrls,
  redirectSignOut: pages.signOutUrls,
  responseType: pages.responseType,
  providers: [...pages.social.map((provider) => SOCIAL[provider]), ...pages.custom.map((custom) => ({custom}))],
})
