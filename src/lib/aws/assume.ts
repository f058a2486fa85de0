import type {STSClient} from '@aws-sdk/client-sts'
import {randomUUID} from 'node:crypto'
import {AccessError} from '../base/errors.js'
import type {AwsCredentials} from './credentials/credentials.js'
import type {Identity} from './credentials/identity.js'

/** A role that is assumed by a role lasts an hour at most (role chaining), so never longer is asked for. */
const ONE_HOUR_S = 3_600

/**
 * Enters a member account. `by` is who asks: its partition (aws, aws-cn, …) is the account's too.
 *
 * `sts` is asked in us-east-1, which no account can switch off. The SDK asks there at the regional endpoint,
 * `sts.us-east-1.amazonaws.com`, and sessions of regional endpoints are valid in every region; those of the global one,
 * `sts.amazonaws.com`, are not valid in regions that are off by default (IAM API reference,
 * SetSecurityTokenServicePreferences).
 */
export async function assumeAccessRole(
  sts: STSClient,
  by: Identity,
  {accountId, role}: {readonly accountId: string; readonly role: string},
): Promise<AwsCredentials> {
  const {AssumeRoleCommand} = await import('@aws-sdk/client-sts')
  const partition = by.arn.split(':')[1] ?? 'aws'
  const {Credentials} = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partition}:iam::${accountId}:role/${role}`,
      RoleSessionName: `awsup-${randomUUID().slice(0, 8)}`,
      DurationSeconds: ONE_HOUR_S,
    }),
  )
  const {AccessKeyId, SecretAccessKey, SessionToken, Expiration} = Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new AccessError(`AWS answered no credentials for account ${accountId}`)
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}
