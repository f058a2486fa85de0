import {accessDenied, authorize, contextOf, refusal, requireGathered} from '../../auth/authorize.js'
import {evaluate} from '../../auth/policy/evaluate.js'
import {parsePolicy} from '../../auth/policy/parse.js'
import type {PolicyDocument} from '../../auth/policy/document.js'
import type {Call} from '../../core/service.js'
import {functionArn, type FunctionArn} from '../../functions/arn.js'
import type {Transaction} from '../../store/transaction.js'
import {functionPolicies} from './tables.js'

/**
 * Passes where the caller may. In the function's own account its policy or the caller's suffices; from another account both
 * have to allow (Lambda developer guide, "Resource-based policies"). What is tested is the ARN as the request qualifies it: a
 * policy for `function:resize` does not cover `function:resize:live` (Service authorization reference, Lambda).
 *
 * @throws ServiceError AccessDeniedException
 */
export function requirePermission(action: string, place: FunctionArn, call: Call): void {
  const {caller} = call
  if (caller === undefined) return
  const resource = functionArn(place)
  const document = policyOf(place, call.tx)
  const sameAccount = place.accountId === caller.accountId
  if (document) {
    const gathered = requireGathered(call, caller)
    const context = contextOf(call, gathered, {'aws:ResourceAccount': [place.accountId]})
    const request = {action, resource, context, principal: gathered.principal}
    if (evaluate({...gathered.layers, resource: {document, sameAccount}}, request).decision === 'allowed') return
  }
  if (!sameAccount) {
    const why = `because no resource-based policy allows the ${action} action`
    throw accessDenied(call, `${refusal(caller, {action, resource})} ${why}`)
  }
  authorize(call, {action, resource})
}

/** The policy of a function or alias; `undefined` where nobody added a permission. */
function policyOf(place: FunctionArn, tx: Transaction): PolicyDocument | undefined {
  const text = policyText(place, tx)
  return text === undefined ? undefined : parsePolicy(text, 'resource')
}

/** The same as JSON. */
export function policyText(place: FunctionArn, tx: Transaction): string | undefined {
  const kept = functionPolicies.get(tx, [functionArn(place)])
  return kept && JSON.stringify({Version: '2012-10-17', Id: 'default', Statement: kept.statements})
}
