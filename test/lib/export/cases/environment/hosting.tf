resource "aws_amplify_app" "this" {
  name           = "acme-dev"
  platform       = "WEB"
  custom_headers = "customHeaders:\n  - pattern: \"**\"\n    headers:\n      - key: Cache-Control\n        value: no-cache\n"
  tags = {
    "awsup:address" = "dev.hosting"
    "awsup:project" = "acme"
  }

  custom_rule {
    source = "/<*>"
    target = "/index.html"
    status = "404-200"
  }

  cache_config {
    type = "AMPLIFY_MANAGED_NO_COOKIES"
  }
}

# Not in Terraform, of dev.hosting-branch: what is deployed to it: Terraform has no resource for
# deployments. "awsup deploy" goes on deploying there.
resource "aws_amplify_branch" "this" {
  app_id                 = aws_amplify_app.this.id
  branch_name            = "dev"
  stage                  = "DEVELOPMENT"
  enable_auto_build      = false
  enable_basic_auth      = true
  basic_auth_credentials = var.site_basic_auth_credentials

  lifecycle {
    ignore_changes = [basic_auth_credentials]
  }
}

resource "aws_amplify_domain_association" "this" {
  app_id                = aws_amplify_app.this.id
  domain_name           = "app.acme.dev"
  wait_for_verification = false

  sub_domain {
    prefix      = ""
    branch_name = aws_amplify_branch.this.branch_name
  }
}
