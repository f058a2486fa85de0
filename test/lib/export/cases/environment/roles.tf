resource "aws_iam_role" "authenticated" {
  name                 = "acme-dev-authenticated"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Federated = "cognito-identity.amazonaws.com"
      }
      Action = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "cognito-identity.amazonaws.com:aud" = aws_cognito_identity_pool.this.id
        }
      }
    }]
  })
  tags = {
    "awsup:project" = "acme"
  }
}

resource "aws_iam_role_policy" "authenticated_access" {
  name = "access"
  role = aws_iam_role.authenticated.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::u/${aws_cognito_identity_pool.this.id}/$${aws:PrincipalTag/sub}/*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "authenticated_ReadOnlyAccess" {
  role       = aws_iam_role.authenticated.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["other", "sts.amazonaws.com"]
  tags = {
    "awsup:project" = "acme"
  }
}
