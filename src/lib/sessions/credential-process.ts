import type {AwsCredentials} from '../aws/credentials/credentials.js'

/** What the credential_process contract asks for (AWS SDKs and Tools Reference, "Process credential provider"). */
export interface CredentialProcess {
  readonly Version: 1
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken: string
  /** ISO 8601. */
  readonly Expiration: string
  readonly AccountId: string
}

export const renderCredentialProcess = (
  credentials: AwsCredentials & {readonly accountId: string},
): CredentialProcess => ({
  Version: 1,
  AccessKeyId: credentials.accessKeyId,
  SecretAccessKey: credentials.secretAccessKey,
  SessionToken: credentials.sessionToken,
  Expiration: credentials.expiration.toISOString(),
  AccountId: credentials.accountId,
})
