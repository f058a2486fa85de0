# Entered by the role OrganizationAccountAccessRole. AWS does not answer that name: in Terraform it
# would be a change.
resource "aws_organizations_account" "dev" {
  name      = "acme-dev"
  email     = "aws+dev@acme.dev"
  parent_id = aws_organizations_organizational_unit.acme.id

  lifecycle {
    prevent_destroy = true
  }
}

# Not in Terraform, of old.account: account 444455556666, which awsup neither made nor manages: its
# owner keeps managing it.
