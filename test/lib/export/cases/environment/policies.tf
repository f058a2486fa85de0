resource "aws_iam_policy" "self_service" {
  name        = "acme-dev-self-service"
  description = "Lets users look after themselves"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "iam:*"
      Resource = "arn:aws:iam::*:user/$${aws:username}"
    }]
  })
}
