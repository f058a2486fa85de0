resource "aws_cognito_resource_server" "api" {
  user_pool_id = aws_cognito_user_pool.this.id
  identifier   = "https://api.acme.dev"
  name         = "The API"

  scope {
    scope_name        = "read"
    scope_description = "Reads"
  }
}

resource "aws_cognito_user_pool_client" "web" {
  name                         = "web"
  user_pool_id                 = aws_cognito_user_pool.this.id
  generate_secret              = true
  allowed_oauth_scopes         = ["elsewhere/read", "${aws_cognito_resource_server.api.identifier}/read", "openid"]
  supported_identity_providers = ["COGNITO", aws_cognito_identity_provider.google.provider_name, "elsewhere"]
  access_token_validity        = 60

  token_validity_units {
    access_token = "minutes"
  }

  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 60
  }

  lifecycle {
    ignore_changes = [generate_secret]
  }
}
