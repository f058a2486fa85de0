import type {EnvironmentIds} from '../../../src/lib/outputs/content/ids.js'
import type {OutputSettings, Told} from '../../../src/lib/outputs/content/settings.js'
import type {FormatName, Output} from '../../../src/lib/outputs/output.js'

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

/** One output of each format. */
export const OUTPUTS: {readonly [F in FormatName]: Output<F>} = {
  amplify: {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
  'aws-exports': {format: 'aws-exports', path: 'aws-exports.js'},
  amplifyconfiguration: {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'},
  'amplifyconfiguration-dart': {format: 'amplifyconfiguration-dart', path: 'amplifyconfiguration.dart'},
  'amplify-ts': {format: 'amplify-ts', path: 'amplify.ts', endpoint: undefined},
  dotenv: {format: 'dotenv', path: '.env', prefix: 'VITE_', expands: true},
  typescript: {format: 'typescript', path: 'awsup.ts', endpoint: undefined},
  json: {format: 'json', path: 'config.json', endpoint: undefined},
  tfvars: {format: 'tfvars', path: 'terraform.tfvars'},
  shell: {format: 'shell', path: 'env.sh', prefix: 'APP_'},
}
