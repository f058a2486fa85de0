import type {EnvironmentIds} from '../../src/lib/outputs/content/ids.js'
import type {OutputSettings, Told} from '../../src/lib/outputs/content/settings.js'

/** What a plain manifest says of auth. */
export const SETTINGS: OutputSettings = {
  signIn: ['email'],
  mfa: 'optional',
  passkeys: false,
  password: {minLength: 8, lowercase: true, uppercase: true, numbers: true, symbols: true},
  clients: new Map([['web', {callbackUrls: [], logoutUrls: []}]]),
  groups: new Map([['admins', {precedence: 1}]]),
  domain: undefined,
  guests: false,
}

export const TOLD: Told = {settings: SETTINGS, values: new Map()}

/** Two environments in different regions; their ids are of the same shape and differ everywhere. */
export const DEV: EnvironmentIds = {
  environment: 'dev',
  target: 'sandbox',
  accountId: '012345678901',
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_aaaaaaaaa',
  userPoolClientIds: {web: 'aaaaaaaaaaaaaaaaaaaaaaaaaa'},
  identityPoolId: 'eu-west-1:aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
}
export const PROD: EnvironmentIds = {
  environment: 'prod',
  target: 'sandbox',
  accountId: '998765432109',
  region: 'us-east-1',
  userPoolId: 'us-east-1_bbbbbbbbb',
  userPoolClientIds: {web: 'bbbbbbbbbbbbbbbbbbbbbbbbbb'},
  identityPoolId: 'us-east-1:bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
}
