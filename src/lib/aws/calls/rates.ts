/** A token bucket: `burst` calls at once, then `perSecond`. `name` is shared by the operations that share it. */
export interface Bucket {
  readonly name: string
  readonly perSecond: number
  readonly burst: number
}

/** [operations, calls per second, burst]. Per account: orgs_reference_limits, read 2026-11-22. */
const ORGANIZATIONS: readonly (readonly [operations: string, perSecond: number, burst: number])[] = [
  ['CreateAccount CreateGovCloudAccount', 0.1, 3],
  ['CloseAccount', 0.05, 1],
  ['DescribeCreateAccountStatus DescribePolicy', 2, 2],
  ['DescribeAccount', 20, 30],
  ['ListAccounts', 8, 12],
  ['CreateOrganization DeleteOrganization EnablePolicyType DisablePolicyType LeaveOrganization', 1, 1],
  ['CreateOrganizationalUnit DescribeOrganization ListRoots AcceptHandshake', 1, 2],
  ['EnableAWSServiceAccess DisableAWSServiceAccess', 1, 2],
  ['RegisterDelegatedAdministrator DeregisterDelegatedAdministrator', 1, 2],
  ['MoveAccount UpdateOrganizationalUnit DeleteOrganizationalUnit', 2, 3],
  ['CreatePolicy DeletePolicy AttachPolicy DetachPolicy UpdatePolicy', 2, 3],
  ['RemoveAccountFromOrganization', 2, 2],
  ['InviteAccountToOrganization', 3, 5],
  ['ListCreateAccountStatus ListParents ListAccountsForParent ListOrganizationalUnitsForParent', 5, 8],
  ['ListPolicies ListPoliciesForTarget ListTargetsForPolicy DescribeHandshake', 5, 8],
  ['ListChildren', 6, 10],
  ['ListTagsForResource', 10, 15],
  ['TagResource UntagResource', 4, 6],
]

/** [category, calls per second, operations]; all of a category share one bucket: cognito quotas, read 2026-11-22. */
const USER_POOLS: readonly (readonly [category: string, perSecond: number, operations: string])[] = [
  ['UserPoolRead', 15, 'DescribeUserPool ListUserPools'],
  ['UserPoolUpdate', 15, 'CreateUserPool UpdateUserPool DeleteUserPool'],
  ['UserPoolClientRead', 15, 'DescribeUserPoolClient ListUserPoolClients ListUserPoolClientSecrets'],
  [
    'UserPoolClientUpdate',
    15,
    'CreateUserPoolClient UpdateUserPoolClient DeleteUserPoolClient AddUserPoolClientSecret DeleteUserPoolClientSecret',
  ],
  [
    'UserPoolResourceRead',
    20,
    'GetGroup ListGroups GetUserPoolMfaConfig DescribeUserPoolDomain ListTagsForResource DescribeIdentityProvider ' +
      'ListIdentityProviders DescribeResourceServer ListResourceServers DescribeManagedLoginBrandingByClient',
  ],
  [
    'UserPoolResourceUpdate',
    15,
    'CreateGroup UpdateGroup DeleteGroup SetUserPoolMfaConfig CreateUserPoolDomain UpdateUserPoolDomain ' +
      'DeleteUserPoolDomain TagResource UntagResource AddCustomAttributes CreateIdentityProvider UpdateIdentityProvider ' +
      'DeleteIdentityProvider CreateResourceServer UpdateResourceServer DeleteResourceServer ' +
      'CreateManagedLoginBranding DeleteManagedLoginBranding',
  ],
  ['UserCreation', 50, 'AdminCreateUser'],
  ['UserRead', 120, 'AdminGetUser'],
  [
    'UserUpdate',
    25,
    'AdminAddUserToGroup AdminRemoveUserFromGroup AdminDeleteUser AdminUpdateUserAttributes AdminSetUserPassword',
  ],
  ['UserResourceRead', 50, 'AdminListGroupsForUser'],
  ['UserList', 30, 'ListUsers ListUsersInGroup'],
]

/** "Single operations of the resource and client categories: 5 a second per pool"; an account of ours has one pool. */
const PER_POOL = {perSecond: 5, burst: 5}

const IDENTITY_POOLS: Readonly<Record<string, number>> = {
  ListIdentities: 5,
  DeleteIdentities: 10,
  TagResource: 5,
  UntagResource: 5,
  GetId: 25,
}

/** Calls a second: Account Management quotas. */
const ACCOUNT: Readonly<Record<string, number>> = {EnableRegion: 1, GetRegionOptStatus: 5, ListRegions: 5}

/** The buckets that a call takes a token of each from, by `<service>:<operation>`; none is published for IAM's. */
export function makeRates(): ReadonlyMap<string, readonly Bucket[]> {
  const rates = new Map<string, readonly Bucket[]>()
  for (const [operations, perSecond, burst] of ORGANIZATIONS) {
    for (const name of operations.split(' ')) rates.set(`organizations:${name}`, [{name, perSecond, burst}])
  }
  for (const [category, perSecond, operations] of USER_POOLS) {
    const shared = {name: category, perSecond, burst: perSecond}
    for (const name of operations.split(' ')) {
      const own = /Resource|Client/.test(category) && category !== 'UserResourceRead' ? [{name, ...PER_POOL}] : []
      rates.set(`cognito-idp:${name}`, [shared, ...own])
    }
  }
  for (const [name, perSecond] of Object.entries(IDENTITY_POOLS)) {
    rates.set(`cognito-identity:${name}`, [{name, perSecond, burst: perSecond}])
  }
  for (const [name, perSecond] of Object.entries(ACCOUNT)) {
    rates.set(`account:${name}`, [{name, perSecond, burst: perSecond}])
  }
  return rates
}
