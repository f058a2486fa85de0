/** What the operations call themselves, beside the rooms; test/lib/operations/permissions.test.ts holds it to the source. */
export const OWN_ACTIONS: readonly string[] = [
  'amplify:CreateDeployment',
  'amplify:GetApp',
  'amplify:GetBranch',
  'amplify:GetDomainAssociation',
  'amplify:GetJob',
  'amplify:ListJobs',
  'amplify:StartDeployment',
  'amplify:StopJob',
  'cognito-idp:AddUserPoolClientSecret',
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminGetUser',
  'cognito-idp:AdminSetUserPassword',
  'cognito-idp:DeleteUserPoolClientSecret',
  'cognito-idp:ListGroups',
  'cognito-idp:ListIdentityProviders',
  'cognito-idp:ListResourceServers',
  'cognito-idp:ListUserPoolClientSecrets',
  'cognito-idp:ListUsers',
  'cognito-identity:DeleteIdentities',
  'cognito-identity:ListIdentityPools',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:DeleteAccessKey',
  'iam:DeleteLoginProfile',
  'iam:DeleteVirtualMFADevice',
  'iam:DetachUserPolicy',
  'iam:GetAccessKeyLastUsed',
  'iam:GetGroupPolicy',
  'iam:GetLoginProfile',
  'iam:GetUserPolicy',
  'iam:ListAccessKeys',
  'iam:ListAttachedUserPolicies',
  'iam:ListMFADevices',
  'iam:ListRoles',
  'iam:UpdateAccessKey',
  'iam:UpdateLoginProfile',
  'organizations:DescribeAccount',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListAccountsForParent',
  'sts:GetCallerIdentity',
]

/** What `access test --aws` asks with the operator's own credentials. Neither action names a resource. */
export const TEST_ACTIONS: readonly string[] = ['access-analyzer:ValidatePolicy', 'iam:SimulateCustomPolicy']

/** What a project without an organization still asks of Organizations: whether an account is a member. */
export const MEMBER_ACTIONS: readonly string[] = ['organizations:DescribeAccount']

/** What `import organization` and `org show` read: an organization that awsup did not make. Nothing of it is changed. */
export const LOOK_ACTIONS: readonly string[] = [
  'organizations:DescribeOrganization',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
]
