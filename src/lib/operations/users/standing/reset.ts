import {
  CreateLoginProfileCommand,
  DeactivateMFADeviceCommand,
  DeleteVirtualMFADeviceCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {mayBeDone} from '../../../aws/calls/call.js'
import {UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import {locked, type Session} from '../../../project/session.js'
import type {Project} from '../../../project/project.js'
import {requireEnabled, type OpenPlace} from '../open-place.js'
import {makePassword} from '../passwords.js'
import type {UserSecrets} from '../secrets-facts.js'
import {listDevices} from '../state.js'
import {everywhere} from './everywhere.js'

/** What somebody lost. */
export interface Lost {
  readonly password: boolean
  readonly mfa: boolean
}

/** What `user reset` did in one place. */
export interface ResetPlace {
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly accountId: string
  /** Serial numbers of the MFA devices that are the user's no more. */
  readonly devices: readonly string[]
  /** Whether there is a new password. */
  readonly password: boolean
}

/** What `user reset` did. */
export interface UserReset {
  readonly user: string
  readonly places: readonly ResetPlace[]
  /** Shown only once; absent where they went into a file, or no password was asked for. */
  readonly secrets?: readonly UserSecrets[]
  readonly secretsFile?: string
}

/** Throws UsageError for a machine, which has neither. Asks nobody. */
export function requirePerson({manifest}: Project, name: string): void {
  if (manifest.users.get(name)?.machine !== true) return
  throw new UsageError(`${show(name)} is a machine: it has no password and no MFA device`, {
    hint: `To give it a new access key: awsup user keys rotate ${name}`,
    details: {user: name},
  })
}

/**
 * Takes the user's MFA devices away, and sets a password that must be changed at the first sign-in; makes one where there is
 * none. Throws ConflictError where the user is disabled, before anything is changed.
 */
export async function resetUser(session: Session, places: readonly OpenPlace[], lost: Lost): Promise<UserReset> {
  for (const place of places) requireEnabled(place)
  const user = places[0]?.user ?? ''
  const reset = async (place: OpenPlace) => {
    const {environment, accountId} = place
    const devices = lost.mfa ? await removeDevices(place) : []
    const password = lost.password ? await setPassword(place) : undefined
    const signInUrl = `https://${accountId}.signin.aws.amazon.com/console`
    return {
      place: {environment, accountId, devices, password: password !== undefined},
      secrets:
        password === undefined
          ? []
          : [{user: place.user, environment: environment ?? 'management', accountId, password, signInUrl}],
    }
  }
  const done = await locked(session, () => everywhere(session, {places, what: `${user} is reset`}, reset))
  return {
    user,
    places: done.map(({place}) => place),
    ...(lost.password ? {secrets: done.flatMap(({secrets}) => secrets)} : {}),
  }
}

async function removeDevices({aws: {iam}, user: UserName}: OpenPlace): Promise<readonly string[]> {
  const devices = await listDevices(iam, UserName)
  for (const SerialNumber of devices) {
    await absentWhen('NoSuchEntityException', () => iam.send(new DeactivateMFADeviceCommand({UserName, SerialNumber})))
    // A hardware device stays its owner's; a virtual one would be left over, and its name taken.
    if (!SerialNumber.includes(':mfa/')) continue
    await absentWhen('NoSuchEntityException', () => iam.send(new DeleteVirtualMFADeviceCommand({SerialNumber})))
  }
  return devices
}

async function setPassword({aws: {iam}, user: UserName}: OpenPlace): Promise<string> {
  const Password = makePassword()
  const profile = {UserName, Password, PasswordResetRequired: true}
  const update = () => iam.send(new UpdateLoginProfileCommand(profile))
  if (await absentWhen('NoSuchEntityException', update)) return Password
  try {
    await iam.send(new CreateLoginProfileCommand(profile))
  } catch (error) {
    // Our own first attempt, whose reply was lost, has made it with this very password.
    if (!isError(error, 'EntityAlreadyExistsException') || !mayBeDone(error)) throw error
  }
  return Password
}
