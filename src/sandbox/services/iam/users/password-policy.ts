import type * as sdk from '@aws-sdk/client-iam'
import type {Call, Operations} from '../../../core/service.js'
import {noSuchEntity} from '../refusals.js'
import {type PasswordPolicy, passwordPolicies} from '../tables.js'

function requirePolicy({tx, accountId}: Call): PasswordPolicy {
  const found = passwordPolicies.get(tx, [accountId])
  if (!found) throw noSuchEntity(`The Password Policy with domain name ${accountId} cannot be found.`)
  return found
}

/** The account's rules for passwords. */
export const passwordPolicyOperations: Operations<typeof sdk> = {
  GetAccountPasswordPolicy: {
    run: (_input, call) => {
      const policy = requirePolicy(call)
      return {
        PasswordPolicy: {
          MinimumPasswordLength: policy.minimumLength,
          RequireSymbols: policy.requireSymbols,
          RequireNumbers: policy.requireNumbers,
          RequireUppercaseCharacters: policy.requireUppercase,
          RequireLowercaseCharacters: policy.requireLowercase,
          AllowUsersToChangePassword: policy.allowUsersToChangePassword,
          ExpirePasswords: policy.maxAge !== undefined,
          MaxPasswordAge: policy.maxAge,
          PasswordReusePrevention: policy.reusePrevention,
          HardExpiry: policy.hardExpiry,
        },
      }
    },
  },

  // A full replace: what is left out goes back to its default (API reference, UpdateAccountPasswordPolicy).
  UpdateAccountPasswordPolicy: {
    run: (input, {tx, accountId}) => {
      passwordPolicies.put(tx, [accountId], {
        accountId,
        minimumLength: input.MinimumPasswordLength ?? 6,
        requireSymbols: input.RequireSymbols ?? false,
        requireNumbers: input.RequireNumbers ?? false,
        requireUppercase: input.RequireUppercaseCharacters ?? false,
        requireLowercase: input.RequireLowercaseCharacters ?? false,
        allowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
        maxAge: input.MaxPasswordAge,
        reusePrevention: input.PasswordReusePrevention,
        hardExpiry: input.HardExpiry,
      })
      return {}
    },
  },

  DeleteAccountPasswordPolicy: {
    run: (_input, call) => {
      requirePolicy(call)
      passwordPolicies.delete(call.tx, [call.accountId])
      return {}
    },
  },
}
