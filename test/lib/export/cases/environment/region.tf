resource "aws_account_region" "this" {
  region_name = "eu-south-1"
  enabled     = true

  lifecycle {
    prevent_destroy = true
  }
}
