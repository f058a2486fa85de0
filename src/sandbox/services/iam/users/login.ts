import type * as sdk from '@aws-sdk/client-iam'
import {ServiceError} from '../../../core/errors.js'
import {wholeOf} from '../../../core/lag.js'
import type {Call, Operations} from '../../../core/service.js'
import {requireEntity, userKind} from '../entity.js'
import {required, userMeant} from '../input.js'
import {operationsOn} from '../operation.js'
import {checkPassword, hashPassword, isPassword} from './passwords.js'
import {alreadyExists, noSuchEntity} from '../refusals.js'
import {type LoginProfile, loginProfiles, passwordPolicies, type User} from '../tables.js'

/** AWS remembers this many passwords at most. */
const REMEMBERED = 24

interface UserInput {
  UserName?: string | undefined
}

const {on} = operationsOn(userKind, ({UserName}: UserInput, call) => userMeant(UserName, call))

const keyOf = ({accountId, userName}: User) => [accountId, userName.toLowerCase()]

function requireProfile(user: User, {tx}: Call): LoginProfile {
  const found = loginProfiles.get(tx, keyOf(user))
  if (!found) throw noSuchEntity(`Login Profile for User ${user.userName} cannot be found.`)
  return found
}

/**
 * @throws ServiceError EntityTemporarilyUnmodifiableException for one that was made a moment ago (AWS's words, as
 *   Terraform's AWS provider has met them: internal/service/iam/user.go), NoSuchEntityException where there is none.
 */
function requireModifiableProfile(user: User, call: Call): LoginProfile {
  const isLate = loginProfiles.get(call.tx, keyOf(user)) === undefined
  const made = loginProfiles.get(wholeOf(call.tx), keyOf(user))
  if (isLate && made)
    throw new ServiceError(
      'EntityTemporarilyUnmodifiableException',
      `Login Profile for User ${user.userName} cannot be modified while login profile is being created.`,
    )
  return requireProfile(user, call)
}

const shape = ({userName, createdAt, passwordResetRequired}: LoginProfile) => ({
  UserName: userName,
  CreateDate: new Date(createdAt),
  PasswordResetRequired: passwordResetRequired,
})

/** @throws ServiceError PasswordPolicyViolationException for a password that is too weak or was used before. */
function withPassword(profile: LoginProfile, password: string, call: Call): LoginProfile {
  checkPassword(password, call)
  const {reusePrevention = 0} = passwordPolicies.get(call.tx, [call.accountId]) ?? {}
  const hashes = [profile.passwordHash, ...(profile.previousHashes ?? [])]
  if (hashes.slice(0, reusePrevention).some((hash) => isPassword(password, hash)))
    throw new ServiceError(
      'PasswordPolicyViolationException',
      'Policy constraint violation with password reuse prevention during password change.',
    )
  return {...profile, passwordHash: hashPassword(password), previousHashes: hashes.slice(0, REMEMBERED)}
}

/** Console passwords. */
export const loginOperations: Operations<typeof sdk> = {
  CreateLoginProfile: on((user, {Password, PasswordResetRequired = false}, call) => {
    const password = required(Password, 'Password')
    if (loginProfiles.get(wholeOf(call.tx), keyOf(user)))
      throw alreadyExists(`Login Profile for user ${user.userName} already exists.`)
    checkPassword(password, call)
    const profile: LoginProfile = {
      accountId: user.accountId,
      userName: user.userName,
      passwordHash: hashPassword(password),
      passwordResetRequired: PasswordResetRequired,
      createdAt: call.now,
    }
    loginProfiles.put(call.tx, keyOf(user), profile)
    return {LoginProfile: shape(profile)}
  }),

  GetLoginProfile: on((user, _input, call) => ({LoginProfile: shape(requireProfile(user, call))})),

  UpdateLoginProfile: on((user, {Password, PasswordResetRequired}, call) => {
    const profile = requireModifiableProfile(user, call)
    loginProfiles.put(call.tx, keyOf(user), {
      ...(Password === undefined ? profile : withPassword(profile, Password, call)),
      passwordResetRequired: PasswordResetRequired ?? profile.passwordResetRequired,
    })
    return {}
  }),

  DeleteLoginProfile: on((user, _input, call) => {
    requireModifiableProfile(user, call)
    loginProfiles.delete(call.tx, keyOf(user))
    return {}
  }),

  // Always the caller's own password, so its input names nobody.
  ChangePassword: {
    resource: (_input, {caller}) => (caller?.type === 'user' ? caller.arn : '*'),
    run: ({OldPassword, NewPassword}, call) => {
      if (call.caller?.type !== 'user')
        throw new ServiceError('InvalidUserTypeException', 'Only IAM Users can change their own password')
      const user = requireEntity(userKind, call.caller.userName, call)
      const profile = requireProfile(user, call)
      if (!isPassword(required(OldPassword, 'OldPassword'), profile.passwordHash))
        throw new ServiceError('AccessDenied', 'The old password was incorrect.', {status: 403})
      const changed = withPassword(profile, required(NewPassword, 'NewPassword'), call)
      loginProfiles.put(call.tx, keyOf(user), {...changed, passwordResetRequired: false})
      return {}
    },
  },
}
