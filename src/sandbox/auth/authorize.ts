import {ServiceError} from '../core/errors.js'
import type {Call} from '../core/service.js'
import type {Caller} from './caller.js'
import {gather, type Gathered} from './gather.js'
import {evaluate, type Decision, type Layer} from './policy/evaluate.js'
import {resourceAccountOf} from './resource-account.js'

/** What a call needs. */
export interface Permission {
  /** `iam:CreateUser` */
  readonly action: string
  readonly resource: string
  readonly conditions?: Readonly<Record<string, readonly string[]>> | undefined
}

const QUERY_SERVICES = new Set(['iam', 'sts', 's3'])
/** REST services say with the status what JSON services leave to the name. */
const FORBIDDING = new Set(['lambda'])
/** One endpoint for all regions: policies see the region that it is in. */
const GLOBAL_SERVICES = new Set(['iam', 'organizations'])

const NAMES: Readonly<Record<Layer, string>> = {
  scp: 'service control policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  identity: 'identity-based policy',
  resource: 'resource-based policy',
}

/**
 * Passes when the caller may; an unsigned call has no caller to ask about and passes.
 *
 * @throws ServiceError AccessDeniedException (JSON services) or AccessDenied (query services), worded as AWS does;
 *   the service's name for a dead token when the caller's user or role is gone.
 */
export function authorize(call: Call, permission: Permission): void {
  if (call.caller === undefined) return
  const gathered = requireGathered(call, call.caller)
  const decision = evaluate(gathered.layers, {
    action: permission.action,
    resource: permission.resource,
    context: contextOf(call, gathered, {...ownerOf(call, permission), ...permission.conditions}),
    principal: gathered.principal,
  })
  if (decision.decision !== 'allowed')
    throw accessDenied(call, `${refusal(call.caller, permission)} ${reason(decision, permission)}`)
}

/** Everything that speaks for the caller. @throws ServiceError when its user or role is gone. */
export function requireGathered(call: Call, caller: Caller): Gathered {
  const gathered = gather(call.tx, caller)
  if (gathered === undefined || isBareSession(call, caller)) {
    throw new ServiceError(
      QUERY_SERVICES.has(call.service) ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      {status: QUERY_SERVICES.has(call.service) ? 403 : 400},
    )
  }
  return gathered
}

/** GetSessionToken's credentials can not call IAM unless they were opened with MFA (STS API reference); the console's can. */
const isBareSession = ({service}: Call, caller: Caller): boolean =>
  service === 'iam' &&
  caller.type !== 'role' &&
  caller.accessKeyId.startsWith('ASIA') &&
  caller.mfa !== true &&
  !(caller.type === 'user' && caller.console === true)

/** All condition keys of a call: the caller's, the request's, and the operation's own. */
export const contextOf = (
  {region, service, now}: Call,
  {context, mfaAt}: Gathered,
  conditions: Permission['conditions'] = {},
): Readonly<Record<string, readonly string[]>> => ({
  ...context,
  ...(mfaAt === undefined ? {} : {'aws:MultiFactorAuthAge': [`${Math.floor((now - mfaAt) / 1000)}`]}),
  'aws:RequestedRegion': [GLOBAL_SERVICES.has(service) ? 'us-east-1' : region],
  'aws:CurrentTime': [new Date(now).toISOString()],
  'aws:EpochTime': [`${Math.floor(now / 1000)}`],
  'aws:SecureTransport': ['true'],
  'aws:PrincipalIsAWSService': ['false'],
  ...conditions,
})

function ownerOf(call: Call, {resource}: Permission): Readonly<Record<string, readonly string[]>> {
  const account = resourceAccountOf(resource, call)
  return account === undefined ? {} : {'aws:ResourceAccount': [account]}
}

/** AWS's first half of every refusal. */
export const refusal = ({arn}: Caller, {action, resource}: Permission): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${resource}`

/** The refusal as the service's protocol names it. */
export const accessDenied = ({service}: Call, message: string): ServiceError =>
  QUERY_SERVICES.has(service)
    ? new ServiceError('AccessDenied', message, {status: 403})
    : new ServiceError('AccessDeniedException', message, {status: FORBIDDING.has(service) ? 403 : 400})

/** Source: IAM User Guide, troubleshoot access denied error messages. */
function reason({decision, layer}: Decision, {action}: Permission): string {
  const name = NAMES[layer]
  if (decision === 'explicitDeny') return `with an explicit deny in ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
  return `because no ${name} allows the ${action} action`
}
