import type {AppClientDesired} from '../../../src/lib/resources/cognito/app-client/desired.js'
import type {IdentityPoolDesired} from '../../../src/lib/resources/cognito/identity-pool/identity-pool.js'
import type {UserPoolDesired} from '../../../src/lib/resources/cognito/user-pool/desired.js'
import type {RoleDesired} from '../../../src/lib/resources/iam/role-desired.js'

/** A policy document with one statement. */
export const allow = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: [action], Resource: '*'}],
})

export const poolDesired = (changes: Partial<UserPoolDesired> = {}): UserPoolDesired => ({
  name: 'acme-dev',
  signIn: ['email'],
  caseSensitive: false,
  attributes: {},
  selfSignUp: true,
  mfa: 'optional',
  passkeys: false,
  tier: 'essentials',
  password: {minLength: 8, lowercase: true, uppercase: true, numbers: true, symbols: false, temporaryDays: 7},
  deletionProtection: true,
  ...changes,
})

export const clientOf = (userPoolId: string, changes: Partial<AppClientDesired> = {}): AppClientDesired => ({
  userPoolId,
  name: 'web',
  secret: false,
  callbackUrls: [],
  logoutUrls: [],
  oauth: (changes.callbackUrls?.length ?? 0) > 0,
  accessTokenMinutes: 60,
  idTokenMinutes: 60,
  refreshTokenHours: 720,
  signsUsersIn: true,
  choice: false,
  ...changes,
})

export const identityPoolDesired = (providerName: string, clientIds: readonly string[]): IdentityPoolDesired => ({
  name: 'acme_dev',
  guests: false,
  providers: clientIds.map((clientId) => ({providerName, clientId, serverSideTokenCheck: true})),
})

export const roleDesired = (name: string): RoleDesired => ({
  name,
  description: 'x',
  trust: {
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Service: 'lambda.amazonaws.com'}, Action: 'sts:AssumeRole'}],
  },
  inlinePolicies: {},
  managedPolicies: [],
  maxSessionDuration: 3600,
})
