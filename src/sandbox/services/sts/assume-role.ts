import type {AssumeRoleCommandInput, AssumeRoleResponse} from '@aws-sdk/client-sts'
import {contextOf, refusal, requireGathered} from '../../auth/authorize.js'
import type {Caller} from '../../auth/caller.js'
import {evaluate} from '../../auth/policy/evaluate.js'
import {parsePolicy} from '../../auth/policy/parse.js'
import type {Role} from '../iam/tables.js'
import {accounts} from '../organizations/tables.js'
import {requireRegionOn} from '../../core/regions.js'
import type {Call, Operation} from '../../core/service.js'
import {requireCaller} from './caller-identity.js'
import {proveMfa} from './mfa.js'
import {accessDenied} from './refusals.js'
import {findAssumableRole, openRoleSession, readSessionPolicies, requireDuration} from './role-session.js'
import {readSessionTags, requestedTags} from './session-tags.js'

/**
 * Both sides must agree: the role's trust policy and, unless it names the caller itself in its own account, the
 * caller's identity policies. Whatever is missing, the answer is the same: it tells nobody which roles exist.
 */
export const AssumeRole: Operation<AssumeRoleCommandInput, AssumeRoleResponse> = {
  action: undefined, // asked for below, together with the trust policy
  run(input, call) {
    const {RoleArn: roleArn = '', RoleSessionName: sessionName = '', DurationSeconds: seconds = 3600} = input
    const caller = requireCaller(call)
    if (caller.type === 'root') throw accessDenied('Roles may not be assumed by root accounts.')

    const role = findAssumableRole(call, roleArn)
    if (!role) throw accessDenied(refusal(caller, {action: 'sts:AssumeRole', resource: roleArn}))
    const mfa = proveMfa(caller, input, call)
    const denied = actionsOf(input).find((action) => !isTrusted(call, {caller, role, action, input, mfa}))
    if (denied !== undefined) throw accessDenied(refusal(caller, {action: denied, resource: roleArn}))
    requireRegionOn(call, role.accountId)
    // What comes from GetSessionToken is held to an hour too (github.com/99designs/aws-vault/issues/351).
    requireDuration(role, seconds, caller.accessKeyId.startsWith('ASIA'))

    const sessionPolicies = readSessionPolicies(call, role, input)
    const tags = readSessionTags(caller, input)
    const opened = openRoleSession(call, role, {sessionName, seconds, sessionPolicies, ...tags})
    const [source] = tags.context['aws:SourceIdentity'] ?? []
    return source === undefined ? opened : {...opened, SourceIdentity: source}
  },
}

const actionsOf = ({Tags = [], SourceIdentity}: AssumeRoleCommandInput): string[] => [
  'sts:AssumeRole',
  ...(Tags.length > 0 ? ['sts:TagSession'] : []),
  ...(SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
]

/** Source: IAM user guide, global condition keys: `aws:ResourceOrgID` is absent outside of an organization. */
const organizationOf = ({tx}: Call, accountId: string): readonly string[] => {
  const id = accounts.get(tx, [accountId])?.organizationId
  return id === undefined ? [] : [id]
}

interface Asked {
  readonly caller: Caller
  readonly role: Role
  readonly action: string
  readonly input: AssumeRoleCommandInput
  /** A code came with the request: the trust sees it, and the session does not carry it on. */
  readonly mfa: boolean
}

function isTrusted(call: Call, {caller, role, action, input, mfa}: Asked): boolean {
  const gathered = requireGathered(call, caller)
  const resource = {document: parsePolicy(role.trust, 'trust'), sameAccount: role.accountId === caller.accountId}
  const context = contextOf(call, gathered, {
    'aws:ResourceAccount': [role.accountId],
    'aws:ResourceOrgID': organizationOf(call, role.accountId),
    'sts:RoleSessionName': [input.RoleSessionName ?? ''],
    ...(mfa ? {'aws:MultiFactorAuthPresent': ['true']} : {}),
    ...(input.ExternalId === undefined ? {} : {'sts:ExternalId': [input.ExternalId]}),
    ...(input.SourceIdentity === undefined ? {} : {'sts:SourceIdentity': [input.SourceIdentity]}),
    'sts:TransitiveTagKeys': input.TransitiveTagKeys ?? [],
    ...requestedTags(input.Tags),
  })
  const request = {action, resource: input.RoleArn ?? '', context, principal: gathered.principal}
  return evaluate({...gathered.layers, resource}, request).decision === 'allowed'
}
