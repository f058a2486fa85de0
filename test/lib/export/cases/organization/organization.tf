resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
  aws_service_access_principals = ["cloudtrail.amazonaws.com", "sso.amazonaws.com"]

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_organizations_organizational_unit" "acme" {
  name      = "acme"
  parent_id = aws_organizations_organization.this.roots[0].id
  tags = {
    "awsup:address" = "unit"
    "awsup:project" = "acme"
  }
}
