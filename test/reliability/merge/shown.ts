import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type {ByHand} from './by-hand.js'

/** What DescribeUserPool and GetUserPoolMfaConfig answer. */
export interface Shown {
  readonly pool: unknown
  readonly mfa: unknown
}

/** Makes a pool as somebody set it up in the console, or with any other tool. */
export async function makeByHand(
  {create, update, mfa, attributes}: ByHand,
  cognito: CognitoIdentityProviderClient,
): Promise<string> {
  const {PoolName, Policies: {PasswordPolicy, SignInPolicy} = {}} = update
  const made = {...create, ...update, PoolName, Policies: {PasswordPolicy}}
  const {UserPool} = await cognito.send(new CreateUserPoolCommand(made))
  const UserPoolId = UserPool?.Id ?? ''
  if (attributes.length > 0) {
    await cognito.send(new AddCustomAttributesCommand({UserPoolId, CustomAttributes: attributes}))
  }
  const {MfaConfiguration = 'OFF', WebAuthnConfiguration} = mfa
  if (MfaConfiguration !== 'OFF' || WebAuthnConfiguration) {
    await cognito.send(new SetUserPoolMfaConfigCommand({UserPoolId, ...mfa}))
  }
  if ((SignInPolicy?.AllowedFirstAuthFactors?.length ?? 0) > 1) {
    await cognito.send(new UpdateUserPoolCommand({UserPoolId, ...update, MfaConfiguration}))
  }
  return UserPoolId
}

/** Every setting that AWS shows, by its path; when it was last changed is nobody's setting. */
export function settingsOf(shown: Shown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const visit = (path: readonly string[], value: unknown): void => {
    if (value === undefined || path.at(-1) === 'LastModifiedDate') return
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
      for (const [name, part] of Object.entries(value)) visit([...path, name], part)
    } else found.set(path.join('.'), JSON.stringify(value))
  }
  visit([], shown)
  return found
}
