import {
  CreateUserPoolClientRequest$,
  UpdateUserPoolClientRequest$,
  UserPoolClientType$,
} from '@aws-sdk/client-cognito-identity-provider'
import type {UserPoolClientType} from '@aws-sdk/client-cognito-identity-provider'

/** The SDK's own numbers of simple types. */
const TEXT = 0
const BOOLEAN = 2

/** Sent with a client: whether Cognito keeps its secret in Secrets Manager. */
export interface Published {
  readonly PublishSecretsInAWSSecretsManager?: boolean
}

/** Answered of a client: where its secret is kept, instead of the secret. */
export type AnsweredClient = UserPoolClientType & {readonly ClientSecretArn?: string | undefined}

/** A structure's schema holds names and types of its members, in two lists of one order. */
function addMember(structure: object, name: string, type: number): void {
  const {4: names, 5: types} = structure as Readonly<Record<4, string[]> & Record<5, unknown[]>>
  if (names.includes(name)) return
  names.push(name)
  types.push(type)
}

/**
 * Teaches the SDK's schemas, in this process, members that AWS has and this SDK does not know: the wire formats are read
 * and written by them. Source: botocore 1.44.8, cognito-idp.
 */
export function learnNewerMembers(): void {
  addMember(CreateUserPoolClientRequest$, 'PublishSecretsInAWSSecretsManager', BOOLEAN)
  addMember(UpdateUserPoolClientRequest$, 'PublishSecretsInAWSSecretsManager', BOOLEAN)
  addMember(UserPoolClientType$, 'ClientSecretArn', TEXT)
}
