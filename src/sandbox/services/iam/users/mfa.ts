import type * as sdk from '@aws-sdk/client-iam'
import {ServiceError} from '../../../core/errors.js'
import {wholeOf} from '../../../core/lag.js'
import type {Call, Operations} from '../../../core/service.js'
import {requireEntity, userKind} from '../entity.js'
import {pageOf, required, userMeant} from '../input.js'
import {listArn, newArn, operationsOn} from '../operation.js'
import {devicesOf} from '../owned.js'
import {alreadyExists, deleteConflict, limitExceeded, noSuchEntity} from '../refusals.js'
import {listedUser} from '../shapes.js'
import {type MfaDevice, mfaDevices} from '../tables.js'
import {requestTags, tagsIn} from '../tags.js'
import {areConsecutiveCodes, makeSeed} from '../../../totp.js'

/** IAM user guide, "IAM and AWS STS quotas". */
const DEVICES_PER_USER = 8

interface UserInput {
  UserName?: string | undefined
}

const {on} = operationsOn(userKind, ({UserName}: UserInput, call) => userMeant(UserName, call))

/** @throws ServiceError NoSuchEntityException */
export function requireDevice(serial: string | undefined, {tx, accountId}: Call): MfaDevice {
  const serialNumber = required(serial, 'SerialNumber')
  const found = mfaDevices.get(tx, [accountId, serialNumber])
  if (!found) throw noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} does not exist.`)
  return found
}

/** Keeps a device under its serial number. */
export const saveDevice = (device: MfaDevice, {tx}: Call): void =>
  mfaDevices.put(tx, [device.accountId, device.serialNumber], device)

const dateOf = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time))

/** A passkey's serial number says `u2f`, and a hardware device's is its maker's. */
const deviceKey = ({serialNumber}: MfaDevice): string => serialNumber.slice(Math.max(0, serialNumber.indexOf(':mfa/')))

/** @throws ServiceError InvalidAuthenticationCodeException where these are not two codes that follow each other. */
function requireCodes({seed}: MfaDevice, [first, second]: readonly (string | undefined)[], {now}: Call): void {
  const codes = [required(first, 'AuthenticationCode1'), required(second, 'AuthenticationCode2')] as const
  if (!areConsecutiveCodes(seed, codes, now))
    throw new ServiceError('InvalidAuthenticationCodeException', 'Authentication code for device is not valid.')
}

/** Virtual MFA devices. */
export const mfaOperations: Operations<typeof sdk> = {
  // No QRCodePNG: nobody would scan the sandbox's, and the seed says the same.
  CreateVirtualMFADevice: {
    resource: ({Path = '/', VirtualMFADeviceName: name = ''}, call) => newArn('mfa', `${Path}${name}`, call),
    conditions: requestTags,
    run: ({Path = '/', VirtualMFADeviceName, Tags}, call) => {
      const serialNumber = newArn('mfa', `${Path}${required(VirtualMFADeviceName, 'VirtualMFADeviceName')}`, call)
      if (mfaDevices.get(wholeOf(call.tx), [call.accountId, serialNumber]))
        throw alreadyExists('MFADevice entity at the same path and name already exists.')
      const device: MfaDevice = {
        accountId: call.accountId,
        path: Path,
        serialNumber,
        seed: makeSeed(),
        userName: undefined,
        enabledAt: undefined,
        createdAt: call.now,
        tags: tagsIn(Tags),
      }
      saveDevice(device, call)
      return {
        VirtualMFADevice: {SerialNumber: serialNumber, Base32StringSeed: new TextEncoder().encode(device.seed)},
      }
    },
  },

  EnableMFADevice: on((user, {SerialNumber, AuthenticationCode1, AuthenticationCode2}, call) => {
    const device = requireDevice(SerialNumber, call)
    if (device.userName !== undefined) throw alreadyExists('MFA Device already in use.')
    if (devicesOf(user.userName, call).length >= DEVICES_PER_USER)
      throw limitExceeded(`Cannot exceed quota for MFADevicesPerUser: ${DEVICES_PER_USER}`)
    requireCodes(device, [AuthenticationCode1, AuthenticationCode2], call)
    saveDevice({...device, userName: user.userName, enabledAt: call.now}, call)
    return {}
  }),

  // The codes say how far the device's clock is off; the sandbox's devices go by its own.
  ResyncMFADevice: on((user, {SerialNumber, AuthenticationCode1, AuthenticationCode2}, call) => {
    const device = requireDevice(SerialNumber, call)
    if (device.userName !== user.userName) throw noSuchEntity('MFA Device invalid for user.')
    requireCodes(device, [AuthenticationCode1, AuthenticationCode2], call)
    return {}
  }),

  DeactivateMFADevice: on((user, {SerialNumber}, call) => {
    const device = requireDevice(SerialNumber, call)
    if (device.userName !== user.userName) throw noSuchEntity('MFA Device invalid for user.')
    saveDevice({...device, userName: undefined, enabledAt: undefined}, call)
    return {}
  }),

  ListMFADevices: on((user, input, call) => {
    const {items, rest} = pageOf(devicesOf(user.userName, call), {...input, key: deviceKey}, call)
    const devices = items.map(({serialNumber, enabledAt}) => ({
      UserName: user.userName,
      SerialNumber: serialNumber,
      EnableDate: dateOf(enabledAt),
    }))
    return {MFADevices: devices, ...rest}
  }),

  ListVirtualMFADevices: {
    resource: (_input, call) => listArn('mfa')({}, call),
    run: (input, call) => {
      const {AssignmentStatus = 'Any'} = input
      const devices = mfaDevices
        .list(call.tx, [call.accountId])
        .filter(
          ({userName}) => AssignmentStatus === 'Any' || (AssignmentStatus === 'Assigned') === (userName !== undefined),
        )
      const {items, rest} = pageOf(devices, {...input, key: deviceKey}, call)
      return {
        VirtualMFADevices: items.map(({serialNumber, userName, enabledAt}) => ({
          SerialNumber: serialNumber,
          User: userName === undefined ? undefined : listedUser(requireEntity(userKind, userName, call)),
          EnableDate: dateOf(enabledAt),
        })),
        ...rest,
      }
    },
  },

  DeleteVirtualMFADevice: {
    resource: ({SerialNumber}) => SerialNumber ?? '*',
    run: ({SerialNumber}, call) => {
      const device = requireDevice(SerialNumber, call)
      if (device.userName !== undefined) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.')
      mfaDevices.delete(call.tx, [device.accountId, device.serialNumber])
      return {}
    },
  },
}
