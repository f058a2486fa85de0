import {present} from './checks.js'
import type {UserPoolOperations} from './operations.js'
import {matchesPassword, withPassword} from './passwords.js'
import {notAuthorized} from './sign-in.js'
import {requireTokenUser} from './token-user.js'
import {keepUser} from './user-access.js'
import {attributeList} from './user-view.js'

/** What signed-in users do to their own accounts, with an access token instead of a signature. */
export const ownAccount: UserPoolOperations = {
  GetUser: {
    run({AccessToken}, call) {
      const {user} = requireTokenUser(AccessToken, call)
      return {Username: user.username, UserAttributes: attributeList(user)}
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
}
