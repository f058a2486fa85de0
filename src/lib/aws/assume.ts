import type {STSClient} from '@aws-sdk/client-sts'
import {randomUUID} from 'node:crypto'
import {AccessError, UsageError} from '../base/errors.js'
import type {AwsCredentials} from './credentials/credentials.js'
import type {Identity} from './credentials/identity.js'

/** The longest session of a role that is assumed by a role, or with keys of GetSessionToken, seconds (role chaining). */
export const CHAINED_S = 3_600

/** `4 h`, `90 min`. */
export const renderLength = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`

/** How an account is entered. */
export type Way =
  | {
      readonly kind: 'role'
      /** Name of the role, with its path where it has one: `awsup/acme/acme-dev-developer`. */
      readonly role: string
      /** Absent: a name of awsup's own. */
      readonly sessionName?: string
      readonly durationS: number
      /** Whether its trust asks for MFA. */
      readonly mfa: boolean
      /** A role that is assumed first, in the same account. */
      readonly via?: string
    }
  /** The caller is in it already. */
  | {readonly kind: 'own'}

/** The device, and what it shows now. */
export interface MfaCode {
  readonly serial: string
  readonly code: string
}

interface Assuming {
  readonly accountId: string
  readonly role: string
  readonly sessionName: string | undefined
  readonly durationS: number
  readonly mfa?: MfaCode | undefined
}

/** Keys of a role, and who they are by the word of STS that gave them. */
export interface Assumed {
  readonly keys: AwsCredentials
  /** `arn:aws:sts::123456789012:assumed-role/name/session`; absent where the answer does not say it. */
  readonly arn: string | undefined
}

/**
 * Assumes a role of an account. `by` is who asks: its partition (aws, aws-cn, …) is the account's too.
 *
 * `sts` is asked in us-east-1, which no account can switch off. The SDK asks there at the regional endpoint,
 * `sts.us-east-1.amazonaws.com`, and sessions of regional endpoints are valid in every region; those of the global one,
 * `sts.amazonaws.com`, are not valid in regions that are off by default (IAM API reference,
 * SetSecurityTokenServicePreferences).
 */
export async function assumeRole(
  sts: STSClient,
  by: Identity,
  {accountId, role, sessionName, durationS, mfa}: Assuming,
): Promise<Assumed> {
  const {AssumeRoleCommand} = await import('@aws-sdk/client-sts')
  const partition = by.arn.split(':')[1] ?? 'aws'
  const command = new AssumeRoleCommand({
    RoleArn: `arn:${partition}:iam::${accountId}:role/${role}`,
    RoleSessionName: sessionName ?? `awsup-${randomUUID().slice(0, 8)}`,
    DurationSeconds: durationS,
    ...(mfa && {SerialNumber: mfa.serial, TokenCode: mfa.code}),
  })
  const {Credentials, AssumedRoleUser} = await sts.send(command).catch((error: unknown) => {
    throw isTooLong(error) ? tooLong(error, {role, accountId, durationS}) : error
  })
  return {keys: complete(Credentials, `credentials for account ${accountId}`), arn: AssumedRoleUser?.Arn}
}

/** What STS says of a session that is longer than the role allows, or than a session of a session can be. */
const isTooLong = (error: unknown): error is Error =>
  error instanceof Error &&
  error.name === 'ValidationError' &&
  /DurationSeconds exceeds the (?:MaxSessionDuration|1 hour)/.test(error.message)

const tooLong = (
  cause: Error,
  {role, accountId, durationS}: Pick<Assuming, 'role' | 'accountId' | 'durationS'>,
): UsageError => {
  const name = role.slice(role.lastIndexOf('/') + 1)
  const isSession = cause.message.includes('role chaining')
  return new UsageError(`AWS gives no session of ${name} in account ${accountId} for ${renderLength(durationS)}`, {
    code: 'TOO_LONG',
    hint: isSession
      ? 'Your credentials are a session already, and a role that is assumed from one lasts an hour at most. Leave out --duration.'
      : 'Ask for less with --duration. A role says how long its sessions are at most: one of awsup.yaml by roles.<name>.sessionDuration, after awsup apply; any other by its MaxSessionDuration.',
    details: {flag: '--duration', role: name, accountId, durationS},
    cause,
  })
}

/** What STS answers as credentials, whole. Throws AccessError. */
export function complete(answer: Answered | undefined, what: string): AwsCredentials {
  const {AccessKeyId, SecretAccessKey, SessionToken, Expiration} = answer ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new AccessError(`AWS answered no ${what}`)
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}

interface Answered {
  readonly AccessKeyId?: string | undefined
  readonly SecretAccessKey?: string | undefined
  readonly SessionToken?: string | undefined
  readonly Expiration?: Date | undefined
}
