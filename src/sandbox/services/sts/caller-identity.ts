import type {
  GetAccessKeyInfoCommandInput,
  GetAccessKeyInfoResponse,
  GetCallerIdentityCommandInput,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts'
import {requireGathered} from '../../auth/authorize.js'
import type {Caller} from '../../auth/caller.js'
import {ServiceError} from '../../core/errors.js'
import {accessKeys} from '../iam/tables.js'
import type {Call, Operation} from '../../core/service.js'
import {validationError} from './refusals.js'

/** Who signed. @throws ServiceError MissingAuthenticationToken when nobody did. */
export function requireCaller({caller}: Call): Caller {
  if (caller === undefined) {
    throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', {status: 403})
  }
  return caller
}

/** Needs no permission and can not be denied. */
export const GetCallerIdentity: Operation<GetCallerIdentityCommandInput, GetCallerIdentityResponse> = {
  action: undefined,
  run(_, call) {
    const caller = requireCaller(call)
    requireGathered(call, caller)
    return {UserId: caller.userId, Account: caller.accountId, Arn: caller.arn}
  },
}

/** Session keys are stored nowhere: of those it knows the one that signs. */
export const GetAccessKeyInfo: Operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoResponse> = {
  run({AccessKeyId: id = ''}, call) {
    const caller = requireCaller(call)
    const account = id === caller.accessKeyId ? caller.accountId : accessKeys.get(call.tx, [id])?.accountId
    if (account === undefined) throw validationError('The access key is not one that this sandbox made.')
    return {Account: account}
  },
}
