data "aws_iam_policy_document" "read" {
  statement {
    sid       = var.stage
    actions   = ["iam:Get*", "cognito-idp:Describe*"]
    resources = ["*"]
  }
}

# The account.

resource "aws_iam_account_alias" "this" {
  account_alias = "acme-strangers-${var.stage}"
}

resource "aws_iam_openid_connect_provider" "github" {
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = local.first ? ["sts.amazonaws.com"] : ["sts.amazonaws.com", "acme"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
  tags            = { stage = var.stage }
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = local.first ? 12 : 16
  require_lowercase_characters   = true
  require_uppercase_characters   = local.first ? true : null
  require_numbers                = local.first ? true : null
  require_symbols                = local.first ? null : true
  allow_users_to_change_password = local.first
  max_password_age               = local.first ? 90 : null
  password_reuse_prevention      = local.first ? 5 : null
}

# Users.

resource "aws_iam_user" "this" {
  name                 = "deployer"
  path                 = "/${var.stage}/"
  permissions_boundary = local.first ? aws_iam_policy.this.arn : null
  force_destroy        = true
}

resource "aws_iam_user" "rotated" {
  name                 = "rotated"
  permissions_boundary = local.first ? null : aws_iam_policy.this.arn
}

resource "aws_iam_user_policy" "this" {
  name   = "inline"
  user   = aws_iam_user.this.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_user_policy_attachment" "this" {
  user       = aws_iam_user.this.name
  policy_arn = local.first ? aws_iam_policy.this.arn : "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_access_key" "this" {
  user   = aws_iam_user.this.name
  status = local.first ? "Active" : "Inactive"
}

resource "aws_iam_user_login_profile" "this" {
  user                    = aws_iam_user.this.name
  password_reset_required = true
  password_length         = local.first ? 20 : 24
}

resource "aws_iam_virtual_mfa_device" "this" {
  virtual_mfa_device_name = "deployer"
  path                    = "/robots/"
}

# Groups.

resource "aws_iam_group" "this" {
  name = "deployers-${var.stage}"
  path = "/${var.stage}/"
}

resource "aws_iam_user_group_membership" "this" {
  user   = aws_iam_user.this.name
  groups = [aws_iam_group.this.name]
}

# The other way round: all members of a group.
resource "aws_iam_group" "rotated" {
  name = "rotated"
}

resource "aws_iam_group_membership" "this" {
  name  = "rotated"
  group = aws_iam_group.rotated.name
  users = [aws_iam_user.rotated.name]
}

resource "aws_iam_group_policy" "this" {
  name   = "inline"
  group  = aws_iam_group.this.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_group_policy_attachment" "this" {
  group      = aws_iam_group.this.name
  policy_arn = aws_iam_policy.this.arn
}

# Policies: another document is a second version.

resource "aws_iam_policy" "this" {
  name        = "read"
  path        = "/apps/"
  description = "Reads what there is"
  policy      = data.aws_iam_policy_document.read.json
}

# Roles.

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.this.account_id]
    }
    # For the text messages of the user pool.
    principals {
      type        = "Service"
      identifiers = ["cognito-idp.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = local.first ? [] : ["42"]
      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "reader"
  path                 = "/apps/"
  description          = local.first ? "Reads" : null
  max_session_duration = local.first ? 7200 : 3600
  permissions_boundary = local.first ? aws_iam_policy.this.arn : null
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role" "bounded" {
  name                 = "bounded"
  permissions_boundary = local.first ? null : aws_iam_policy.this.arn
  assume_role_policy   = data.aws_iam_policy_document.trust.json
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

resource "aws_iam_service_linked_role" "this" {
  aws_service_name = "autoscaling.amazonaws.com"
  custom_suffix    = "acme"
  description      = "Made in the ${var.stage} stage"
}

# What Terraform reads of others'.

data "aws_iam_role" "made" {
  name = aws_iam_role.this.name
}

data "aws_iam_roles" "made" {
  path_prefix = "/apps/"
  depends_on  = [aws_iam_role.this]
}

data "aws_iam_user" "made" {
  user_name = aws_iam_user.this.name
}

data "aws_iam_users" "made" {
  path_prefix = aws_iam_user.this.path
}

data "aws_iam_group" "made" {
  group_name = aws_iam_user_group_membership.this.groups == null ? "" : aws_iam_group.this.name
}

data "aws_iam_policy" "made" {
  arn = aws_iam_policy.this.arn
}

data "aws_iam_access_keys" "made" {
  user = aws_iam_access_key.this.user
}

data "aws_iam_account_alias" "made" {
  depends_on = [aws_iam_account_alias.this]
}
