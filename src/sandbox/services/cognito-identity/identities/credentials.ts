import type {IdentityPoolOperations} from '../operations.js'
import {requireIdentity} from './identities.js'
import {openIdentity, resolveIdentity} from './resolution.js'
import {readLogins} from './logins.js'
import {requireIdentityPool} from '../pools/access.js'
import {chooseRole} from '../pools/role-choice.js'
import {openSession} from './session.js'

/** The enhanced flow: who somebody is, then an hour's credentials. AWS leaves both calls unsigned. */
export const credentialOperations: IdentityPoolOperations = {
  GetId: {
    run({IdentityPoolId, Logins = {}}, call) {
      const pool = requireIdentityPool(IdentityPoolId, call)
      return {IdentityId: openIdentity(pool, readLogins(pool, Logins, call), call).id}
    },
  },
  GetCredentialsForIdentity: {
    run({IdentityId, Logins = {}, CustomRoleArn}, call) {
      const pool = requireIdentityPool(requireIdentity(IdentityId, call).poolId, call)
      const found = readLogins(pool, Logins, call)
      const identity = resolveIdentity({pool, id: IdentityId, found}, call)
      const role = chooseRole(pool, found, CustomRoleArn)
      return {IdentityId: identity.id, Credentials: openSession(role, {identity, found}, call)}
    },
  },
}
