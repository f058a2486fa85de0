resource "aws_organizations_policy" "deny_root_user" {
  name = "acme-deny-root-user"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        StringLike = {
          "aws:PrincipalArn" = "arn:aws:iam::*:root"
        }
      }
    }
  })
}

resource "aws_organizations_policy_attachment" "deny_root_user_999988887777" {
  policy_id = aws_organizations_policy.deny_root_user.id
  target_id = "999988887777"
}

resource "aws_organizations_policy_attachment" "deny_root_user_ou_ab12_cdefgh12" {
  policy_id = aws_organizations_policy.deny_root_user.id
  target_id = aws_organizations_organizational_unit.acme.id
}
