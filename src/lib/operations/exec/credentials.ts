import type {Door} from '../../aws/door.js'
import {openGuard, requireNamed} from '../../project/ownership.js'
import {recordsFolder, requireEnvironment, type Project, type Target} from '../../project/project.js'
import {openFileRecords} from '../../records/files/file-records.js'
import {openKnownDoor, type SessionOptions} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'

/** Short-lived credentials of an environment, for one session. */
export interface EnvironmentCredentials {
  readonly accountId: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

/**
 * Enters the environment's account, once AWS said that it is that, and answers what to sign with. Nothing is written
 * anywhere.
 */
export async function openCredentials(
  project: Project,
  environment: string,
  options: SessionOptions,
): Promise<EnvironmentCredentials> {
  const {accountId, region} = requireIds(project, requireEnvironment(project, environment))
  const door = await openKnownDoor(project, options)
  const records = await openFileRecords(recordsFolder(project)).list()
  const {accountId: own} = await door.caller()
  requireNamed(project, records, {environment, own})
  await openGuard({door, project, records})(accountId)
  return {accountId, region, ...(await door.credentialsFor(accountId))}
}

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

export const renderCredentialProcess = (credentials: EnvironmentCredentials): CredentialProcess => ({
  Version: 1,
  AccessKeyId: credentials.accessKeyId,
  SecretAccessKey: credentials.secretAccessKey,
  SessionToken: credentials.sessionToken,
  Expiration: credentials.expiration.toISOString(),
  AccountId: credentials.accountId,
})

/** Who a session acts as. */
export interface Identity {
  readonly target: Target
  readonly accountId: string
  readonly arn: string
  readonly userId: string
}

export const readIdentity = async (door: Door, {target}: {readonly target: Target}): Promise<Identity> => ({
  target,
  ...(await door.caller()),
})
