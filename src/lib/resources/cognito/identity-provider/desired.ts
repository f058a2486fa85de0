import type {IdentityProviderTypeType} from '@aws-sdk/client-cognito-identity-provider'
import type {SecretReference} from '../../../base/secret-reference.js'

/** A provider that a user pool lets people in from. What is left out is left as it is on AWS. */
export interface IdentityProviderDesired {
  readonly userPoolId: string
  /** `Google`, `Facebook`, `LoginWithAmazon`, `SignInWithApple`, or a name of one's own, 3–32 characters. */
  readonly name: string
  readonly type: IdentityProviderTypeType
  /** In Cognito's words (CreateIdentityProvider, `ProviderDetails`), without the secret. */
  readonly details: Readonly<Record<string, string>>
  /** Where the secret is kept; on AWS's side of the comparison a text, when AWS has another one than is kept there. */
  readonly secret?: SecretReference | typeof ANOTHER | undefined
  /** Attribute of the pool → attribute of the provider. */
  readonly attributes: Readonly<Record<string, string>>
  readonly identifiers?: readonly string[] | undefined
}

export const ANOTHER = 'another secret'
