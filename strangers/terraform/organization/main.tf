# An organization that Terraform makes in an account that has none, with what belongs to it: made, changed (by `stage`)
# and destroyed, as far as AWS lets go of it: closed accounts are in an organization for ninety days, and so it stays.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "stage" {
  type = string
}

locals {
  first = var.stage == "first"
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = local.first ? { stage = var.stage, origin = "terraform" } : { stage = var.stage }
  }
}

resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  enabled_policy_types          = local.first ? ["SERVICE_CONTROL_POLICY", "TAG_POLICY"] : ["SERVICE_CONTROL_POLICY"]
  aws_service_access_principals = local.first ? ["cloudtrail.amazonaws.com", "sso.amazonaws.com"] : ["account.amazonaws.com", "sso.amazonaws.com"]
}

locals {
  root = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_organizational_unit" "work" {
  name      = "work-${var.stage}"
  parent_id = local.root
}

resource "aws_organizations_organizational_unit" "labs" {
  name      = "labs"
  parent_id = aws_organizations_organizational_unit.work.id
}

# Moved out of its unit: closed, it would keep that from being deleted for ninety days.
resource "aws_organizations_account" "this" {
  name              = "acme-labs"
  email             = "aws+labs@acme.dev"
  parent_id         = local.first ? aws_organizations_organizational_unit.labs.id : local.root
  role_name         = "Operators"
  close_on_deletion = true
  # AWS does not say which role an account was made with.
  lifecycle {
    ignore_changes = [role_name]
  }
}

resource "aws_organizations_policy" "scp" {
  name        = "no-iam-users-${var.stage}"
  description = local.first ? "Nobody has keys that last" : null
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateUser", Resource = "*", Sid = var.stage }]
  })
  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy" "tags" {
  name = "tags"
  type = "TAG_POLICY"
  content = jsonencode({
    tags = { team = { tag_key = { "@@assign" = "Team" } } }
  })
  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_policy_attachment" "this" {
  policy_id = aws_organizations_policy.scp.id
  target_id = local.first ? aws_organizations_organizational_unit.labs.id : aws_organizations_account.this.id
}

# What Terraform reads of others'.

data "aws_organizations_organizational_unit" "made" {
  name      = aws_organizations_organizational_unit.labs.name
  parent_id = aws_organizations_organizational_unit.work.id
}

data "aws_organizations_organizational_units" "made" {
  parent_id  = local.root
  depends_on = [aws_organizations_organizational_unit.work]
}

data "aws_organizations_organizational_unit_child_accounts" "made" {
  parent_id  = aws_organizations_account.this.parent_id
  depends_on = [aws_organizations_account.this]
}

data "aws_organizations_organizational_unit_descendant_accounts" "made" {
  parent_id  = local.root
  depends_on = [aws_organizations_account.this]
}

data "aws_organizations_policies" "made" {
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy.scp]
}

data "aws_organizations_policy" "made" {
  policy_id = aws_organizations_policy.scp.id
}

data "aws_organizations_policies_for_target" "made" {
  target_id  = aws_organizations_policy_attachment.this.target_id
  filter     = "SERVICE_CONTROL_POLICY"
  depends_on = [aws_organizations_policy_attachment.this]
}

data "aws_organizations_resource_tags" "made" {
  resource_id = aws_organizations_organizational_unit.labs.id
}

data "aws_organizations_delegated_administrators" "made" {
  depends_on = [aws_organizations_organization.this]
}
