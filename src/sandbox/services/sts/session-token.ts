import type {GetSessionTokenCommandInput, GetSessionTokenResponse} from '@aws-sdk/client-sts'
import {requireGathered} from '../../auth/authorize.js'
import {mintSession} from '../../auth/session.js'
import type {Operation} from '../../core/service.js'
import {requireCaller} from './caller-identity.js'
import {proveMfa} from './mfa.js'
import {accessDenied} from './refusals.js'
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
    const mfa = proveMfa(caller, {SerialNumber, TokenCode}, call)
    const seconds = caller.type === 'root' ? Math.min(DurationSeconds, ROOT_SECONDS) : DurationSeconds
    return {
      Credentials: toCredentials(
        mintSession({...caller, mfa, ...(mfa ? {mfaAt: call.now} : {})}, {tx: call.tx, now: call.now, seconds}),
      ),
    }
  },
}
