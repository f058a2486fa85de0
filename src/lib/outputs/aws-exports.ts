import {viewAuth, type AuthView, type SignInPages} from './auth-view.js'
import type {EnvironmentIds} from './ids.js'
import {charactersOf, upperCase} from './legacy.js'
import type {Told} from './settings.js'
import {HEADER} from './whole-file.js'

/** aws-exports.js, an ES module with the keys that Amplify's Gen 1 wrote and that its library still reads. Pure. */
export function renderAwsExports(told: Told, ids: EnvironmentIds): string {
  const keys = {...makeKeys(viewAuth(told.settings, ids)), ...valuesOf(told)}
  return `${HEADER}\n/* eslint-disable */\nconst awsmobile = ${JSON.stringify(keys, undefined, 2)}\n\nexport default awsmobile\n`
}

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
    oauth: pages ? makeOauth(pages) : {},
  }
}

const makeOauth = ({domain, scopes, responseType, signInUrls, signOutUrls}: SignInPages): object => ({
  domain,
  scope: scopes,
  redirectSignIn: signInUrls.join(','),
  redirectSignOut: signOutUrls.join(','),
  responseType,
})

const valuesOf = ({values}: Told): object => (values.size === 0 ? {} : {values: Object.fromEntries(values)})
