resource "aws_ssoadmin_permission_set" "developer" {
  instance_arn     = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  name             = "acme-dev-developer"
  description      = "What people may do"
  session_duration = "PT4H"
  tags = {
    "awsup:project" = "acme"
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "developer" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "iam:Get*"
      Resource = "*"
    }]
  })
}

resource "aws_ssoadmin_managed_policy_attachment" "developer_PowerUserAccess" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  managed_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_ssoadmin_customer_managed_policy_attachment" "developer_Logs" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn

  customer_managed_policy_reference {
    name = "Logs"
    path = "/own/"
  }
}

resource "aws_ssoadmin_permissions_boundary_attachment" "developer" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn

  permissions_boundary {
    customer_managed_policy_reference {
      name = "acme-dev-boundary"
      path = "/awsup/acme/"
    }
  }
}

# Not in Terraform, of people.identity-center: IAM Identity Center in eu-central-1, which only the
# console can switch on.
