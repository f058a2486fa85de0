# What a team keeps of Identity Center in Terraform: people, groups, a permission set and who has it where. Everything
# that can be changed is another in the second stage.

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

locals {
  first    = var.stage == "first"
  instance = tolist(data.aws_ssoadmin_instances.this.arns)[0]
  store    = tolist(data.aws_ssoadmin_instances.this.identity_store_ids)[0]
}

provider "aws" {
  region = "eu-west-1"
}

# The account in which a policy has to exist before a permission set refers to it.
provider "aws" {
  alias  = "member"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/OrganizationAccountAccessRole"
  }
}

data "aws_ssoadmin_instances" "this" {}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = var.stage
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "edge" {
  provider = aws.member
  name     = "edge"
  path     = "/strangers/"
  policy   = data.aws_iam_policy_document.read.json
}

resource "aws_identitystore_user" "this" {
  identity_store_id = local.store
  user_name         = "dora"
  display_name      = "Dora ${var.stage}"
  title             = local.first ? "Engineer" : null

  name {
    given_name  = "Dora"
    family_name = local.first ? "Doe" : "Roe"
  }

  emails {
    value   = "dora-${var.stage}@acme.dev"
    type    = "work"
    primary = true
  }
}

resource "aws_identitystore_group" "this" {
  identity_store_id = local.store
  display_name      = "strangers ${var.stage}"
  description       = "Of the ${var.stage} stage"
}

resource "aws_identitystore_group_membership" "this" {
  identity_store_id = local.store
  group_id          = aws_identitystore_group.this.group_id
  member_id         = aws_identitystore_user.this.user_id
}

resource "aws_ssoadmin_permission_set" "this" {
  instance_arn     = local.instance
  name             = "strangers"
  description      = "Of the ${var.stage} stage"
  session_duration = local.first ? "PT2H" : "PT4H"
  relay_state      = local.first ? "https://eu-west-1.console.aws.amazon.com/s3/home" : null
  tags             = local.first ? { stage = var.stage, origin = "terraform" } : { stage = var.stage }
}

resource "aws_ssoadmin_permission_set_inline_policy" "this" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn
  inline_policy      = data.aws_iam_policy_document.read.json
  depends_on         = [aws_ssoadmin_account_assignment.group]
}

resource "aws_ssoadmin_managed_policy_attachment" "this" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn
  managed_policy_arn = local.first ? "arn:aws:iam::aws:policy/ReadOnlyAccess" : "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "this" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn
  customer_managed_policy_reference {
    name = aws_iam_policy.edge.name
    path = aws_iam_policy.edge.path
  }
}

resource "aws_ssoadmin_permissions_boundary_attachment" "this" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn
  permissions_boundary {
    managed_policy_arn = local.first ? "arn:aws:iam::aws:policy/PowerUserAccess" : "arn:aws:iam::aws:policy/ReadOnlyAccess"
  }
}

resource "aws_ssoadmin_account_assignment" "group" {
  instance_arn       = local.instance
  permission_set_arn = aws_ssoadmin_permission_set.this.arn
  principal_type     = "GROUP"
  principal_id       = aws_identitystore_group.this.group_id
  target_type        = "AWS_ACCOUNT"
  target_id          = var.account_id
  depends_on         = [aws_ssoadmin_customer_managed_policy_attachment.this]
}

data "aws_identitystore_user" "made" {
  identity_store_id = local.store
  alternate_identifier {
    unique_attribute {
      attribute_path  = "UserName"
      attribute_value = aws_identitystore_user.this.user_name
    }
  }
}

data "aws_identitystore_group" "made" {
  identity_store_id = local.store
  alternate_identifier {
    unique_attribute {
      attribute_path  = "DisplayName"
      attribute_value = aws_identitystore_group.this.display_name
    }
  }
}
