# The user jane.
resource "aws_ssoadmin_account_assignment" "developer_jane" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = aws_ssoadmin_permission_set.developer.arn
  principal_id       = "11111111-2222-3333-4444-555555555555"
  principal_type     = "USER"
  target_id          = "111122223333"
  target_type        = "AWS_ACCOUNT"
}
