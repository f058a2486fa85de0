resource "aws_iam_group" "developers" {
  name = "developers"
  path = "/awsup/acme/"
}

resource "aws_iam_user" "alice" {
  name                 = "alice"
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_user_group_membership" "alice" {
  user   = aws_iam_user.alice.name
  groups = [aws_iam_group.developers.name, "others"]
}

resource "aws_iam_user_policy_attachment" "alice_acme_dev_self_service" {
  user       = aws_iam_user.alice.name
  policy_arn = aws_iam_policy.self_service.arn
}
