# What a team keeps in Terraform beside awsup, in the account that awsup made: Terraform makes it, changes it (by `stage`)
# and destroys it.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "account_id" {
  type = string
}

variable "stage" {
  type = string
}

provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/OrganizationAccountAccessRole"
  }
  default_tags {
    tags = { stage = var.stage }
  }
}

provider "aws" {
  alias  = "management"
  region = "eu-west-1"
}

data "aws_caller_identity" "this" {}

data "aws_organizations_organization" "this" {
  provider = aws.management
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["iam:Get*", "cognito-idp:Describe*"]
    resources = ["*"]
  }
}

# IAM

resource "aws_iam_user" "this" {
  name          = "deployer"
  path          = "/${var.stage}/"
  force_destroy = true
}

resource "aws_iam_access_key" "this" {
  user = aws_iam_user.this.name
}

resource "aws_iam_group" "this" {
  name = "deployers-${var.stage}"
}

resource "aws_iam_user_group_membership" "this" {
  user   = aws_iam_user.this.name
  groups = [aws_iam_group.this.name]
}

resource "aws_iam_policy" "read" {
  name   = "read"
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_group_policy_attachment" "this" {
  group      = aws_iam_group.this.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role" "this" {
  name                 = "reader"
  description          = "Reads, for ${var.stage}"
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.read.arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = data.aws_caller_identity.this.account_id }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "inline"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# Cognito

resource "aws_cognito_user_pool" "this" {
  name                     = "own"
  alias_attributes         = ["email"]
  auto_verified_attributes = ["email"]

  password_policy {
    minimum_length                   = var.stage == "first" ? 8 : 12
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 3
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
}

resource "aws_cognito_user_pool_client" "this" {
  name            = "own-${var.stage}"
  user_pool_id    = aws_cognito_user_pool.this.id
  generate_secret = true
}

resource "aws_cognito_user_pool_domain" "this" {
  domain       = "acme-strangers-own"
  user_pool_id = aws_cognito_user_pool.this.id
}

resource "aws_cognito_user_group" "this" {
  name         = "staff"
  description  = var.stage
  user_pool_id = aws_cognito_user_pool.this.id
  role_arn     = aws_iam_role.this.arn
}

resource "aws_cognito_resource_server" "this" {
  identifier   = "https://api.acme.dev"
  name         = "api ${var.stage}"
  user_pool_id = aws_cognito_user_pool.this.id
  scope {
    scope_name        = "read"
    scope_description = "Reads"
  }
}

resource "aws_cognito_user" "this" {
  user_pool_id   = aws_cognito_user_pool.this.id
  username       = "carol"
  message_action = "SUPPRESS"
  attributes     = { email = "carol@acme.dev", email_verified = "true" }
}

resource "aws_cognito_user_in_group" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  group_name   = aws_cognito_user_group.this.name
  username     = aws_cognito_user.this.username
}

resource "aws_cognito_identity_pool" "this" {
  identity_pool_name = "own ${var.stage}"
  allow_classic_flow = true
  cognito_identity_providers {
    client_id     = aws_cognito_user_pool_client.this.id
    provider_name = aws_cognito_user_pool.this.endpoint
  }
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles            = { authenticated = aws_iam_role.this.arn }
}

# Organizations

resource "aws_organizations_organizational_unit" "this" {
  provider  = aws.management
  name      = "labs-${var.stage}"
  parent_id = data.aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_policy" "this" {
  provider = aws.management
  name     = "no-iam-users"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateUser", Resource = "*", Sid = var.stage }]
  })
}

resource "aws_organizations_policy_attachment" "this" {
  provider  = aws.management
  policy_id = aws_organizations_policy.this.id
  target_id = aws_organizations_organizational_unit.this.id
}
