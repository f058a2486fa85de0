# Where an application keeps what it knows.

resource "aws_dynamodb_table" "this" {
  name                        = "todos"
  billing_mode                = local.first ? "PROVISIONED" : "PAY_PER_REQUEST"
  read_capacity               = local.first ? 5 : null
  write_capacity              = local.first ? 5 : null
  deletion_protection_enabled = local.first
  hash_key                    = "owner"
  range_key                   = "id"

  attribute {
    name = "owner"
    type = "S"
  }

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "due"
    type = "N"
  }

  point_in_time_recovery {
    enabled = local.first
  }

  # AWS takes a second change of it only after an hour.
  ttl {
    attribute_name = "due"
    enabled        = true
  }

  local_secondary_index {
    name            = "by-due"
    range_key       = "due"
    projection_type = "ALL"
  }
}

resource "aws_dynamodb_table_item" "this" {
  table_name = aws_dynamodb_table.this.name
  hash_key   = aws_dynamodb_table.this.hash_key
  range_key  = aws_dynamodb_table.this.range_key
  item = jsonencode({
    owner = { S = "carol" }
    id    = { S = "1" }
    title = { S = "Learn Terraform, ${var.stage} stage" }
    due   = { N = local.first ? "1" : "2" }
    done  = { BOOL = !local.first }
  })
}

resource "aws_s3_bucket" "this" {
  bucket        = "acme-strangers-own"
  force_destroy = true
}

resource "aws_s3_object" "this" {
  bucket        = aws_s3_bucket.this.bucket
  key           = "hello/${var.stage} wörld.txt"
  content       = "Hello from the ${var.stage} stage"
  content_type  = "text/plain"
  cache_control = local.first ? "max-age=60" : null
  metadata      = local.first ? { team = "blue" } : {}
}

resource "aws_s3_object" "changed" {
  bucket       = aws_s3_bucket.this.bucket
  key          = "settings.json"
  content      = jsonencode({ stage = var.stage })
  content_type = "application/json"
}

resource "aws_s3_bucket" "untagged" {
  provider      = aws.untagged
  bucket        = "acme-strangers-untagged"
  force_destroy = true
  tags          = local.first ? { team = "blue" } : null
}

resource "aws_s3_object" "untagged" {
  provider = aws.untagged
  bucket   = aws_s3_bucket.untagged.bucket
  key      = "tags.txt"
  content  = "tags"
  tags     = local.first ? { team = "blue" } : null
}

resource "aws_s3_bucket_cors_configuration" "this" {
  bucket = aws_s3_bucket.this.bucket
  cors_rule {
    id              = local.first ? "web" : null
    allowed_methods = local.first ? ["GET", "PUT"] : ["GET"]
    allowed_origins = ["https://${var.stage}.acme.dev"]
    allowed_headers = local.first ? ["*"] : null
    expose_headers  = local.first ? ["ETag"] : null
    max_age_seconds = local.first ? 3000 : null
  }
}

resource "aws_s3_bucket" "settings" {
  bucket        = "acme-strangers-settings"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "settings" {
  bucket = aws_s3_bucket.settings.bucket
  versioning_configuration {
    status = local.first ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "settings" {
  bucket = aws_s3_bucket.settings.bucket
  rule {
    bucket_key_enabled = local.first
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "settings" {
  bucket                  = aws_s3_bucket.settings.bucket
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = local.first
}

resource "aws_s3_bucket_ownership_controls" "settings" {
  bucket = aws_s3_bucket.settings.bucket
  rule {
    object_ownership = local.first ? "BucketOwnerEnforced" : "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "settings" {
  bucket = aws_s3_bucket.settings.bucket
  rule {
    id     = "old"
    status = "Enabled"
    filter {
      prefix = "tmp/"
    }
    expiration {
      days = local.first ? 7 : 30
    }
  }
}

resource "aws_s3_bucket_policy" "settings" {
  bucket = aws_s3_bucket.settings.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = local.first ? "OnlyTls" : "Tls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.settings.arn, "${aws_s3_bucket.settings.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_ssm_parameter" "this" {
  name            = "/acme/stage"
  description     = local.first ? "Which stage it is" : "Which stage it was"
  type            = "String"
  value           = var.stage
  allowed_pattern = "^[a-z]+$"
}

resource "aws_ssm_parameter" "secret" {
  name  = "/acme/secret"
  type  = "SecureString"
  value = "shh-${var.stage}"
}

resource "aws_secretsmanager_secret" "this" {
  name                    = "acme/google"
  description             = local.first ? "The client secret of Google" : "Google's"
  recovery_window_in_days = 0
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ client_secret = var.stage })
}

# What Terraform reads of others'.

data "aws_dynamodb_table" "made" {
  name = aws_dynamodb_table.this.name
}

data "aws_dynamodb_table_item" "made" {
  table_name = aws_dynamodb_table_item.this.table_name
  key        = jsonencode({ owner = { S = "carol" }, id = { S = "1" } })
}

data "aws_s3_bucket" "made" {
  bucket = aws_s3_bucket.this.bucket
}

data "aws_s3_object" "made" {
  bucket = aws_s3_bucket.this.bucket
  key    = aws_s3_object.changed.key
}

data "aws_s3_objects" "made" {
  bucket     = aws_s3_bucket.this.bucket
  depends_on = [aws_s3_object.this, aws_s3_object.changed]
}

data "aws_ssm_parameter" "made" {
  name = aws_ssm_parameter.this.name
}

data "aws_secretsmanager_secret_version" "made" {
  secret_id  = aws_secretsmanager_secret.this.id
  depends_on = [aws_secretsmanager_secret_version.this]
}
