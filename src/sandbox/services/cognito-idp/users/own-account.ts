import type {UserPoolOperations} from '../operations.js'
import {present} from '../checks.js'
import {firstFactorsOf} from '../sign-in/choice.js'
import {matchesPassword, withPassword} from './passwords.js'
import {notAuthorized} from '../sign-in/sign-in.js'
import {endSessions} from '../sign-in/sessions.js'
import {requireTokenUser} from '../sign-in/token-user.js'
import {keepUser, removeUser} from './access.js'
import {factorView} from '../mfa/user-factors.js'
import {attributeList} from './view.js'

/** What signed-in users do to their own accounts, with an access token instead of a signature. */
export const ownAccount: UserPoolOperations = {
  GetUser: {
    run({AccessToken}, call) {
      const {user, client} = requireTokenUser(AccessToken, call)
      const UserAttributes = attributeList(user, client?.settings.ReadAttributes?.concat('sub'))
      return {Username: user.username, UserAttributes, ...factorView(user)}
    },
  },
  GetUserAuthFactors: {
    run({AccessToken}, call) {
      const {pool, client, user} = requireTokenUser(AccessToken, call)
      const ConfiguredUserAuthFactors = client ? firstFactorsOf({pool, client}, user) : []
      return {Username: user.username, ConfiguredUserAuthFactors, ...factorView(user)}
    },
  },
  ChangePassword: {
    run({AccessToken, PreviousPassword, ProposedPassword}, call) {
      const {pool, user} = requireTokenUser(AccessToken, call)
      if (user.passwordHash !== undefined && !matchesPassword(PreviousPassword ?? '', user.passwordHash)) {
        throw notAuthorized('Incorrect username or password.')
      }
      const changed = withPassword(user, present(ProposedPassword, 'ProposedPassword'), pool)
      keepUser({...changed, modifiedAt: call.now}, pool, call.tx)
      return {}
    },
  },
  DeleteUser: {
    run({AccessToken}, call) {
      const {pool, user} = requireTokenUser(AccessToken, call)
      endSessions(user, call)
      removeUser(user, pool, call.tx)
      return {}
    },
  },
}
