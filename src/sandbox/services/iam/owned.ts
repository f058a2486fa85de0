import type {Call} from '../../core/service.js'
import {whole} from './entity.js'
import {deleteConflict} from './refusals.js'
import {
  type AccessKey,
  accessKeys,
  loginProfiles,
  type MfaDevice,
  mfaDevices,
  type OtherCredential,
  otherCredentials,
  type User,
} from './tables.js'

/** Keys of a user, or of the root user (`undefined`), oldest first. */
export const keysOf = (userName: string | undefined, {tx, accountId}: Call): AccessKey[] =>
  accessKeys
    .list(tx)
    .filter((key) => key.accountId === accountId && key.userName === userName)
    .sort((a, b) => a.createdAt - b.createdAt)

/** Devices that are enabled for a user. */
export const devicesOf = (userName: string, {tx, accountId}: Call): MfaDevice[] =>
  mfaDevices.list(tx, [accountId]).filter((device) => device.userName === userName)

/** SSH keys, signing certificates and service-specific credentials of a user, oldest first. */
export const othersOf = (userName: string, {tx, accountId}: Call): OtherCredential[] =>
  otherCredentials
    .list(tx, [accountId])
    .filter((one) => one.userName === userName)
    .sort((a, b) => a.createdAt - b.createdAt)

const OTHERS: Readonly<Record<OtherCredential['sort'], string>> = {
  certificate: 'signing certificates',
  'ssh-key': 'SSH public keys',
  service: 'service specific credentials',
}

/**
 * @throws ServiceError DeleteConflictException while a user has a password, keys, certificates, service-specific
 *   credentials or MFA devices.
 */
export function requireNothingOwned({accountId, userName}: User, asked: Call): void {
  const call = whole(asked)
  const refuse = (what: string) => deleteConflict(`Cannot delete entity, must delete ${what} first.`)
  if (loginProfiles.get(call.tx, [accountId, userName.toLowerCase()])) throw refuse('login profile')
  if (keysOf(userName, call).length > 0) throw refuse('access keys')
  const [other] = othersOf(userName, call)
  if (other) throw refuse(OTHERS[other.sort])
  if (devicesOf(userName, call).length > 0) throw refuse('MFA device')
}

/** Moves what belongs to a user along when the user gets a new name. */
export function renameUser({accountId, userName: from}: User, to: string, asked: Call): void {
  const call = whole(asked)
  const {tx} = call
  for (const key of keysOf(from, call)) accessKeys.put(tx, [key.accessKeyId], {...key, userName: to})
  for (const other of othersOf(from, call)) otherCredentials.put(tx, [accountId, other.id], {...other, userName: to})
  for (const device of devicesOf(from, call))
    mfaDevices.put(tx, [accountId, device.serialNumber], {...device, userName: to})
  const profile = loginProfiles.get(tx, [accountId, from.toLowerCase()])
  if (!profile) return
  loginProfiles.delete(tx, [accountId, from.toLowerCase()])
  loginProfiles.put(tx, [accountId, to.toLowerCase()], {...profile, userName: to})
}
