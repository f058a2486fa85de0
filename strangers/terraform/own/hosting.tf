# A site that Amplify hosts: its app, a branch, and a domain of its own. What is deployed to it, the provider has no
# resource for.

resource "aws_amplify_app" "site" {
  name = "site-${var.stage}"
}

resource "aws_amplify_branch" "dev" {
  app_id      = aws_amplify_app.site.id
  branch_name = "dev"
  stage       = local.first ? "DEVELOPMENT" : "BETA"
}

resource "aws_amplify_domain_association" "site" {
  app_id                = aws_amplify_app.site.id
  domain_name           = "strangers.acme.dev"
  wait_for_verification = false

  sub_domain {
    branch_name = aws_amplify_branch.dev.branch_name
    prefix      = local.first ? "" : "www"
  }
}
