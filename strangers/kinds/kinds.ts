/** What is done with a thing; `use` is what is none of the four: signing in, taking a session, simulating. */
export const VERBS = ['create', 'read', 'update', 'delete', 'use'] as const

/** One of them. */
export type Verb = (typeof VERBS)[number]

/** A kind of thing that the sandbox serves, with the operations of each verb; a verb that is absent there is not. */
export interface Kind extends Readonly<Partial<Record<Verb, readonly string[]>>> {
  /** As in `iam:CreateUser`, and as the sandbox's own log of calls names it. */
  readonly service: string
  readonly kind: string
}

/** Operations by verb, parted by blanks. An operation stands once, with the kind that it is most about. */
type Table = Readonly<Record<string, Readonly<Partial<Record<Verb, string>>>>>

const organizations: Table = {
  organization: {
    create: 'CreateOrganization',
    read: 'DescribeOrganization ListRoots',
    delete: 'DeleteOrganization',
  },
  account: {
    create: 'CreateAccount',
    read: 'DescribeAccount ListAccounts ListAccountsForParent ListParents DescribeCreateAccountStatus ListCreateAccountStatus',
    update: 'MoveAccount',
    delete: 'CloseAccount RemoveAccountFromOrganization',
  },
  'organizational-unit': {
    create: 'CreateOrganizationalUnit',
    read: 'DescribeOrganizationalUnit ListOrganizationalUnitsForParent ListChildren',
    update: 'UpdateOrganizationalUnit',
    delete: 'DeleteOrganizationalUnit',
  },
  policy: {
    create: 'CreatePolicy',
    read: 'DescribePolicy ListPolicies',
    update: 'UpdatePolicy',
    delete: 'DeletePolicy',
  },
  'policy-attachment': {
    create: 'AttachPolicy',
    read: 'ListPoliciesForTarget ListTargetsForPolicy',
    delete: 'DetachPolicy',
  },
  'policy-type': {create: 'EnablePolicyType', delete: 'DisablePolicyType'},
  'service-access': {
    create: 'EnableAWSServiceAccess',
    read: 'ListAWSServiceAccessForOrganization',
    delete: 'DisableAWSServiceAccess',
  },
  'delegated-administrator': {read: 'ListDelegatedAdministrators'},
  tag: {create: 'TagResource', read: 'ListTagsForResource', delete: 'UntagResource'},
}

const sts: Table = {
  session: {use: 'AssumeRole AssumeRoleWithWebIdentity GetSessionToken'},
  caller: {read: 'GetCallerIdentity GetAccessKeyInfo'},
}

const iam: Table = {
  user: {
    create: 'CreateUser',
    read: 'GetUser ListUsers ListUserTags',
    update: 'UpdateUser TagUser UntagUser',
    delete: 'DeleteUser',
  },
  'user-policy': {create: 'PutUserPolicy', read: 'GetUserPolicy ListUserPolicies', delete: 'DeleteUserPolicy'},
  'user-policy-attachment': {create: 'AttachUserPolicy', read: 'ListAttachedUserPolicies', delete: 'DetachUserPolicy'},
  'user-boundary': {create: 'PutUserPermissionsBoundary', delete: 'DeleteUserPermissionsBoundary'},
  'login-profile': {
    create: 'CreateLoginProfile',
    read: 'GetLoginProfile',
    update: 'UpdateLoginProfile ChangePassword',
    delete: 'DeleteLoginProfile',
  },
  'access-key': {
    create: 'CreateAccessKey',
    read: 'ListAccessKeys GetAccessKeyLastUsed',
    update: 'UpdateAccessKey',
    delete: 'DeleteAccessKey',
  },
  'mfa-device': {
    create: 'CreateVirtualMFADevice EnableMFADevice',
    read: 'ListMFADevices ListVirtualMFADevices ListMFADeviceTags',
    update: 'ResyncMFADevice TagMFADevice UntagMFADevice',
    delete: 'DeactivateMFADevice DeleteVirtualMFADevice',
  },
  'other-credential': {
    create: 'UploadSSHPublicKey CreateServiceSpecificCredential UploadSigningCertificate',
    read: 'ListSSHPublicKeys ListServiceSpecificCredentials ListSigningCertificates',
    update: 'UpdateSSHPublicKey UpdateServiceSpecificCredential UpdateSigningCertificate',
    delete: 'DeleteSSHPublicKey DeleteServiceSpecificCredential DeleteSigningCertificate',
  },
  group: {create: 'CreateGroup', read: 'GetGroup ListGroups', update: 'UpdateGroup', delete: 'DeleteGroup'},
  'group-membership': {create: 'AddUserToGroup', read: 'ListGroupsForUser', delete: 'RemoveUserFromGroup'},
  'group-policy': {create: 'PutGroupPolicy', read: 'GetGroupPolicy ListGroupPolicies', delete: 'DeleteGroupPolicy'},
  'group-policy-attachment': {
    create: 'AttachGroupPolicy',
    read: 'ListAttachedGroupPolicies',
    delete: 'DetachGroupPolicy',
  },
  role: {
    create: 'CreateRole',
    read: 'GetRole ListRoles ListRoleTags ListInstanceProfilesForRole',
    update: 'UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy TagRole UntagRole',
    delete: 'DeleteRole',
  },
  'role-policy': {create: 'PutRolePolicy', read: 'GetRolePolicy ListRolePolicies', delete: 'DeleteRolePolicy'},
  'role-policy-attachment': {create: 'AttachRolePolicy', read: 'ListAttachedRolePolicies', delete: 'DetachRolePolicy'},
  'role-boundary': {create: 'PutRolePermissionsBoundary', delete: 'DeleteRolePermissionsBoundary'},
  'service-linked-role': {
    create: 'CreateServiceLinkedRole',
    delete: 'DeleteServiceLinkedRole GetServiceLinkedRoleDeletionStatus',
  },
  'oidc-provider': {
    create: 'CreateOpenIDConnectProvider',
    read: 'GetOpenIDConnectProvider ListOpenIDConnectProviders ListOpenIDConnectProviderTags',
    update:
      'AddClientIDToOpenIDConnectProvider RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint TagOpenIDConnectProvider UntagOpenIDConnectProvider',
    delete: 'DeleteOpenIDConnectProvider',
  },
  policy: {
    create: 'CreatePolicy',
    read: 'GetPolicy ListPolicies ListPolicyTags ListEntitiesForPolicy',
    update: 'TagPolicy UntagPolicy',
    delete: 'DeletePolicy',
  },
  'policy-version': {
    create: 'CreatePolicyVersion',
    read: 'GetPolicyVersion ListPolicyVersions',
    update: 'SetDefaultPolicyVersion',
    delete: 'DeletePolicyVersion',
  },
  'policy-simulation': {use: 'SimulateCustomPolicy'},
  account: {read: 'GetAccountSummary GetAccountAuthorizationDetails'},
  'account-alias': {create: 'CreateAccountAlias', read: 'ListAccountAliases', delete: 'DeleteAccountAlias'},
  'account-password-policy': {
    read: 'GetAccountPasswordPolicy',
    update: 'UpdateAccountPasswordPolicy',
    delete: 'DeleteAccountPasswordPolicy',
  },
}

const cognitoIdp: Table = {
  'user-pool': {
    create: 'CreateUserPool',
    read: 'DescribeUserPool ListUserPools',
    update: 'UpdateUserPool AddCustomAttributes',
    delete: 'DeleteUserPool',
  },
  'user-pool-mfa': {read: 'GetUserPoolMfaConfig', update: 'SetUserPoolMfaConfig'},
  'user-pool-tag': {create: 'TagResource', read: 'ListTagsForResource', delete: 'UntagResource'},
  'log-delivery': {read: 'GetLogDeliveryConfiguration'},
  'risk-configuration': {read: 'DescribeRiskConfiguration'},
  'ui-customization': {read: 'GetUICustomization'},
  'app-client': {
    create: 'CreateUserPoolClient',
    read: 'DescribeUserPoolClient ListUserPoolClients',
    update: 'UpdateUserPoolClient',
    delete: 'DeleteUserPoolClient',
  },
  'app-client-secret': {
    create: 'AddUserPoolClientSecret',
    read: 'ListUserPoolClientSecrets',
    delete: 'DeleteUserPoolClientSecret',
  },
  domain: {
    create: 'CreateUserPoolDomain',
    read: 'DescribeUserPoolDomain',
    update: 'UpdateUserPoolDomain',
    delete: 'DeleteUserPoolDomain',
  },
  'managed-login-branding': {
    create: 'CreateManagedLoginBranding',
    read: 'DescribeManagedLoginBranding DescribeManagedLoginBrandingByClient',
    update: 'UpdateManagedLoginBranding',
    delete: 'DeleteManagedLoginBranding',
  },
  'resource-server': {
    create: 'CreateResourceServer',
    read: 'DescribeResourceServer ListResourceServers',
    update: 'UpdateResourceServer',
    delete: 'DeleteResourceServer',
  },
  'identity-provider': {
    create: 'CreateIdentityProvider',
    read: 'DescribeIdentityProvider ListIdentityProviders',
    update: 'UpdateIdentityProvider',
    delete: 'DeleteIdentityProvider',
  },
  group: {create: 'CreateGroup', read: 'GetGroup ListGroups', update: 'UpdateGroup', delete: 'DeleteGroup'},
  'group-membership': {
    create: 'AdminAddUserToGroup',
    read: 'AdminListGroupsForUser ListUsersInGroup',
    delete: 'AdminRemoveUserFromGroup',
  },
  user: {
    create: 'AdminCreateUser',
    read: 'AdminGetUser ListUsers',
    update:
      'AdminUpdateUserAttributes AdminDeleteUserAttributes AdminDisableUser AdminEnableUser AdminSetUserPassword AdminResetUserPassword AdminSetUserMFAPreference',
    delete: 'AdminDeleteUser',
  },
  'own-account': {
    create: 'SignUp ConfirmSignUp ResendConfirmationCode AdminConfirmSignUp',
    read: 'GetUser GetUserAuthFactors',
    update:
      'UpdateUserAttributes DeleteUserAttributes GetUserAttributeVerificationCode VerifyUserAttribute ChangePassword SetUserMFAPreference',
    delete: 'DeleteUser',
  },
  'forgotten-password': {use: 'ForgotPassword ConfirmForgotPassword'},
  'software-token': {create: 'AssociateSoftwareToken VerifySoftwareToken'},
  'sign-in': {
    use: 'InitiateAuth RespondToAuthChallenge AdminInitiateAuth AdminRespondToAuthChallenge GetTokensFromRefreshToken',
    delete: 'RevokeToken GlobalSignOut AdminUserGlobalSignOut',
  },
}

const cognitoIdentity: Table = {
  'identity-pool': {
    create: 'CreateIdentityPool',
    read: 'DescribeIdentityPool ListIdentityPools',
    update: 'UpdateIdentityPool',
    delete: 'DeleteIdentityPool',
  },
  'identity-pool-tag': {create: 'TagResource', read: 'ListTagsForResource', delete: 'UntagResource'},
  'identity-pool-roles': {create: 'SetIdentityPoolRoles', read: 'GetIdentityPoolRoles'},
  'principal-tags': {create: 'SetPrincipalTagAttributeMap', read: 'GetPrincipalTagAttributeMap'},
  identity: {
    create: 'GetId',
    read: 'DescribeIdentity ListIdentities',
    delete: 'DeleteIdentities',
    use: 'GetCredentialsForIdentity GetOpenIdToken',
  },
}

const s3: Table = {
  bucket: {create: 'CreateBucket', read: 'HeadBucket ListBuckets', delete: 'DeleteBucket'},
  'bucket-setting': {
    read: 'GetBucketAccelerateConfiguration GetBucketAcl GetBucketLogging GetBucketNotificationConfiguration GetBucketRequestPayment',
  },
  'bucket-unset': {
    read: 'GetBucketPolicyStatus GetBucketReplication GetBucketWebsite GetObjectLockConfiguration',
  },
  'bucket-encryption': {update: 'PutBucketEncryption', read: 'GetBucketEncryption', delete: 'DeleteBucketEncryption'},
  'bucket-versioning': {read: 'GetBucketVersioning ListObjectVersions', update: 'PutBucketVersioning'},
  'bucket-policy': {create: 'PutBucketPolicy', read: 'GetBucketPolicy', delete: 'DeleteBucketPolicy'},
  'bucket-lifecycle': {
    create: 'PutBucketLifecycleConfiguration',
    read: 'GetBucketLifecycleConfiguration',
    delete: 'DeleteBucketLifecycle',
  },
  'public-access-block': {
    create: 'PutPublicAccessBlock',
    read: 'GetPublicAccessBlock',
    delete: 'DeletePublicAccessBlock',
  },
  'ownership-controls': {
    create: 'PutBucketOwnershipControls',
    read: 'GetBucketOwnershipControls',
    delete: 'DeleteBucketOwnershipControls',
  },
  'bucket-tag': {create: 'PutBucketTagging', read: 'GetBucketTagging', delete: 'DeleteBucketTagging'},
  'bucket-cors': {create: 'PutBucketCors', read: 'GetBucketCors', delete: 'DeleteBucketCors'},
  object: {
    create: 'PutObject CopyObject',
    read: 'GetObject HeadObject ListObjects ListObjectsV2',
    delete: 'DeleteObject DeleteObjects',
  },
  'object-tag': {create: 'PutObjectTagging', read: 'GetObjectTagging', delete: 'DeleteObjectTagging'},
  'multipart-upload': {
    create: 'CreateMultipartUpload UploadPart CompleteMultipartUpload',
    read: 'ListParts',
    delete: 'AbortMultipartUpload',
  },
}

const dynamodb: Table = {
  table: {
    create: 'CreateTable',
    read: 'DescribeTable ListTables',
    update: 'UpdateTable',
    delete: 'DeleteTable',
  },
  'table-tag': {create: 'TagResource', read: 'ListTagsOfResource', delete: 'UntagResource'},
  'kinesis-destination': {read: 'DescribeKinesisStreamingDestination'},
  'table-unset': {read: 'GetResourcePolicy'},
  'continuous-backups': {read: 'DescribeContinuousBackups', update: 'UpdateContinuousBackups'},
  'time-to-live': {read: 'DescribeTimeToLive', update: 'UpdateTimeToLive'},
  item: {
    create: 'PutItem BatchWriteItem TransactWriteItems',
    read: 'GetItem BatchGetItem TransactGetItems Query Scan',
    update: 'UpdateItem',
    delete: 'DeleteItem',
  },
}

const ssm: Table = {
  parameter: {create: 'PutParameter', read: 'GetParameter GetParameters DescribeParameters', delete: 'DeleteParameter'},
  'parameter-tag': {create: 'AddTagsToResource', read: 'ListTagsForResource', delete: 'RemoveTagsFromResource'},
}

const secretsManager: Table = {
  secret: {
    create: 'CreateSecret',
    read: 'GetSecretValue DescribeSecret ListSecrets GetResourcePolicy',
    update: 'PutSecretValue UpdateSecret UpdateSecretVersionStage RestoreSecret',
    delete: 'DeleteSecret',
  },
  'secret-tag': {create: 'TagResource', delete: 'UntagResource'},
}

const account: Table = {
  region: {create: 'EnableRegion', read: 'GetRegionOptStatus ListRegions', delete: 'DisableRegion'},
  'account-name': {read: 'GetAccountInformation', update: 'PutAccountName'},
}

const lambda: Table = {
  function: {read: 'GetFunction ListFunctions', use: 'Invoke'},
  'function-permission': {create: 'AddPermission', read: 'GetPolicy', delete: 'RemovePermission'},
}

const amplify: Table = {
  app: {create: 'CreateApp', read: 'GetApp ListApps', update: 'UpdateApp', delete: 'DeleteApp'},
  branch: {create: 'CreateBranch', read: 'GetBranch ListBranches', update: 'UpdateBranch', delete: 'DeleteBranch'},
  deployment: {create: 'CreateDeployment StartDeployment', read: 'GetJob ListJobs', delete: 'StopJob DeleteJob'},
  'domain-association': {
    create: 'CreateDomainAssociation',
    read: 'GetDomainAssociation ListDomainAssociations',
    update: 'UpdateDomainAssociation',
    delete: 'DeleteDomainAssociation',
  },
  'hosting-tag': {create: 'TagResource', read: 'ListTagsForResource', delete: 'UntagResource'},
}

const freetier: Table = {
  'account-plan': {read: 'GetAccountPlanState'},
}

const ssoAdmin: Table = {
  instance: {read: 'ListInstances DescribeInstance'},
  'permission-set': {
    create: 'CreatePermissionSet',
    read: 'DescribePermissionSet ListPermissionSets',
    update: 'UpdatePermissionSet',
    delete: 'DeletePermissionSet',
  },
  'permission-set-tag': {create: 'TagResource', read: 'ListTagsForResource', delete: 'UntagResource'},
  'inline-policy': {
    create: 'PutInlinePolicyToPermissionSet',
    read: 'GetInlinePolicyForPermissionSet',
    delete: 'DeleteInlinePolicyFromPermissionSet',
  },
  'managed-policy': {
    create: 'AttachManagedPolicyToPermissionSet',
    read: 'ListManagedPoliciesInPermissionSet',
    delete: 'DetachManagedPolicyFromPermissionSet',
  },
  'customer-policy': {
    create: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
    read: 'ListCustomerManagedPolicyReferencesInPermissionSet',
    delete: 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
  },
  boundary: {
    create: 'PutPermissionsBoundaryToPermissionSet',
    read: 'GetPermissionsBoundaryForPermissionSet',
    delete: 'DeletePermissionsBoundaryFromPermissionSet',
  },
  'account-assignment': {
    create: 'CreateAccountAssignment',
    read: 'ListAccountAssignments ListAccountAssignmentsForPrincipal DescribeAccountAssignmentCreationStatus DescribeAccountAssignmentDeletionStatus ListAccountAssignmentCreationStatus ListAccountAssignmentDeletionStatus',
    delete: 'DeleteAccountAssignment',
  },
  provisioning: {
    read: 'DescribePermissionSetProvisioningStatus ListPermissionSetProvisioningStatus ListAccountsForProvisionedPermissionSet ListPermissionSetsProvisionedToAccount',
    use: 'ProvisionPermissionSet',
  },
}

const identityStore: Table = {
  user: {
    create: 'CreateUser',
    read: 'DescribeUser GetUserId ListUsers',
    update: 'UpdateUser',
    delete: 'DeleteUser',
  },
  group: {
    create: 'CreateGroup',
    read: 'DescribeGroup GetGroupId ListGroups',
    update: 'UpdateGroup',
    delete: 'DeleteGroup',
  },
  'group-membership': {
    create: 'CreateGroupMembership',
    read: 'DescribeGroupMembership GetGroupMembershipId ListGroupMemberships ListGroupMembershipsForMember IsMemberInGroups',
    delete: 'DeleteGroupMembership',
  },
}

const sso: Table = {
  portal: {read: 'ListAccounts ListAccountRoles', use: 'GetRoleCredentials Logout'},
}

const ssoOidc: Table = {
  'sign-in': {use: 'RegisterClient StartDeviceAuthorization CreateToken'},
}

/** Every kind that the sandbox serves; all of its operations are named here, each once (a test says so). */
export const KINDS: readonly Kind[] = [
  ...kindsOf('organizations', organizations),
  ...kindsOf('sts', sts),
  ...kindsOf('iam', iam),
  ...kindsOf('cognito-idp', cognitoIdp),
  ...kindsOf('cognito-identity', cognitoIdentity),
  ...kindsOf('s3', s3),
  ...kindsOf('dynamodb', dynamodb),
  ...kindsOf('ssm', ssm),
  ...kindsOf('secretsmanager', secretsManager),
  ...kindsOf('account', account),
  ...kindsOf('freetier', freetier),
  ...kindsOf('sso-admin', ssoAdmin),
  ...kindsOf('identitystore', identityStore),
  ...kindsOf('sso', sso),
  ...kindsOf('sso-oidc', ssoOidc),
  ...kindsOf('lambda', lambda),
  ...kindsOf('amplify', amplify),
]

function kindsOf(service: string, table: Table): Kind[] {
  return Object.entries(table).map(([kind, verbs]) => ({
    service,
    kind,
    ...Object.fromEntries(Object.entries(verbs).map(([verb, operations]) => [verb, operations.split(' ')])),
  }))
}
