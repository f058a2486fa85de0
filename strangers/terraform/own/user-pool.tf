# A user pool with every setting that the provider knows and the sandbox serves; the second stage leaves most of them out.

resource "aws_cognito_user_pool" "this" {
  name                       = "own"
  alias_attributes           = ["email", "preferred_username"]
  auto_verified_attributes   = local.first ? ["email"] : ["email", "phone_number"]
  deletion_protection        = local.first ? "ACTIVE" : "INACTIVE"
  mfa_configuration          = local.first ? "ON" : "OPTIONAL"
  user_pool_tier             = local.first ? "PLUS" : "ESSENTIALS"
  sms_authentication_message = local.first ? "Code {####}" : null

  username_configuration {
    case_sensitive = true
  }

  password_policy {
    minimum_length                   = local.first ? 8 : 12
    password_history_size            = local.first ? 3 : null
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = !local.first
    require_uppercase                = true
    temporary_password_validity_days = local.first ? 3 : 5
  }

  sign_in_policy {
    allowed_first_auth_factors = local.first ? ["PASSWORD"] : ["PASSWORD", "WEB_AUTHN"]
  }

  web_authn_configuration {
    relying_party_id  = "auth.acme.dev"
    user_verification = local.first ? "required" : "preferred"
  }

  software_token_mfa_configuration {
    enabled = true
  }

  sms_configuration {
    external_id    = "acme-${var.stage}"
    sns_caller_arn = aws_iam_role.this.arn
    sns_region     = "eu-west-1"
  }

  dynamic "email_mfa_configuration" {
    for_each = local.first ? ["Your code"] : []
    content {
      message = "Your code is {####}"
      subject = email_mfa_configuration.value
    }
  }

  email_configuration {
    email_sending_account  = "DEVELOPER"
    from_email_address     = "Acme <hello@acme.dev>"
    source_arn             = "arn:aws:ses:eu-west-1:${var.account_id}:identity/acme.dev"
    reply_to_email_address = local.first ? "support@acme.dev" : null
    configuration_set      = local.first ? "acme" : null
  }

  admin_create_user_config {
    allow_admin_create_user_only = local.first
    dynamic "invite_message_template" {
      for_each = local.first ? ["Welcome"] : []
      content {
        email_subject = invite_message_template.value
        email_message = "You are {username}, and your first password is {####}."
        sms_message   = "{username}: {####}"
      }
    }
  }

  verification_message_template {
    default_email_option  = local.first ? "CONFIRM_WITH_LINK" : "CONFIRM_WITH_CODE"
    email_message         = "Code {####} of the ${var.stage} stage"
    email_subject         = "Your code"
    email_message_by_link = local.first ? "{##Here##}" : null
    email_subject_by_link = local.first ? "Your link" : null
    sms_message           = "Code {####}"
  }

  dynamic "device_configuration" {
    for_each = local.first ? [true] : []
    content {
      challenge_required_on_new_device      = device_configuration.value
      device_only_remembered_on_user_prompt = true
    }
  }

  dynamic "user_attribute_update_settings" {
    for_each = local.first ? ["email"] : []
    content {
      attributes_require_verification_before_update = [user_attribute_update_settings.value]
    }
  }

  dynamic "user_pool_add_ons" {
    for_each = local.first ? ["AUDIT"] : []
    content {
      advanced_security_mode = user_pool_add_ons.value
    }
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = local.first ? 1 : 2
    }
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = local.first ? 2 : 1
    }
  }

  dynamic "lambda_config" {
    for_each = local.first ? ["arn:aws:lambda:eu-west-1:${var.account_id}:function:sign-in"] : []
    content {
      pre_sign_up         = lambda_config.value
      post_authentication = lambda_config.value
      pre_token_generation_config {
        lambda_arn     = lambda_config.value
        lambda_version = "V2_0"
      }
    }
  }

  schema {
    name                = "email"
    attribute_data_type = "String"
    mutable             = true
    required            = true
    string_attribute_constraints {
      min_length = 3
      max_length = 200
    }
  }

  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      min_length = 1
      max_length = 20
    }
  }

  # An attribute that is added later.
  dynamic "schema" {
    for_each = local.first ? [] : ["level"]
    content {
      name                = schema.value
      attribute_data_type = "Number"
      mutable             = true
      number_attribute_constraints {
        min_value = 1
        max_value = 9
      }
    }
  }
}

# App clients.

resource "aws_cognito_user_pool_client" "this" {
  name                                          = "own-${var.stage}"
  user_pool_id                                  = aws_cognito_user_pool.this.id
  generate_secret                               = true
  explicit_auth_flows                           = local.first ? ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"] : ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  supported_identity_providers                  = local.first ? ["COGNITO", aws_cognito_identity_provider.google.provider_name] : ["COGNITO"]
  callback_urls                                 = ["https://${var.stage}.acme.dev/in", "http://localhost:5173"]
  logout_urls                                   = local.first ? ["https://acme.dev/out"] : []
  default_redirect_uri                          = "https://${var.stage}.acme.dev/in"
  allowed_oauth_flows                           = local.first ? ["code"] : ["code", "implicit"]
  allowed_oauth_flows_user_pool_client          = true
  allowed_oauth_scopes                          = local.first ? concat(["openid", "email"], aws_cognito_resource_server.this.scope_identifiers) : ["openid"]
  prevent_user_existence_errors                 = local.first ? "ENABLED" : "LEGACY"
  enable_token_revocation                       = !local.first
  enable_propagate_additional_user_context_data = local.first
  auth_session_validity                         = local.first ? 5 : 3
  access_token_validity                         = local.first ? 30 : 2
  id_token_validity                             = local.first ? 30 : 2
  refresh_token_validity                        = local.first ? 7 : 24
  read_attributes                               = local.first ? ["email", "custom:team"] : ["email"]
  write_attributes                              = local.first ? ["email", "custom:team"] : ["email"]

  token_validity_units {
    access_token  = local.first ? "minutes" : "hours"
    id_token      = local.first ? "minutes" : "hours"
    refresh_token = local.first ? "days" : "hours"
  }

  dynamic "refresh_token_rotation" {
    for_each = local.first ? ["ENABLED"] : []
    content {
      feature                    = refresh_token_rotation.value
      retry_grace_period_seconds = 30
    }
  }
}

# What AWS sets where nothing is said.
resource "aws_cognito_user_pool_client" "plain" {
  name         = "plain"
  user_pool_id = aws_cognito_user_pool.this.id
}

# Who else signs users in.

resource "aws_cognito_identity_provider" "google" {
  user_pool_id  = aws_cognito_user_pool.this.id
  provider_name = "Google"
  provider_type = "Google"
  provider_details = {
    authorize_scopes              = local.first ? "email" : "email profile"
    client_id                     = "acme.apps.googleusercontent.com"
    client_secret                 = var.stage
    attributes_url                = "https://people.googleapis.com/v1/people/me?personFields="
    attributes_url_add_attributes = "true"
    authorize_url                 = "https://accounts.google.com/o/oauth2/v2/auth"
    oidc_issuer                   = "https://accounts.google.com"
    token_request_method          = "POST"
    token_url                     = "https://www.googleapis.com/oauth2/v4/token"
  }
  attribute_mapping = local.first ? { email = "email", username = "sub" } : { email = "email", username = "sub", name = "name" }
}

resource "aws_cognito_identity_provider" "oidc" {
  user_pool_id    = aws_cognito_user_pool.this.id
  provider_name   = "partner"
  provider_type   = "OIDC"
  idp_identifiers = local.first ? ["partner.example"] : ["partner.example", "partner.test"]
  provider_details = {
    attributes_request_method     = "GET"
    attributes_url_add_attributes = "false"
    authorize_scopes              = "openid email"
    client_id                     = "acme"
    client_secret                 = "secret-${var.stage}"
    oidc_issuer                   = "https://login.partner.example"
  }
  attribute_mapping = { email = "email", username = "sub" }
}

resource "aws_cognito_identity_provider" "saml" {
  user_pool_id  = aws_cognito_user_pool.this.id
  provider_name = "office"
  provider_type = "SAML"
  provider_details = {
    MetadataURL = "https://login.office.example/${var.stage}.xml"
    IDPSignout  = local.first ? "true" : "false"
  }
  attribute_mapping = { email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" }

  # AWS reads these out of the metadata.
  lifecycle {
    ignore_changes = [provider_details["ActiveEncryptionCertificate"], provider_details["SLORedirectBindingURI"], provider_details["SSORedirectBindingURI"]]
  }
}

resource "aws_cognito_resource_server" "this" {
  identifier   = "https://api.acme.dev"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.this.id
  scope {
    scope_name        = "read"
    scope_description = "Reads, in the ${var.stage} stage"
  }
  dynamic "scope" {
    for_each = local.first ? [] : ["write"]
    content {
      scope_name        = scope.value
      scope_description = "Writes"
    }
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  domain                = "acme-strangers-own"
  user_pool_id          = aws_cognito_user_pool.this.id
  managed_login_version = local.first ? 1 : 2
}

resource "aws_cognito_user_pool_domain" "custom" {
  domain          = "auth.acme.dev"
  user_pool_id    = aws_cognito_user_pool.this.id
  certificate_arn = "arn:aws:acm:us-east-1:${var.account_id}:certificate/${local.first ? "11111111" : "22222222"}-1111-4111-8111-111111111111"
}

# Users and groups.

resource "aws_cognito_user_group" "this" {
  name         = "staff"
  description  = local.first ? "Who works here" : null
  precedence   = local.first ? 1 : 2
  user_pool_id = aws_cognito_user_pool.this.id
  role_arn     = aws_iam_role.this.arn
}

resource "aws_cognito_user" "this" {
  user_pool_id   = aws_cognito_user_pool.this.id
  username       = "carol"
  message_action = "SUPPRESS"
  password       = "Correct-horse-${var.stage}-1"
  enabled        = local.first
  attributes     = merge({ email = "carol@acme.dev", email_verified = "true" }, local.first ? { team = "blue" } : {})
}

resource "aws_cognito_user_in_group" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  group_name   = aws_cognito_user_group.this.name
  username     = aws_cognito_user.this.username
}

# What Terraform reads of others'.

data "aws_cognito_user_pool" "made" {
  user_pool_id = aws_cognito_user_pool.this.id
}

data "aws_cognito_user_pools" "made" {
  name = aws_cognito_user_pool.this.name
}

data "aws_cognito_user_pool_client" "made" {
  user_pool_id = aws_cognito_user_pool.this.id
  client_id    = aws_cognito_user_pool_client.this.id
}

data "aws_cognito_user_pool_clients" "made" {
  user_pool_id = aws_cognito_user_pool.this.id
  depends_on   = [aws_cognito_user_pool_client.this, aws_cognito_user_pool_client.plain]
}

data "aws_cognito_user_group" "made" {
  name         = aws_cognito_user_group.this.name
  user_pool_id = aws_cognito_user_pool.this.id
}

data "aws_cognito_user_groups" "made" {
  user_pool_id = aws_cognito_user_pool.this.id
  depends_on   = [aws_cognito_user_group.this]
}
