import type {IAMClient} from '@aws-sdk/client-iam'
import type {STSClient} from '@aws-sdk/client-sts'
import {AccessError, UsageError} from '../base/errors.js'
import {type Assumed, assumeRole, CHAINED_S, type MfaCode, type Way} from './assume.js'
import type {AwsCredentials, Keys} from './credentials/credentials.js'
import type {Identity} from './credentials/identity.js'
import {makeMemo} from './memo.js'
import {isPasskey, openMfaSession, requireDigits, withMfaExplained} from './mfa.js'

/** How long a session with MFA lasts, from which roles are assumed without another code, seconds: a working day. */
const SOURCE_S = 8 * 3_600

interface Asked {
  readonly keys: () => Promise<Keys>
  readonly iam: () => IAMClient
  readonly sts: () => STSClient
  /** STS with other keys. */
  readonly stsWith: (keys: AwsCredentials) => STSClient
  /** Asks for the six digits of a device; absent where nobody can be asked. */
  readonly askMfaCode: ((device: string) => Promise<string>) | undefined
  /** Keeps a session beyond this run, or answers the one that is kept; `make` asks for a code. */
  readonly keep: KeepSource
}

/** `durationS`: how long it lasts when it is made. */
export type KeepSource = (durationS: number, make: () => Promise<AwsCredentials>) => Promise<AwsCredentials>

/** Enters accounts as a person: with the keys of one user, and a code of that user's device. */
export interface Person {
  /** Opens the session from which roles are assumed, or takes the one that is kept. */
  signIn(): Promise<AwsCredentials>
  assume(by: Identity, accountId: string, way: Extract<Way, {kind: 'role'}>): Promise<Assumed>
}

/**
 * A code works once. So one code opens a session of GetSessionToken, and roles are assumed from that for an hour each; a
 * longer session of one role takes the code itself, since what comes from GetSessionToken lasts an hour at most. Keys that
 * are a session already are used as they are: STS opens no session from a session.
 */
export function openPerson({keys, iam, sts, stsWith, askMfaCode, keep}: Asked): Person {
  const device = makeMemo(async () => findDevice(iam()))
  const code = async (beyond?: string): Promise<MfaCode> => {
    const serial = await device('')
    if (!askMfaCode) throw noCode(serial, beyond)
    return {serial, code: requireDigits(await askMfaCode(serial))}
  }
  const openSource = async (): Promise<AwsCredentials> =>
    openMfaSession(sts(), {...(await code()), durationS: SOURCE_S})
  const signIn = makeMemo(() => keep(SOURCE_S, openSource))
  const source = makeMemo(async () => stsWith(await signIn('')))
  return {
    signIn: async () => {
      if ((await keys()).sessionToken !== undefined) throw sessionAlready()
      return signIn('')
    },
    async assume(by, accountId, {role, sessionName, durationS}) {
      const asked = {accountId, role, sessionName, durationS}
      if ((await keys()).sessionToken !== undefined) {
        if (durationS > CHAINED_S) throw fromSession()
        return explained(async () => assumeRole(sts(), by, asked), {...asked, isSession: true})
      }
      if (durationS <= CHAINED_S) {
        const from = await source('')
        return explained(() => assumeRole(from, by, asked), asked)
      }
      const withCode = await code('A session of more than an hour takes a code of its own')
      return explained(async () => assumeRole(sts(), by, {...asked, mfa: withCode}), asked)
    },
  }
}

/** An authenticator app of the caller. */
async function findDevice(iam: IAMClient): Promise<string> {
  const {ListMFADevicesCommand} = await import('@aws-sdk/client-iam')
  const {MFADevices = []} = await iam.send(new ListMFADevicesCommand({}))
  const serials = MFADevices.flatMap(({SerialNumber}) => SerialNumber ?? [])
  const usable = serials.find((serial) => !isPasskey(serial))
  if (usable !== undefined) return usable
  const has = serials.length > 0
  throw new AccessError(has ? 'your MFA device is a passkey, and STS takes no passkeys' : 'you have no MFA device', {
    code: 'NO_MFA_DEVICE',
    hint: 'Sign in to the AWS console and add an authenticator app: Security credentials, Assign MFA device. Then run the same command again.',
    details: {devices: serials},
  })
}

/** `beyond`: why the session that a code opens is not enough. */
const noCode = (serial: string, beyond?: string): AccessError =>
  new AccessError(`a code of the MFA device ${serial} is needed`, {
    code: 'MFA_NEEDED',
    hint:
      beyond === undefined
        ? 'Sign in first, in a terminal: awsup login. Or give the code: --mfa-code 123456, or --mfa-code - to read it from stdin.'
        : `${beyond}: run the same command in a terminal, or give the code: --mfa-code 123456, or --mfa-code - to read it from stdin. Without --duration awsup login is enough.`,
    details: {device: serial},
  })

const sessionAlready = (): AccessError =>
  new AccessError('your credentials are a session already, and AWS opens no session from one', {
    code: 'SESSION_ALREADY',
    hint: 'Sign in with your access key. With a session that was opened with an MFA code the other commands need no login.',
  })

const fromSession = (): UsageError =>
  new UsageError('a role that is assumed from a session lasts an hour at most', {
    hint: 'Leave out --duration, or use your access key instead of the session.',
    details: {flag: '--duration'},
  })

interface Asking {
  readonly role: string
  readonly accountId: string
  readonly sessionName: string | undefined
  /** Whether the caller's own keys are a session. */
  readonly isSession?: boolean
}

const isDenied = ({name, message}: Error): boolean => name === 'AccessDenied' && message.includes('sts:AssumeRole')

const notGranted = (
  {role, accountId, sessionName = 'this user', isSession = false}: Asking,
  cause: Error,
): AccessError =>
  new AccessError(`${sessionName} cannot assume ${role.slice(role.lastIndexOf('/') + 1)} in account ${accountId}`, {
    code: 'NOT_GRANTED',
    hint: `${isSession ? 'Your credentials are a session: it was opened without an MFA code, or is too old. Use your access key, or open another one with a code. If that is not it: ' : ''}awsup.yaml here gives this role, and AWS does not: an administrator has to run awsup apply, or did so a moment ago.`,
    details: {role, accountId, user: sessionName},
    cause,
  })

/** A refusal of a role that awsup.yaml gives, and of a code, in words of their own. */
async function explained<T>(work: () => Promise<T>, asked: Asking): Promise<T> {
  try {
    return await withMfaExplained(work)
  } catch (error) {
    throw error instanceof Error && isDenied(error) ? notGranted(asked, error) : error
  }
}
