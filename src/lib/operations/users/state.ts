import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  paginateListAccessKeys,
  paginateListAttachedUserPolicies,
  paginateListMFADevices,
  type IAMClient,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import {isPasskey} from '../../aws/mfa.js'
import {DENY_ALL} from '../../resources/iam/deny-all.js'
import {collect} from '../../resources/pages.js'

/** An access key, never its secret. */
export interface UserKey {
  readonly id: string
  readonly status: 'Active' | 'Inactive' | 'Expired'
  /** ISO 8601. */
  readonly createdAt: string
  /** Whole days since it was made. */
  readonly ageDays: number
  /** Absent where it was never used. AWS tells it with a delay, and of several uses within 15 minutes the first one. */
  readonly lastUsed?: {
    /** ISO 8601. */
    readonly at: string
    /** `s3`, `sts` */
    readonly service: string
    readonly region: string
  }
}

/** How somebody can sign in, as AWS says now. */
export interface UserState {
  /** AWSDenyAll is attached. */
  readonly disabled: boolean
  readonly password: boolean
  /** `passkey`: passkeys or security keys alone, with which AWS STS gives no session. */
  readonly mfa: 'none' | 'authenticator' | 'passkey'
  readonly keys: readonly UserKey[]
}

export const DAY_MS = 24 * 60 * 60_000

/** `undefined` where AWS has no such user (any more). */
export function readState(iam: IAMClient, user: string): Promise<UserState | undefined> {
  return absentWhen('NoSuchEntityException', async () => {
    const [keys, password, mfa, disabled] = await Promise.all([
      readUserKeys(iam, user),
      hasPassword(iam, user),
      readMfa(iam, user),
      isDisabled(iam, user),
    ])
    return {disabled, password, mfa, keys}
  })
}

/** A user's access keys, oldest first. Throws NoSuchEntityException where there is no such user. */
export async function readUserKeys(client: IAMClient, UserName: string): Promise<readonly UserKey[]> {
  const listed = await collect(paginateListAccessKeys({client}, {UserName}), (page) => page.AccessKeyMetadata)
  const keys = await Promise.all(
    listed.map(async ({AccessKeyId = '', Status = 'Inactive', CreateDate = new Date(0)}): Promise<UserKey> => {
      const {AccessKeyLastUsed: used} = await client.send(new GetAccessKeyLastUsedCommand({AccessKeyId}))
      const lastUsed = used?.LastUsedDate && {
        at: used.LastUsedDate.toISOString(),
        service: used.ServiceName ?? 'N/A',
        region: used.Region ?? 'N/A',
      }
      return {
        id: AccessKeyId,
        status: Status,
        createdAt: CreateDate.toISOString(),
        ageDays: Math.max(0, Math.floor((Date.now() - CreateDate.getTime()) / DAY_MS)),
        ...(lastUsed ? {lastUsed} : {}),
      }
    }),
  )
  // The sort is stable: AWS lists them in the order in which they were made, and tells whole seconds.
  return keys.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
}

const hasPassword = async (iam: IAMClient, UserName: string): Promise<boolean> =>
  (await absentWhen('NoSuchEntityException', () => iam.send(new GetLoginProfileCommand({UserName})))) !== undefined

/** Serial numbers of a user's MFA devices. */
export const listDevices = async (client: IAMClient, UserName: string): Promise<readonly string[]> =>
  (await collect(paginateListMFADevices({client}, {UserName}), (page) => page.MFADevices)).flatMap(
    ({SerialNumber}) => SerialNumber ?? [],
  )

async function readMfa(iam: IAMClient, user: string): Promise<UserState['mfa']> {
  const devices = await listDevices(iam, user)
  if (devices.length === 0) return 'none'
  return devices.every(isPasskey) ? 'passkey' : 'authenticator'
}

/** Whether AWSDenyAll is attached. */
export async function isDisabled(client: IAMClient, UserName: string): Promise<boolean> {
  const pages = paginateListAttachedUserPolicies({client}, {UserName})
  const attached = await collect(pages, ({AttachedPolicies}) => AttachedPolicies)
  return attached.some(({PolicyArn}) => PolicyArn === DENY_ALL)
}
