import {
  AttachUserPolicyCommand,
  DeleteLoginProfileCommand,
  DetachUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../../aws/calls/absent.js'
import {locked, type Session} from '../../../project/session.js'
import {DENY_ALL} from '../../../resources/iam/deny-all.js'
import type {OpenPlace} from '../open-place.js'
import {readUserKeys} from '../state.js'
import {everywhere} from './everywhere.js'

/** What `user disable` did in one place. */
export interface DisabledPlace {
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly accountId: string
  /** Whether the user was disabled already. */
  readonly wasDisabled: boolean
  /** Ids of the access keys that this run made inactive. */
  readonly keys: readonly string[]
  /** Whether this run deleted a console password. */
  readonly password: boolean
}

/** What `user disable` did. */
export interface UserDisabled {
  readonly user: string
  readonly places: readonly DisabledPlace[]
  /** Sessions of roles that the user took before go on, until this moment at the latest. ISO 8601. */
  readonly roleSessionsEndBy: string
}

/** No session of a role is longer (API reference of IAM, CreateRole, MaxSessionDuration). */
const LONGEST_SESSION_MS = 12 * 60 * 60_000

/**
 * Keeps a user out: AWSDenyAll first, which also stops sessions of the user's own, then access keys become inactive and the
 * console password goes. MFA devices, groups and awsup.yaml stay. Again, it does what is still to be done.
 */
export async function disableUser(session: Session, places: readonly OpenPlace[]): Promise<UserDisabled> {
  const user = places[0]?.user ?? ''
  const done = await locked(session, () => everywhere(session, {places, what: `${user} is disabled`}, disable))
  return {user, places: done, roleSessionsEndBy: new Date(Date.now() + LONGEST_SESSION_MS).toISOString()}
}

async function disable({aws: {iam}, user: UserName, disabled, ...place}: OpenPlace): Promise<DisabledPlace> {
  const {environment, accountId} = place
  if (!disabled) await iam.send(new AttachUserPolicyCommand({UserName, PolicyArn: DENY_ALL}))
  const keys = (await readUserKeys(iam, UserName)).filter(({status}) => status === 'Active').map(({id}) => id)
  for (const AccessKeyId of keys) {
    await absentWhen('NoSuchEntityException', () =>
      iam.send(new UpdateAccessKeyCommand({UserName, AccessKeyId, Status: 'Inactive'})),
    )
  }
  const gone = await absentWhen('NoSuchEntityException', () => iam.send(new DeleteLoginProfileCommand({UserName})))
  return {environment, accountId, wasDisabled: disabled, keys, password: gone !== undefined}
}

/** What `user enable` did in one place. */
export interface EnabledPlace {
  /** Absent in the management account. */
  readonly environment: string | undefined
  readonly accountId: string
  readonly wasDisabled: boolean
  /** Ids of the access keys that this run made active. */
  readonly keys: readonly string[]
  /** Ids of those that stay inactive. */
  readonly inactiveKeys: readonly string[]
}

/** What `user enable` did. */
export interface UserEnabled {
  readonly user: string
  readonly places: readonly EnabledPlace[]
}

/** Takes AWSDenyAll away. Access keys stay inactive unless `keys` says otherwise; a password is made by `resetUser`. */
export async function enableUser(
  session: Session,
  places: readonly OpenPlace[],
  {keys}: {readonly keys: boolean},
): Promise<UserEnabled> {
  const user = places[0]?.user ?? ''
  const enable = async ({aws: {iam}, user: UserName, disabled, ...place}: OpenPlace): Promise<EnabledPlace> => {
    const inactive = (await readUserKeys(iam, UserName)).filter(({status}) => status === 'Inactive').map(({id}) => id)
    for (const AccessKeyId of keys ? inactive : [])
      await iam.send(new UpdateAccessKeyCommand({UserName, AccessKeyId, Status: 'Active'}))
    // Last: until everything else is done, the user is out.
    const detachment = new DetachUserPolicyCommand({UserName, PolicyArn: DENY_ALL})
    if (disabled) await absentWhen('NoSuchEntityException', () => iam.send(detachment))
    const {environment, accountId} = place
    const states = keys ? {keys: inactive, inactiveKeys: []} : {keys: [], inactiveKeys: inactive}
    return {environment, accountId, wasDisabled: disabled, ...states}
  }
  const done = await locked(session, () => everywhere(session, {places, what: `${user} is enabled`}, enable))
  return {user, places: done}
}
