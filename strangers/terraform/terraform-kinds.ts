import {NEVER, type Exclusion, type Failure} from '../kinds/cells.js'

const SIGNING_IN = 'what a user does, and no thing that a configuration names'
const NO_WAY_TO_SET = 'the operation that its resource sets it by is not served'

/** What Terraform's AWS provider has no resource for, or reads and changes by other operations. */
export const EXCLUSIONS: readonly Exclusion[] = [
  ...NEVER,
  {service: 'iam', kind: 'login-profile', verbs: ['update'], why: 'the provider makes a new one for every change'},
  {
    service: 'iam',
    kind: 'policy-version',
    verbs: ['update'],
    why: 'a new version is the default from the start, and the provider never goes back to an older one',
  },
  {service: 'iam', kind: 'policy-simulation', why: 'its data source asks SimulatePrincipalPolicy, which is not served'},
  {service: 'iam', kind: 'account', why: 'the provider has no data source for it'},
  {
    service: 'iam',
    kind: 'other-credential',
    verbs: ['create', 'update', 'delete'],
    why: 'no configuration here has a key, a certificate or a password for CodeCommit',
  },
  {
    service: 'cognito-idp',
    kind: 'user-pool-tag',
    verbs: ['read'],
    why: 'the provider reads the tags that DescribeUserPool answers',
  },
  {service: 'cognito-idp', kind: 'log-delivery', why: 'the provider has its resource from 6.0 on'},
  {service: 'cognito-idp', kind: 'risk-configuration', why: NO_WAY_TO_SET},
  {service: 'cognito-idp', kind: 'ui-customization', why: NO_WAY_TO_SET},
  {service: 'cognito-idp', kind: 'app-client-secret', why: 'the provider has no resource for a second secret'},
  {service: 'cognito-idp', kind: 'managed-login-branding', why: 'the provider has its resource from 6.0 on'},
  {service: 'cognito-idp', kind: 'own-account', why: SIGNING_IN},
  {service: 'cognito-idp', kind: 'forgotten-password', why: SIGNING_IN},
  {service: 'cognito-idp', kind: 'software-token', why: SIGNING_IN},
  {service: 'cognito-idp', kind: 'sign-in', why: SIGNING_IN},
  {
    service: 'cognito-identity',
    kind: 'identity-pool-tag',
    verbs: ['read'],
    why: 'the provider reads the tags that DescribeIdentityPool answers',
  },
  {service: 'cognito-identity', kind: 'identity', why: SIGNING_IN},
  {
    service: 's3',
    kind: 'multipart-upload',
    why: 'the provider sends what is smaller than 5 MiB in one piece, and configurations hold no more',
  },
  {service: 'dynamodb', kind: 'kinesis-destination', why: NO_WAY_TO_SET},
  {service: 'lambda', kind: 'function', why: 'the sandbox runs the functions of awsup.yaml, and takes none'},
  {service: 'lambda', kind: 'function-permission', why: 'the sandbox of this configuration runs no function'},
  {service: 'amplify', kind: 'deployment', why: 'the provider has no resource for it'},
  {service: 'amplify', kind: 'hosting-tag', verbs: ['read'], why: 'the provider reads the tags that GetApp answers'},
  {service: 'account', kind: 'region', why: 'no configuration here has a region that is off by default'},
  {service: 'account', kind: 'account-name', why: 'the provider has no resource for it'},
  {service: 'freetier', kind: 'account-plan', why: 'the provider has no data source for it'},
  {service: 'sso', kind: 'portal', why: SIGNING_IN},
  {service: 'sso-oidc', kind: 'sign-in', why: SIGNING_IN},
]

/** By resource type of the provider: `service kind`, as the table of kinds has it. */
const KIND_OF: Readonly<Record<string, string>> = {
  aws_organizations_organization: 'organizations organization',
  aws_organizations_organizational_unit: 'organizations organizational-unit',
  aws_organizations_account: 'organizations account',
  aws_account_region: 'account region',
  aws_organizations_policy: 'organizations policy',
  aws_organizations_policy_attachment: 'organizations policy-attachment',
  aws_iam_account_alias: 'iam account-alias',
  aws_iam_account_password_policy: 'iam account-password-policy',
  aws_iam_user: 'iam user',
  aws_iam_user_policy: 'iam user-policy',
  aws_iam_user_policy_attachment: 'iam user-policy-attachment',
  aws_iam_access_key: 'iam access-key',
  aws_iam_user_login_profile: 'iam login-profile',
  aws_iam_virtual_mfa_device: 'iam mfa-device',
  aws_iam_group: 'iam group',
  aws_iam_user_group_membership: 'iam group-membership',
  aws_iam_group_membership: 'iam group-membership',
  aws_iam_group_policy: 'iam group-policy',
  aws_iam_group_policy_attachment: 'iam group-policy-attachment',
  aws_iam_openid_connect_provider: 'iam oidc-provider',
  aws_iam_policy: 'iam policy',
  aws_iam_role: 'iam role',
  aws_iam_role_policy: 'iam role-policy',
  aws_iam_role_policy_attachment: 'iam role-policy-attachment',
  aws_iam_service_linked_role: 'iam service-linked-role',
  aws_cognito_user_pool: 'cognito-idp user-pool',
  aws_cognito_user_pool_client: 'cognito-idp app-client',
  aws_cognito_user_pool_domain: 'cognito-idp domain',
  aws_cognito_identity_provider: 'cognito-idp identity-provider',
  aws_cognito_resource_server: 'cognito-idp resource-server',
  aws_cognito_user_group: 'cognito-idp group',
  aws_cognito_user_in_group: 'cognito-idp group-membership',
  aws_cognito_user: 'cognito-idp user',
  aws_cognito_identity_pool: 'cognito-identity identity-pool',
  aws_cognito_identity_pool_roles_attachment: 'cognito-identity identity-pool-roles',
  aws_cognito_identity_pool_provider_principal_tag: 'cognito-identity principal-tags',
  aws_amplify_app: 'amplify app',
  aws_amplify_branch: 'amplify branch',
  aws_amplify_domain_association: 'amplify domain-association',
  aws_dynamodb_table: 'dynamodb table',
  aws_dynamodb_table_item: 'dynamodb item',
  aws_s3_bucket: 's3 bucket',
  aws_s3_bucket_cors_configuration: 's3 bucket-cors',
  aws_s3_bucket_lifecycle_configuration: 's3 bucket-lifecycle',
  aws_s3_bucket_ownership_controls: 's3 ownership-controls',
  aws_s3_bucket_policy: 's3 bucket-policy',
  aws_s3_bucket_public_access_block: 's3 public-access-block',
  aws_s3_bucket_server_side_encryption_configuration: 's3 bucket-encryption',
  aws_s3_bucket_versioning: 's3 bucket-versioning',
  aws_s3_object: 's3 object',
  aws_ssm_parameter: 'ssm parameter',
  aws_secretsmanager_secret: 'secretsmanager secret',
  aws_secretsmanager_secret_version: 'secretsmanager secret',
  aws_identitystore_user: 'identitystore user',
  aws_identitystore_group: 'identitystore group',
  aws_identitystore_group_membership: 'identitystore group-membership',
  aws_ssoadmin_permission_set: 'sso-admin permission-set',
  aws_ssoadmin_permission_set_inline_policy: 'sso-admin inline-policy',
  aws_ssoadmin_managed_policy_attachment: 'sso-admin managed-policy',
  aws_ssoadmin_customer_managed_policy_attachment: 'sso-admin customer-policy',
  aws_ssoadmin_permissions_boundary_attachment: 'sso-admin boundary',
  aws_ssoadmin_account_assignment: 'sso-admin account-assignment',
}

/**
 * Which kinds Terraform complains about: resources that it would still change (`# aws_iam_role.this will be updated`) and
 * those that an error is about (`with aws_iam_role.this,`).
 */
export function failuresIn(said: string, when: string): readonly Failure[] {
  const types = new Set([...said.matchAll(/(?:# |with )(aws_\w+)\.\w+/g)].map(([, type = '']) => type))
  return [...types].map((type) => {
    const [service = '', kind = ''] = (KIND_OF[type] ?? '').split(' ')
    if (kind === '') throw new TypeError(`no kind is named for ${type}`)
    return {service, kind, why: `${when}: ${type} is not as Terraform wants it`}
  })
}
