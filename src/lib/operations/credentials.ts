import {spawn} from 'node:child_process'
import {UsageError} from '../errors.js'
import type {Door} from '../aws/door.js'
import {openGuard, requireNamed} from '../ownership.js'
import {recordsFolder, requireEnvironment, type Project, type Target} from '../project.js'
import {openFileRecords} from '../records/file-records.js'
import {openKnownDoor, type SessionOptions} from '../session.js'
import {requireIds} from './environments.js'

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

interface Running {
  readonly argv: readonly string[]
  readonly credentials: EnvironmentCredentials
  /** Set in the sandbox: where the child's AWS client finds it. */
  readonly endpoint: string | undefined
  /** Where the child's stdout goes: ours may be promised to one JSON document. */
  readonly stdout: 'stdout' | 'stderr'
  readonly signal: AbortSignal
}

/**
 * Runs a command with an environment's credentials in its environment variables (never in argv) and answers its exit
 * code. Whatever other AWS credentials the shell holds are taken out, so that the child can not act anywhere else.
 */
export async function runWith({argv, credentials, endpoint, stdout, signal}: Running): Promise<number> {
  const [command, ...rest] = argv
  if (command === undefined) throw new UsageError('what should run?', {hint: 'awsup exec dev -- aws s3 ls'})
  const child = spawn(command, rest, {
    stdio: ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
    env: childEnvironment(credentials, endpoint),
  })
  // A terminal sends Ctrl-C to the child too; a second signal would cut short what it tidies up.
  const stop = (): void => {
    if (!(signal.reason instanceof Error && signal.reason.message === 'SIGINT')) child.kill('SIGTERM')
  }
  signal.addEventListener('abort', stop, {once: true})
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(command, error)))
      child.once('close', (code, killedBy) => resolve(code ?? (killedBy === 'SIGINT' ? 130 : 143)))
    })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const notStarted = (command: string, error: Error): UsageError =>
  new UsageError(`${JSON.stringify(command)} could not be started: ${error.message}`, {
    hint: 'Is it installed, and on the PATH?',
    cause: error,
  })

const FOREIGN =
  /^AWS_(PROFILE|DEFAULT_PROFILE|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CREDENTIAL_EXPIRATION|CONTAINER_.*|ENDPOINT_URL.*)$/

function childEnvironment(credentials: EnvironmentCredentials, endpoint: string | undefined): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) =>
    endpoint === undefined ? !FOREIGN.test(name) || name.startsWith('AWS_ENDPOINT_URL') : !FOREIGN.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: credentials.expiration.toISOString(),
    AWS_REGION: credentials.region,
    AWS_DEFAULT_REGION: credentials.region,
    ...(endpoint === undefined ? {} : {AWS_ENDPOINT_URL: endpoint}),
  }
}
