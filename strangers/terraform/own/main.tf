# What a team keeps in Terraform beside awsup, in the account that awsup made: Terraform makes it, changes it (by `stage`)
# and destroys it. Everything that can be changed is another in the second stage, and what AWS resets when it is left
# out is left out there.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "account_id" {
  type = string
}

variable "stage" {
  type = string
}

locals {
  first = var.stage == "first"
}

provider "aws" {
  region = "eu-west-1"
  # Buckets by path: the endpoint is a port of this machine.
  s3_use_path_style = true
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/OrganizationAccountAccessRole"
  }
  default_tags {
    tags = local.first ? { stage = var.stage, origin = "terraform" } : { stage = var.stage }
  }
}

# Without tags of its own. UpdateIdentityPool resets what is left out, and the provider leaves out the tags that it has
# set just before; and only what has no tags any more is untagged as a whole in S3.
provider "aws" {
  alias  = "untagged"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${var.account_id}:role/OrganizationAccountAccessRole"
  }
}

data "aws_caller_identity" "this" {}
