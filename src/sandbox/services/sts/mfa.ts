import type {Caller} from '../../auth/caller.js'
import type {Call} from '../../core/service.js'
import {stepOfCode} from '../../totp.js'
import {mfaDevices} from '../iam/tables.js'
import {foreignDevice, wrongMfaCode} from './refusals.js'

interface Given {
  readonly SerialNumber?: string | undefined
  readonly TokenCode?: string | undefined
}

/**
 * Whether the caller proved MFA with this request. A code works once: AWS refuses it again until the next one, whoever
 * sends it (github.com/aws/aws-cli/issues/2279, github.com/aws/aws-sdk-js/issues/1664).
 *
 * @throws ServiceError AccessDenied where the device is not the caller's own, or the code is wrong or was used.
 */
export function proveMfa(caller: Caller, {SerialNumber: serial, TokenCode: code}: Given, {tx, now}: Call): boolean {
  if (serial === undefined && code === undefined) return false
  const key = [caller.accountId, serial ?? ''] as const
  const device = mfaDevices.get(tx, key)
  if (caller.type !== 'user' || device?.userName !== caller.userName) throw foreignDevice()
  // A passkey shows no code (aws/aws-cli#3607: there will be none).
  if (device.serialNumber.includes(':u2f/')) throw foreignDevice()
  const step = stepOfCode(device.seed, code ?? '', now)
  if (step === undefined || step <= (device.usedStep ?? 0)) throw wrongMfaCode()
  mfaDevices.put(tx, key, {...device, usedStep: step})
  return true
}
