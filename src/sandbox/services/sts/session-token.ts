import type {GetSessionTokenCommandInput, GetSessionTokenResponse} from '@aws-sdk/client-sts'
import {requireGathered} from '../../auth/authorize.js'
import type {Caller} from '../../auth/caller.js'
import {mintSession} from '../../auth/session.js'
import {mfaDevices} from '../iam/tables.js'
import {isCurrentCode} from '../../totp.js'
import type {Call, Operation} from '../../core/service.js'
import {requireCaller} from './caller-identity.js'
import {accessDenied, wrongMfaCode} from './refusals.js'
import {toCredentials} from './role-session.js'

const DEFAULT_SECONDS = 12 * 60 * 60
/** AWS shortens the root user's sessions without a word. */
const ROOT_SECONDS = 60 * 60

/** Needs no permission, but long-term keys. */
export const GetSessionToken: Operation<GetSessionTokenCommandInput, GetSessionTokenResponse> = {
  action: undefined,
  run({DurationSeconds = DEFAULT_SECONDS, SerialNumber, TokenCode}, call) {
    const caller = requireCaller(call)
    requireGathered(call, caller)
    if (caller.type === 'role' || caller.accessKeyId.startsWith('ASIA')) {
      throw accessDenied('Cannot call GetSessionToken with session credentials')
    }
    const mfa = SerialNumber !== undefined || TokenCode !== undefined
    if (mfa && !isCodeOf(caller, {serialNumber: SerialNumber, code: TokenCode}, call)) throw wrongMfaCode()
    const seconds = caller.type === 'root' ? Math.min(DurationSeconds, ROOT_SECONDS) : DurationSeconds
    return {Credentials: toCredentials(mintSession({...caller, mfa}, {tx: call.tx, now: call.now, seconds}))}
  },
}

interface Code {
  readonly serialNumber: string | undefined
  readonly code: string | undefined
}

/** Whether the code is what the caller's own device shows now. */
function isCodeOf(caller: Caller, {serialNumber = '', code = ''}: Code, {tx, now}: Call): boolean {
  const device = mfaDevices.get(tx, [caller.accountId, serialNumber])
  const isOwn = caller.type === 'user' && device?.userName === caller.userName
  return isOwn && isCurrentCode(device.seed, code, now)
}
