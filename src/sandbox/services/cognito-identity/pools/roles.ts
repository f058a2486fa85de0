import type {RoleMapping} from '@aws-sdk/client-cognito-identity'
import {authorize} from '../../../auth/authorize.js'
import {invalid} from '../../cognito-idp/checks.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {IdentityPoolOperations} from '../operations.js'
import {keepPool, onPool, requireIdentityPool} from './access.js'

const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/
const MAX_RULES = 25

/** Well-formed, in this account, and the caller may pass it on. AWS does not look whether the role exists. */
function checkRole(arn: string, call: Call): void {
  const accountId = ROLE_ARN.exec(arn)?.[1]
  if (accountId === undefined) throw invalid(`${arn} is not a valid role ARN.`)
  if (accountId !== call.accountId) {
    throw new ServiceError('AccessDeniedException', 'Cross-account pass role is not allowed.', {status: 400})
  }
  authorize(call, {
    action: 'iam:PassRole',
    resource: arn,
    conditions: {'iam:PassedToService': ['cognito-identity.amazonaws.com']},
  })
}

function checkMapping(provider: string, mapping: RoleMapping, call: Call): void {
  if (!mapping.AmbiguousRoleResolution) {
    throw invalid(`AmbiguousRoleResolution is required for the role mapping of ${provider}.`)
  }
  if (mapping.Type !== 'Rules') return
  const rules = mapping.RulesConfiguration?.Rules ?? []
  if (rules.length === 0 || rules.length > MAX_RULES) {
    throw invalid(`The role mapping of ${provider} must have 1 to ${MAX_RULES} rules.`)
  }
  for (const {RoleARN = ''} of rules) checkRole(RoleARN, call)
}

/** Which roles identities get. SetIdentityPoolRoles replaces both roles and mappings as a whole. */
export const roleOperations: IdentityPoolOperations = {
  SetIdentityPoolRoles: {
    resource: onPool,
    run({IdentityPoolId, Roles = {}, RoleMappings = {}}, call) {
      const pool = requireIdentityPool(IdentityPoolId, call)
      for (const [type, arn] of Object.entries(Roles)) {
        if (type !== 'authenticated' && type !== 'unauthenticated') {
          throw invalid(`${type} is not a role type: authenticated or unauthenticated.`)
        }
        checkRole(arn, call)
      }
      for (const [provider, mapping] of Object.entries(RoleMappings)) checkMapping(provider, mapping, call)
      keepPool({...pool, roles: Roles, roleMappings: RoleMappings}, call)
      return {}
    },
  },
  GetIdentityPoolRoles: {
    resource: onPool,
    run({IdentityPoolId}, call) {
      const {id, roles, roleMappings} = requireIdentityPool(IdentityPoolId, call)
      return {
        IdentityPoolId: id,
        Roles: roles,
        ...(Object.keys(roleMappings).length > 0 && {RoleMappings: roleMappings}),
      }
    },
  },
}
