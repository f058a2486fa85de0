resource "aws_cognito_identity_pool" "this" {
  provider                         = aws.untagged
  identity_pool_name               = "own"
  allow_classic_flow               = local.first
  allow_unauthenticated_identities = local.first
  developer_provider_name          = "login.acme.dev"
  supported_login_providers        = local.first ? { "accounts.google.com" = "acme.apps.googleusercontent.com" } : {}
  openid_connect_provider_arns     = local.first ? ["arn:aws:iam::${var.account_id}:oidc-provider/login.partner.example"] : []
  saml_provider_arns               = local.first ? ["arn:aws:iam::${var.account_id}:saml-provider/office"] : []

  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.plain.id
    provider_name           = aws_cognito_user_pool.this.endpoint
    server_side_token_check = local.first
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles            = local.first ? { authenticated = aws_iam_role.this.arn, unauthenticated = aws_iam_role.this.arn } : { authenticated = aws_iam_role.this.arn }

  dynamic "role_mapping" {
    for_each = local.first ? ["Rules"] : ["Token"]
    content {
      identity_provider         = "${aws_cognito_user_pool.this.endpoint}:${aws_cognito_user_pool_client.plain.id}"
      ambiguous_role_resolution = local.first ? "AuthenticatedRole" : "Deny"
      type                      = role_mapping.value
      dynamic "mapping_rule" {
        for_each = local.first ? ["blue"] : []
        content {
          claim      = "custom:team"
          match_type = "Equals"
          value      = mapping_rule.value
          role_arn   = aws_iam_role.this.arn
        }
      }
    }
  }
}

resource "aws_cognito_identity_pool_provider_principal_tag" "this" {
  identity_pool_id       = aws_cognito_identity_pool.this.id
  identity_provider_name = aws_cognito_user_pool.this.endpoint
  use_defaults           = local.first
  principal_tags         = local.first ? { client = "aud", username = "sub" } : { team = "custom:team" }
}

resource "aws_cognito_identity_pool" "tagged" {
  identity_pool_name = "tagged"
}

data "aws_cognito_identity_pool" "made" {
  identity_pool_name = aws_cognito_identity_pool.this.identity_pool_name
}
