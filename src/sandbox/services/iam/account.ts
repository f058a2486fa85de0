import type * as sdk from '@aws-sdk/client-iam'
import type {Call, Operations} from '../../core/service.js'
import {groupKind, roleKind, userKind} from './entity.js'
import {pageOf, required} from './input.js'
import {keysOf} from './owned.js'
import {POLICIES_PER_ACCOUNT, MANAGED_QUOTA} from './policies/policies.js'
import {VERSIONS_PER_POLICY} from './policies/versions.js'
import {alreadyExists, noSuchEntity} from './refusals.js'
import {accountAliases, groups, mfaDevices, oidcProviders, policies, roles, users} from './tables.js'
import {TRUST_QUOTA} from './roles/trust.js'

const aliasesOf = ({tx, accountId}: Call): string[] =>
  accountAliases
    .list(tx)
    .filter((entry) => entry.accountId === accountId)
    .map(({alias}) => alias)

function countsOf(call: Call): Record<string, number> {
  const own = [call.accountId]
  const devices = mfaDevices.list(call.tx, own)
  const managed = policies.list(call.tx, own)
  return {
    Users: users.list(call.tx, own).length,
    Groups: groups.list(call.tx, own).length,
    Roles: roles.list(call.tx, own).length,
    Policies: managed.length,
    PolicyVersionsInUse: managed.reduce((sum, {versions}) => sum + versions.length, 0),
    Providers: oidcProviders.list(call.tx, own).length,
    MFADevices: devices.length,
    MFADevicesInUse: devices.filter(({userName}) => userName !== undefined).length,
    AccountAccessKeysPresent: keysOf(undefined, call).length > 0 ? 1 : 0,
  }
}

/** What the sandbox never has, and the quotas that it keeps. */
const CONSTANTS = {
  AccountMFAEnabled: 0,
  AccountPasswordPresent: 1,
  AccountSigningCertificatesPresent: 0,
  InstanceProfiles: 0,
  ServerCertificates: 0,
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  AssumeRolePolicySizeQuota: TRUST_QUOTA,
  GlobalEndpointTokenVersion: 1,
  GroupPolicySizeQuota: groupKind.inlineQuota,
  GroupsPerUserQuota: 10,
  GroupsQuota: groupKind.perAccount,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: POLICIES_PER_ACCOUNT,
  PolicySizeQuota: MANAGED_QUOTA,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: roleKind.inlineQuota,
  RolesQuota: roleKind.perAccount,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: userKind.inlineQuota,
  UsersQuota: userKind.perAccount,
  VersionsPerPolicyQuota: VERSIONS_PER_POLICY,
}

/** What concerns the account as a whole: alias and summary. */
export const accountOperations: Operations<typeof sdk> = {
  GetAccountSummary: {run: (_input, call) => ({SummaryMap: {...CONSTANTS, ...countsOf(call)}})},

  // An account has one alias: a new one takes the place of the old (API reference, CreateAccountAlias).
  CreateAccountAlias: {
    run: ({AccountAlias}, call) => {
      const alias = required(AccountAlias, 'AccountAlias')
      if (accountAliases.get(call.tx, [alias])) throw alreadyExists(`The account alias ${alias} already exists.`)
      for (const old of aliasesOf(call)) accountAliases.delete(call.tx, [old])
      accountAliases.put(call.tx, [alias], {accountId: call.accountId, alias})
      return {}
    },
  },

  ListAccountAliases: {
    run: (input, call) => {
      const {items, rest} = pageOf(aliasesOf(call), {...input, key: (alias) => alias}, call)
      return {AccountAliases: items, ...rest}
    },
  },

  DeleteAccountAlias: {
    run: ({AccountAlias}, call) => {
      const alias = required(AccountAlias, 'AccountAlias')
      if (accountAliases.get(call.tx, [alias])?.accountId !== call.accountId)
        throw noSuchEntity(`The account alias ${alias} cannot be found.`)
      accountAliases.delete(call.tx, [alias])
      return {}
    },
  },
}
