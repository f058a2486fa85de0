# Not in Terraform, of dev.user-pool: its setting LambdaConfig.InboundFederation: the AWS provider
# 5.100 has no argument for it, and leaves it as it is.
# Not in Terraform, of dev.user-pool: its setting WebAuthnConfiguration.FactorConfiguration: the AWS
# provider 5.100 has no argument for it, and leaves it as it is.
resource "aws_cognito_user_pool" "this" {
  name                     = "acme \"dev\""
  user_pool_tier           = "PLUS"
  deletion_protection      = "ACTIVE"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  sms_verification_message = "Your code: {####}"
  tags = {
    "awsup:project" = "acme"
  }

  password_policy {
    minimum_length                   = 12
    require_numbers                  = true
    temporary_password_validity_days = 7
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "WEB_AUTHN"]
  }

  username_configuration {
    case_sensitive = false
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = false
  }

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  user_pool_add_ons {
    advanced_security_mode = "AUDIT"

    advanced_security_additional_flows {
      custom_auth_mode = "ENFORCED"
    }
  }

  software_token_mfa_configuration {
    enabled = true
  }

  email_mfa_configuration {}

  web_authn_configuration {
    relying_party_id  = "acme.dev"
    user_verification = "preferred"
  }

  email_configuration {
    email_sending_account = "DEVELOPER"
    source_arn            = "arn:aws:ses:eu-west-1:111122223333:identity/acme.dev"
  }

  sms_configuration {
    sns_caller_arn = "arn:aws:iam::111122223333:role/sms"
    external_id    = ""
  }

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_message        = "Your code: {####}\n%%{100} of $${you}"
  }

  lambda_config {
    pre_token_generation = "arn:aws:lambda:eu-west-1:111122223333:function:claims"

    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:eu-west-1:111122223333:function:claims"
      lambda_version = "V2_0"
    }
  }

  schema {
    name                     = "email"
    attribute_data_type      = "String"
    developer_only_attribute = false
    mutable                  = true
    required                 = true

    string_attribute_constraints {
      min_length = "0"
      max_length = "2048"
    }
  }

  schema {
    name                     = "seats"
    attribute_data_type      = "Number"
    developer_only_attribute = false
    mutable                  = false
    required                 = false

    number_attribute_constraints {
      min_value = "1"
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

# Not in Terraform, of dev.branding.web: the style of the sign-in pages of app client
# 1example23456789: the AWS provider 5.100 has no resource for it. It stays as it is; "aws cognito-idp
# describe-managed-login-branding-by-client --user-pool-id eu-west-1_AbCdEfGhI --client-id
# 1example23456789" shows it.

resource "aws_cognito_user_pool_domain" "this" {
  domain                = "auth.acme.dev"
  user_pool_id          = aws_cognito_user_pool.this.id
  certificate_arn       = "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
  managed_login_version = 2
}

resource "aws_cognito_user_group" "admins" {
  name         = "admins"
  user_pool_id = aws_cognito_user_pool.this.id
  precedence   = 0
  role_arn     = aws_iam_role.authenticated.arn
}

resource "aws_cognito_user_group" "a_b" {
  name         = "a-b"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_group" "a_b_2" {
  name         = "a.b"
  user_pool_id = aws_cognito_user_pool.this.id
}
