# What `awsup org init` and `awsup user create alice --env dev` make, in Terraform's words. A plan over it may import and
# nothing else: an argument here that the sandbox answers otherwise would be a change.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "organization_id" {
  type = string
}

variable "unit_id" {
  type = string
}

variable "guardrail_id" {
  type = string
}

variable "account_id" {
  type = string
}

variable "user_pool_id" {
  type = string
}

variable "user_pool_client_id" {
  type = string
}

variable "identity_pool_id" {
  type = string
}

locals {
  tags     = { "awsup:project" = "acme" }
  dev_tags = merge(local.tags, { "awsup:environment" = "dev" })
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "dev"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/OrganizationAccountAccessRole"
  }
}

# The management account.

import {
  to = aws_organizations_organization.this
  id = var.organization_id
}

resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
  aws_service_access_principals = ["sso.amazonaws.com"]
}

import {
  to = aws_organizations_organizational_unit.acme
  id = var.unit_id
}

resource "aws_organizations_organizational_unit" "acme" {
  name      = "acme"
  parent_id = aws_organizations_organization.this.roots[0].id
  tags      = merge(local.tags, { "awsup:address" = "unit" })
}

import {
  to = aws_organizations_account.dev
  id = var.account_id
}

resource "aws_organizations_account" "dev" {
  name      = "acme-dev"
  email     = "aws+dev@acme.dev"
  parent_id = aws_organizations_organizational_unit.acme.id
  tags      = merge(local.dev_tags, { "awsup:address" = "dev.account" })
}

import {
  to = aws_organizations_policy.guardrail
  id = var.guardrail_id
}

resource "aws_organizations_policy" "guardrail" {
  name        = "acme-deny-root-user"
  description = "Root users of member accounts can do nothing; central root sessions still can."
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DenyRootUser"
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }
        Null    = { "aws:AssumedRoot" = "true" }
      }
    }]
  })
  tags = merge(local.tags, { "awsup:address" = "guardrail.deny-root-user" })
}

# The environment's account.

import {
  provider = aws.dev
  to       = aws_cognito_user_pool.this
  id       = var.user_pool_id
}

resource "aws_cognito_user_pool" "this" {
  provider                 = aws.dev
  name                     = "acme-dev"
  deletion_protection      = "ACTIVE"
  mfa_configuration        = "OPTIONAL"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  tags                     = merge(local.dev_tags, { "awsup:address" = "dev.user-pool" })

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 2
    }
  }

  software_token_mfa_configuration {
    enabled = true
  }

  username_configuration {
    case_sensitive = false
  }
}

import {
  provider = aws.dev
  to       = aws_cognito_user_pool_client.web
  id       = "${var.user_pool_id}/${var.user_pool_client_id}"
}

resource "aws_cognito_user_pool_client" "web" {
  provider                             = aws.dev
  name                                 = "web"
  user_pool_id                         = aws_cognito_user_pool.this.id
  explicit_auth_flows                  = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  supported_identity_providers         = ["COGNITO"]
  callback_urls                        = ["http://localhost:5173"]
  logout_urls                          = ["http://localhost:5173"]
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_scopes                 = ["openid", "email", "profile"]
  prevent_user_existence_errors        = "ENABLED"
  refresh_token_validity               = 30
  access_token_validity                = 60
  id_token_validity                    = 60

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}

import {
  provider = aws.dev
  to       = aws_cognito_identity_pool.this
  id       = var.identity_pool_id
}

resource "aws_cognito_identity_pool" "this" {
  provider                         = aws.dev
  identity_pool_name               = "acme-dev"
  allow_unauthenticated_identities = false
  tags                             = merge(local.dev_tags, { "awsup:address" = "dev.identity-pool" })

  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.web.id
    provider_name           = aws_cognito_user_pool.this.endpoint
    server_side_token_check = true
  }
}

import {
  provider = aws.dev
  to       = aws_cognito_identity_pool_roles_attachment.this
  id       = var.identity_pool_id
}

resource "aws_cognito_identity_pool_roles_attachment" "this" {
  provider         = aws.dev
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles            = { authenticated = aws_iam_role.authenticated.arn }
}

import {
  provider = aws.dev
  to       = aws_iam_role.authenticated
  id       = "acme-dev-authenticated"
}

resource "aws_iam_role" "authenticated" {
  provider    = aws.dev
  name        = "acme-dev-authenticated"
  description = "What users who signed in may reach"
  tags        = merge(local.dev_tags, { "awsup:address" = "dev.role.authenticated" })
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "cognito-identity.amazonaws.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals             = { "cognito-identity.amazonaws.com:aud" = aws_cognito_identity_pool.this.id }
        "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
      }
    }]
  })
}

import {
  provider = aws.dev
  to       = aws_iam_user.alice
  id       = "alice"
}

resource "aws_iam_user" "alice" {
  provider = aws.dev
  name     = "alice"
  tags     = merge(local.dev_tags, { "awsup:address" = "dev.user.alice" })
}

import {
  provider = aws.dev
  to       = aws_iam_group.developers
  id       = "developers"
}

resource "aws_iam_group" "developers" {
  provider = aws.dev
  name     = "developers"
  path     = "/awsup/acme/"
}
