import type {UserPoolClientType} from '@aws-sdk/client-cognito-identity-provider'
import {omit} from '../../omit.js'

/**
 * A user pool's app client as AWS answers it now. Where Cognito keeps the secret in Secrets Manager (the console's
 * default for new clients), it answers the ARN of that secret instead of the secret. Newer than the SDK (botocore 1.44.8,
 * UserPoolClientType); src/lib/aws/clients/keep-unknown.ts reads it.
 */
type Answered = UserPoolClientType & {readonly ClientSecretArn?: string}

/** The ARN of the secret in Secrets Manager; `undefined` where Cognito keeps the secret itself, or there is none. */
export const secretArnOf = (client: Answered | undefined): string | undefined => client?.ClientSecretArn

/** Whether the client has a secret, wherever it is kept. */
export const hasSecret = (client: UserPoolClientType): boolean =>
  client.ClientSecret !== undefined || secretArnOf(client) !== undefined

/** The client's settings: without its secret, and without where that is kept. */
export const withoutSecret = (client: Answered): Omit<UserPoolClientType, 'ClientSecret'> =>
  omit(client, 'ClientSecret', 'ClientSecretArn')
