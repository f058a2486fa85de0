resource "aws_cognito_identity_pool" "this" {
  identity_pool_name               = "acme-dev"
  allow_unauthenticated_identities = false
  allow_classic_flow               = true
  supported_login_providers = {
    "graph.facebook.com" = "7346241598935552"
  }

  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.web.id
    provider_name           = aws_cognito_user_pool.this.endpoint
    server_side_token_check = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles = {
    authenticated = aws_iam_role.authenticated.arn
  }

  role_mapping {
    identity_provider         = "${aws_cognito_user_pool.this.endpoint}:${aws_cognito_user_pool_client.web.id}"
    type                      = "Rules"
    ambiguous_role_resolution = "Deny"

    mapping_rule {
      claim      = "custom:plan"
      match_type = "Equals"
      value      = "pro"
      role_arn   = aws_iam_role.authenticated.arn
    }
  }
}

resource "aws_cognito_identity_pool_provider_principal_tag" "this" {
  identity_pool_id       = aws_cognito_identity_pool.this.id
  identity_provider_name = aws_cognito_user_pool.this.endpoint
  principal_tags = {
    tenant = "custom:tenant"
  }
  use_defaults = false
}
