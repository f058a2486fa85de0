import {mintSession} from '../auth/session.js'
import {ServiceError} from '../core/errors.js'
import {uniqueId} from '../core/ids.js'
import {parsePolicy} from '../auth/policy/parse.js'
import {findApplied} from '../auth/policy/statement.js'
import {roles, type Role} from '../services/iam/tables.js'
import type {Transaction} from '../store/transaction.js'
import type {FunctionArn} from './arn.js'
import type {FunctionDefinition, FunctionKeys} from './definition.js'

const SERVICE = 'lambda.amazonaws.com'
/** Of the function's own account; made when it is first needed. */
const OWN = {path: '/service-role/', roleName: 'awsup-sandbox-functions'} as const
/** Everything but users, roles and the organization (AWS managed policies, PowerUserAccess). */
const MAY = 'arn:aws:iam::aws:policy/PowerUserAccess'
/** Seconds; Lambda changes the keys of a process before they end. */
const HOURS_12 = 12 * 3600

/** The role of a function: one that awsup.yaml names, which has to trust Lambda, or the sandbox's own. */
export const roleArnFor = (
  {accountId}: Pick<FunctionArn, 'accountId' | 'name'>,
  {role}: Pick<FunctionDefinition, 'role'>,
): string => `arn:aws:iam::${accountId}:role${role === undefined ? `${OWN.path}${OWN.roleName}` : `/${role}`}`

/**
 * Keys of a function's role, for a process of it.
 *
 * @throws ServiceError AccessDeniedException, in Lambda's words, where the role does not exist or does not trust Lambda.
 */
export function keysOfRole(
  {accountId, name}: FunctionArn,
  {role: named}: Pick<FunctionDefinition, 'role'>,
  {tx, now}: {readonly tx: Transaction; readonly now: number},
): FunctionKeys {
  const role = named === undefined ? openOwnRole(accountId, tx, now) : roles.get(tx, [accountId, named.toLowerCase()])
  if (!role || !trusts(role)) {
    throw new ServiceError('AccessDeniedException', 'The role defined for the function cannot be assumed by Lambda.', {
      status: 403,
    })
  }
  const {accessKeyId, secretAccessKey, sessionToken} = mintSession(
    {
      type: 'role',
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/${name}`,
      userId: `${role.roleId}:${name}`,
      mfa: undefined,
      roleName: role.roleName,
      roleId: role.roleId,
      sessionName: name,
      sessionPolicies: [],
      context: {},
      principalTags: {},
    },
    {tx, now, seconds: HOURS_12},
  )
  return {accessKeyId, secretAccessKey, sessionToken}
}

function trusts({trust}: Role): boolean {
  const document = parsePolicy(trust, 'trust')
  const request = {
    action: 'sts:AssumeRole',
    resource: '*',
    context: {},
    principal: {type: 'Service', name: SERVICE},
  } as const
  return findApplied(document, 'Allow', request).length > 0 && findApplied(document, 'Deny', request).length === 0
}

function openOwnRole(accountId: string, tx: Transaction, now: number): Role {
  const key = [accountId, OWN.roleName]
  const known = roles.get(tx, key)
  if (known) return known
  const role: Role = {
    ...OWN,
    accountId,
    roleId: uniqueId('AROA'),
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{Effect: 'Allow', Principal: {Service: SERVICE}, Action: 'sts:AssumeRole'}],
    }),
    description: 'What functions of awsup.yaml may do in the sandbox.',
    maxSessionDuration: 43_200,
    permissionsBoundary: undefined,
    createdAt: now,
    assumableAt: now,
    tags: {},
    inlinePolicies: {},
    attachedPolicies: [MAY],
  }
  roles.put(tx, key, role)
  return role
}
