import {
  CreateUserPoolClientRequest$,
  UpdateUserPoolClientRequest$,
  UserPoolClientType$,
} from '@aws-sdk/client-cognito-identity-provider'
import type {UserPoolClientType} from '@aws-sdk/client-cognito-identity-provider'
import {addMember, BOOLEAN, TEXT} from '../../wire/newer-members.js'

/** Sent with a client: whether Cognito keeps its secret in Secrets Manager. */
export interface Published {
  readonly PublishSecretsInAWSSecretsManager?: boolean
}

/** Answered of a client: where its secret is kept, instead of the secret. */
export type AnsweredClient = UserPoolClientType & {readonly ClientSecretArn?: string | undefined}

/**
 * Teaches the SDK's schemas, in this process, members that AWS has and this SDK does not know: the wire formats are read
 * and written by them. Source: botocore 1.44.8, cognito-idp.
 */
export function learnNewerMembers(): void {
  addMember(CreateUserPoolClientRequest$, 'PublishSecretsInAWSSecretsManager', BOOLEAN)
  addMember(UpdateUserPoolClientRequest$, 'PublishSecretsInAWSSecretsManager', BOOLEAN)
  addMember(UserPoolClientType$, 'ClientSecretArn', TEXT)
}
