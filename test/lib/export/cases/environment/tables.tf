resource "aws_dynamodb_table" "todos" {
  name                        = "todos"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "owner"
  range_key                   = "at"
  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"
  deletion_protection_enabled = true
  tags = {
    "awsup:address" = "dev.table.todos"
    "awsup:project" = "acme"
  }

  attribute {
    name = "at"
    type = "N"
  }

  attribute {
    name = "list"
    type = "S"
  }

  attribute {
    name = "owner"
    type = "S"
  }

  local_secondary_index {
    name               = "byList"
    range_key          = "list"
    projection_type    = "INCLUDE"
    non_key_attributes = ["done", "title"]
  }

  global_secondary_index {
    name            = "list"
    hash_key        = "list"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  lifecycle {
    prevent_destroy = true
  }
}
