import type * as sdk from '@aws-sdk/client-lambda'
import {uuid} from '../../core/ids.js'
import type {Call, Operations} from '../../core/service.js'
import {functionArn} from '../../functions/arn.js'
import {policyText, requirePermission} from './access.js'
import {meant, requireFunction, type Named} from './names.js'
import {conflict, notFound, preconditionFailed} from './refusals.js'
import {functionPolicies, type PolicyStatement} from './tables.js'

/** The policies of functions. */
export const permissionOperations = {
  AddPermission: {
    action: undefined,
    run(input, call) {
      const arn = requireAllowed('lambda:AddPermission', input, call)
      const {StatementId: id = '', RevisionId} = input
      const kept = functionPolicies.get(call.tx, [arn])
      requireRevision(RevisionId, kept?.revisionId)
      if (kept?.statements.some(({Sid}) => Sid === id))
        throw conflict(
          `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        )
      const statement = statementOf(input, arn)
      functionPolicies.put(call.tx, [arn], {statements: [...(kept?.statements ?? []), statement], revisionId: uuid()})
      return {Statement: JSON.stringify(statement)}
    },
  },

  RemovePermission: {
    action: undefined,
    run(input, call) {
      const arn = requireAllowed('lambda:RemovePermission', input, call)
      const kept = functionPolicies.get(call.tx, [arn])
      const statements = kept?.statements.filter(({Sid}) => Sid !== input.StatementId) ?? []
      if (!kept || statements.length === kept.statements.length)
        throw notFound('No policy is associated with the given resource.')
      requireRevision(input.RevisionId, kept.revisionId)
      if (statements.length === 0) functionPolicies.delete(call.tx, [arn])
      else functionPolicies.put(call.tx, [arn], {statements, revisionId: uuid()})
      return {}
    },
  },

  GetPolicy: {
    action: undefined,
    run(input, call) {
      const arn = requireAllowed('lambda:GetPolicy', input, call)
      const Policy = policyText(meant(input, call), call.tx)
      const revision = functionPolicies.get(call.tx, [arn])?.revisionId
      if (Policy === undefined) throw notFound('The resource you requested does not exist.')
      return {Policy, RevisionId: revision}
    },
  },
} satisfies Operations<typeof sdk>

/** The ARN that a policy is kept under. */
function requireAllowed(action: string, named: Named, call: Call): string {
  const place = meant(named, call)
  requirePermission(action, place, call)
  requireFunction(place, call)
  return functionArn(place)
}

function requireRevision(asked: string | undefined, known: string | undefined): void {
  if (asked !== undefined && asked !== known) throw preconditionFailed()
}

/** As Lambda writes it (developer guide, "Viewing resource-based IAM policies"). */
function statementOf(
  {
    StatementId = '',
    Principal = '',
    Action = '',
    SourceArn,
    SourceAccount,
    EventSourceToken,
    PrincipalOrgID,
    FunctionUrlAuthType,
  }: sdk.AddPermissionCommandInput,
  arn: string,
): PolicyStatement {
  const equals = {
    ...(SourceAccount !== undefined && {'AWS:SourceAccount': SourceAccount}),
    ...(EventSourceToken !== undefined && {'lambda:EventSourceToken': EventSourceToken}),
    ...(PrincipalOrgID !== undefined && {'aws:PrincipalOrgID': PrincipalOrgID}),
    ...(FunctionUrlAuthType !== undefined && {'lambda:FunctionUrlAuthType': FunctionUrlAuthType}),
  }
  const condition = {
    ...(Object.keys(equals).length > 0 && {StringEquals: equals}),
    ...(SourceArn !== undefined && {ArnLike: {'AWS:SourceArn': SourceArn}}),
  }
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: principalOf(Principal),
    Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && {Condition: condition}),
  }
}

/** An account becomes its root; a service stays a name. */
function principalOf(principal: string): unknown {
  if (principal === '*') return '*'
  if (/^\d{12}$/.test(principal)) return {AWS: `arn:aws:iam::${principal}:root`}
  return principal.startsWith('arn:') ? {AWS: principal} : {Service: principal}
}
