# What the first "terraform apply" imports. Once it has, this file may go.

import {
  to = aws_cognito_user_pool.this
  id = "eu-west-1_AbCdEfGhI"
}

import {
  to = aws_cognito_resource_server.api
  id = "eu-west-1_AbCdEfGhI|https://api.acme.dev"
}

import {
  to = aws_cognito_identity_provider.google
  id = "eu-west-1_AbCdEfGhI:Google"
}

import {
  to = aws_cognito_identity_provider.corp
  id = "eu-west-1_AbCdEfGhI:corp"
}

import {
  to = aws_cognito_user_pool_client.web
  id = "eu-west-1_AbCdEfGhI/1example23456789"
}

import {
  to = aws_cognito_user_pool_domain.this
  id = "auth.acme.dev"
}

import {
  to = aws_cognito_identity_pool.this
  id = "eu-west-1:11111111-2222-3333-4444-555555555555"
}

import {
  to = aws_iam_role.authenticated
  id = "acme-dev-authenticated"
}

import {
  to = aws_iam_role_policy.authenticated_access
  id = "acme-dev-authenticated:access"
}

import {
  to = aws_iam_role_policy_attachment.authenticated_ReadOnlyAccess
  id = "acme-dev-authenticated/arn:aws:iam::aws:policy/ReadOnlyAccess"
}

import {
  to = aws_cognito_identity_pool_roles_attachment.this
  id = "eu-west-1:11111111-2222-3333-4444-555555555555"
}

import {
  to = aws_cognito_identity_pool_provider_principal_tag.this
  id = "eu-west-1:11111111-2222-3333-4444-555555555555:cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI"
}

import {
  to = aws_cognito_user_group.admins
  id = "eu-west-1_AbCdEfGhI/admins"
}

import {
  to = aws_cognito_user_group.a_b
  id = "eu-west-1_AbCdEfGhI/a-b"
}

import {
  to = aws_cognito_user_group.a_b_2
  id = "eu-west-1_AbCdEfGhI/a.b"
}

import {
  to = aws_iam_openid_connect_provider.github
  id = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
}

import {
  to = aws_ssoadmin_permission_set.developer
  id = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_ssoadmin_permission_set_inline_policy.developer
  id = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_ssoadmin_managed_policy_attachment.developer_PowerUserAccess
  id = "arn:aws:iam::aws:policy/PowerUserAccess,arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_ssoadmin_customer_managed_policy_attachment.developer_Logs
  id = "Logs,/own/,arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_ssoadmin_permissions_boundary_attachment.developer
  id = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_ssoadmin_account_assignment.developer_jane
  id = "11111111-2222-3333-4444-555555555555,USER,111122223333,AWS_ACCOUNT,arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef,arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

import {
  to = aws_iam_policy.self_service
  id = "arn:aws:iam::111122223333:policy/acme-dev-self-service"
}

import {
  to = aws_iam_group.developers
  id = "developers"
}

import {
  to = aws_iam_user.alice
  id = "alice"
}

import {
  to = aws_iam_user_group_membership.alice
  id = "alice/developers/others"
}

import {
  to = aws_iam_user_policy_attachment.alice_acme_dev_self_service
  id = "alice/arn:aws:iam::111122223333:policy/acme-dev-self-service"
}

import {
  to = aws_amplify_app.this
  id = "d1a2b3c4d5e6f7"
}

import {
  to = aws_amplify_branch.this
  id = "d1a2b3c4d5e6f7/dev"
}

import {
  to = aws_amplify_domain_association.this
  id = "d1a2b3c4d5e6f7/app.acme.dev"
}

import {
  to = aws_account_region.this
  id = "eu-south-1"
}

import {
  to = aws_dynamodb_table.todos
  id = "todos"
}

import {
  to = aws_s3_bucket.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_public_access_block.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_ownership_controls.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_server_side_encryption_configuration.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_versioning.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_policy.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_cors_configuration.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}

import {
  to = aws_s3_bucket_lifecycle_configuration.uploads
  id = "acme-dev-uploads-111122223333-eu-west-1-an"
}
