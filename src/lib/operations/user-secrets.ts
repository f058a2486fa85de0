import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../aws/absent.js'
import type {Clients} from '../aws/clients.js'
import {ConflictError} from '../errors.js'
import type {Session} from '../session.js'
import {requireIds} from './environments.js'
import {makePassword} from './passwords.js'

/** Which secrets to make for a user. */
export interface SecretRequest {
  readonly name: string
  readonly environments: readonly string[]
  readonly console: boolean
  readonly accessKey: boolean
}

/** Shown once, or written to a file that only its owner can read; awsup keeps nothing of it. */
export interface UserSecrets {
  readonly user: string
  readonly environment: string
  readonly accountId: string
  /** Where to sign in. */
  readonly signInUrl?: string
  /** Must be changed at the first sign-in. */
  readonly password?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

/**
 * Makes the asked secrets, environment by environment. Throws ConflictError where the user has a password, or two keys,
 * already; before any is made, for a secret that was made and then not shown would be lost.
 */
export async function createSecrets(
  {engine, project}: Session,
  request: SecretRequest,
): Promise<readonly UserSecrets[]> {
  const {name} = request
  const places = await Promise.all(
    request.environments.map(async (environment) => {
      const {accountId, region} = requireIds(project, environment)
      return {environment, accountId, aws: await engine.open(accountId, region)}
    }),
  )
  for (const {aws} of places) {
    if (request.console) await requireNoPassword(aws, name)
    if (request.accessKey) await requireRoomForKey(aws, name)
  }
  const secrets: UserSecrets[] = []
  for (const {environment, accountId, aws} of places) {
    const password = request.console ? await createPassword(aws, name) : {}
    const key = request.accessKey ? await createKey(aws, name) : {}
    secrets.push({user: name, environment, accountId, ...password, ...key})
  }
  return secrets
}

async function requireNoPassword({iam, accountId}: Clients, UserName: string): Promise<void> {
  const found = await absentWhen('NoSuchEntityException', () => iam.send(new GetLoginProfileCommand({UserName})))
  if (!found) return
  throw new ConflictError(`user ${UserName} has a console password already`, {
    hint: `To hand out a new one, delete the user and make it again, or reset it in the IAM console of account ${accountId}.`,
  })
}

// IAM allows two keys; asking for a third is an error that the SDK would take for a throttle.
async function requireRoomForKey({iam}: Clients, UserName: string): Promise<void> {
  const {AccessKeyMetadata = []} = await iam.send(new ListAccessKeysCommand({UserName}))
  if (AccessKeyMetadata.length < 2) return
  throw new ConflictError(`user ${UserName} has two access keys already`, {
    hint: `IAM allows no more. Delete one that nobody uses: ${AccessKeyMetadata.map(({AccessKeyId}) => AccessKeyId).join(', ')}`,
  })
}

async function createPassword({iam, accountId}: Clients, UserName: string) {
  const password = makePassword()
  await iam.send(new CreateLoginProfileCommand({UserName, Password: password, PasswordResetRequired: true}))
  return {password, signInUrl: `https://${accountId}.signin.aws.amazon.com/console`}
}

async function createKey({iam}: Clients, UserName: string) {
  const {AccessKey} = await iam.send(new CreateAccessKeyCommand({UserName}))
  return {accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? ''}
}
