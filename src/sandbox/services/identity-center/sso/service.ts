import * as sdk from '@aws-sdk/client-sso'
import model from '../../../../models/sso.json' with {type: 'json'}
import {mintSession} from '../../../auth/session.js'
import {ServiceError} from '../../../core/errors.js'
import {openModel} from '../../../core/model.js'
import {page} from '../../../core/pages.js'
import {type Call, defineService, type Operations} from '../../../core/service.js'
import {roles} from '../../iam/tables.js'
import {type User, users} from '../identitystore/tables.js'
import {accounts} from '../../organizations/tables.js'
import {assignmentsOf} from '../sso-admin/assignments/assignments.js'
import {secondsOf} from '../sso-admin/duration.js'
import {type Instance, instances, type PermissionSet, permissionSets, provisions} from '../sso-admin/tables.js'
import {tokens} from '../sso-oidc/tables.js'

interface SignedIn {
  readonly instance: Instance
  readonly user: User
}

/** Who holds a token. @throws ServiceError UnauthorizedException */
function requireSignedIn({accessToken = ''}: {readonly accessToken?: string | undefined}, {tx, now}: Call): SignedIn {
  const token = tokens.get(tx, [accessToken])
  const instance = token && instances.get(tx, [token.organizationId])
  const user = instance && users.get(tx, [instance.identityStoreId, token.userId])
  if (!user || token.sort !== 'access' || token.expiresAt <= now)
    throw new ServiceError('UnauthorizedException', 'Session token not found or invalid')
  return {instance, user}
}

/** Which permission sets a person has in which account, each once. */
function accessOf({instance, user}: SignedIn, {tx}: Call): readonly {accountId: string; set: PermissionSet}[] {
  const {instanceId} = instance
  const all = assignmentsOf(instance, {principalType: 'USER', principalId: user.id}, {tx})
  const keys = new Map(all.map((one) => [`${one.accountId}/${one.permissionSetId}`, one]))
  return [...keys.values()].flatMap(({accountId, permissionSetId}) => {
    const set = permissionSets.get(tx, [instanceId, permissionSetId])
    return set ? [{accountId, set}] : []
  })
}

interface Paging {
  readonly nextToken?: string | undefined
  readonly maxResults?: number | undefined
}

const pageOf = (names: readonly string[], {nextToken: token, maxResults: limit = 20}: Paging, call: Call) =>
  page([...new Set(names)], {key: (name) => name, token, limit, badToken: 'InvalidRequestException'}, call)

const operations: Operations<typeof sdk> = {
  ListAccounts: {
    run(input, call) {
      const access = accessOf(requireSignedIn(input, call), call)
      const {items, next} = pageOf(
        access.map(({accountId}) => accountId),
        input,
        call,
      )
      const accountList = items.map((accountId) => {
        const {name, email} = accounts.get(call.tx, [accountId]) ?? {}
        return {accountId, accountName: name, emailAddress: email}
      })
      return {accountList, nextToken: next}
    },
  },

  ListAccountRoles: {
    run({accountId, ...input}, call) {
      const access = accessOf(requireSignedIn(input, call), call)
      const names = access.filter((one) => one.accountId === accountId).map(({set}) => set.name)
      const {items, next} = pageOf(names, input, call)
      return {roleList: items.map((roleName) => ({roleName, accountId})), nextToken: next}
    },
  },

  GetRoleCredentials: {
    run({accountId = '', roleName = '', ...input}, call) {
      const {tx, now} = call
      const signedIn = requireSignedIn(input, call)
      const set = accessOf(signedIn, call).find((one) => one.accountId === accountId && one.set.name === roleName)?.set
      const provision = set && provisions.get(tx, [set.instanceId, accountId, set.permissionSetId])
      const role = provision && roles.get(tx, [accountId, provision.roleName.toLowerCase()])
      // In AWS's words (github.com/aws/aws-sam-cli/issues/2129); the model lists no such error.
      if (!role) throw new ServiceError('ForbiddenException', 'No access', {status: 403})
      const sessionName = signedIn.user.userName
      const minted = mintSession(
        {
          type: 'role',
          accountId,
          arn: `arn:aws:sts::${accountId}:assumed-role/${role.roleName}/${sessionName}`,
          userId: `${role.roleId}:${sessionName}`,
          // Also where the portal asked for a second factor, the session does not say so.
          mfa: undefined,
          roleName: role.roleName,
          roleId: role.roleId,
          sessionName,
          sessionPolicies: [],
          context: {},
          principalTags: {},
        },
        {tx, now, seconds: secondsOf(set.sessionDuration) ?? 3600},
      )
      roles.put(tx, [accountId, role.roleName.toLowerCase()], {...role, lastUsedAt: now})
      return {
        roleCredentials: {
          accessKeyId: minted.accessKeyId,
          secretAccessKey: minted.secretAccessKey,
          sessionToken: minted.sessionToken,
          // Milliseconds, where AWS has seconds elsewhere (API reference, RoleCredentials).
          expiration: minted.expiration.getTime(),
        },
      }
    },
  },

  Logout: {
    run({accessToken = ''}, call) {
      requireSignedIn({accessToken}, call)
      tokens.delete(call.tx, [accessToken])
      return {}
    },
  },
}

/** The access portal of IAM Identity Center, for programs: which accounts a person may enter, and keys for them. */
export const sso = defineService({
  name: 'sso',
  validationError: 'InvalidRequestException',
  protocol: 'rest-json',
  target: '2019-06-10',
  sdk,
  model: openModel(model),
  operations,
})
