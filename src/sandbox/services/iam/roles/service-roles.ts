import type * as sdk from '@aws-sdk/client-iam'
import {uniqueId, uuid} from '../../../core/ids.js'
import type {Operations} from '../../../core/service.js'
import {
  addEntity,
  arnOf,
  findEntity,
  removeEntity,
  requireEntity,
  roleKind,
  SERVICE_ROLE_PATH,
  whole,
} from '../entity.js'
import {required} from '../input.js'
import {arnFor, newArn} from '../operation.js'
import {invalidInput, noSuchEntity} from '../refusals.js'
import {newRole} from '../shapes.js'
import {roleDeletions} from '../tables.js'
import {renamePrincipal} from './trust.js'

/** Names that AWS gave; another service's role is named after the first part of its domain. */
const NAMES: Readonly<Record<string, string>> = {
  'organizations.amazonaws.com': 'Organizations',
  'sso.amazonaws.com': 'SSO',
  'cognito-idp.amazonaws.com': 'AmazonCognitoIdp',
  'autoscaling.amazonaws.com': 'AutoScaling',
  'email.cognito-idp.amazonaws.com': 'AmazonCognitoIdpEmailService',
}

const roleNameFor = (service: string, suffix: string | undefined): string => {
  const label = service.split('.')[0] ?? service
  const name = NAMES[service] ?? label.charAt(0).toUpperCase() + label.slice(1)
  return `AWSServiceRoleFor${name}${suffix === undefined ? '' : `_${suffix}`}`
}

/** Roles that AWS services make for themselves. */
export const serviceRoleOperations: Operations<typeof sdk> = {
  CreateServiceLinkedRole: {
    resource: ({AWSServiceName: service = '', CustomSuffix: suffix}, call) =>
      newArn('role', `${SERVICE_ROLE_PATH}${service}/${roleNameFor(service, suffix)}`, call),
    conditions: ({AWSServiceName: service = ''}): Record<string, string[]> => ({'iam:AWSServiceName': [service]}),
    run: ({AWSServiceName, CustomSuffix, Description}, call) => {
      const service = required(AWSServiceName, 'AWSServiceName')
      if (!service.endsWith('.amazonaws.com')) throw invalidInput(`Service principal ${service} is not valid.`)
      const roleName = roleNameFor(service, CustomSuffix)
      if (findEntity(roleKind, roleName, whole(call)))
        throw invalidInput(
          `Service role name ${roleName} has been taken in this account, please try a different suffix.`,
        )
      const role = addEntity(
        roleKind,
        {
          accountId: call.accountId,
          path: `${SERVICE_ROLE_PATH}${service}/`,
          roleName,
          roleId: uniqueId('AROA'),
          trust: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{Effect: 'Allow', Principal: {Service: [service]}, Action: ['sts:AssumeRole']}],
          }),
          description: Description,
          maxSessionDuration: 3600,
          permissionsBoundary: undefined,
          createdAt: call.now,
          assumableAt: call.now,
          tags: {},
          inlinePolicies: {},
          attachedPolicies: [],
        },
        call,
      )
      return {Role: newRole(role)}
    },
  },

  // The service may still need it: here none does, so the task is done at once.
  DeleteServiceLinkedRole: {
    resource: ({RoleName = ''}, call) => arnFor(roleKind, RoleName, call),
    run: ({RoleName}, call) => {
      const role = requireEntity(roleKind, required(RoleName, 'RoleName'), call)
      if (!role.path.startsWith(SERVICE_ROLE_PATH))
        throw invalidInput(`Role ${role.roleName} is not a service-linked role.`)
      removeEntity(roleKind, role, call)
      renamePrincipal(arnOf(roleKind, role), role.roleId, call.tx)
      const taskId = `task${role.path}${role.roleName}/${uuid()}`
      roleDeletions.put(call.tx, [call.accountId, taskId], {accountId: call.accountId, taskId})
      return {DeletionTaskId: taskId}
    },
  },

  GetServiceLinkedRoleDeletionStatus: {
    run: ({DeletionTaskId: id = ''}, {tx, accountId}) => {
      if (!roleDeletions.get(tx, [accountId, id])) throw noSuchEntity(`Deletion task ${id} cannot be found.`)
      return {Status: 'SUCCEEDED'}
    },
  },
}
