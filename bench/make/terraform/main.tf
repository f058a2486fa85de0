# What `awsup org init` makes, but for its two guardrails, as Terraform's AWS provider makes it.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "dev"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${aws_organizations_account.dev.id}:role/OrganizationAccountAccessRole"
  }
}

provider "aws" {
  alias  = "prod"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::${aws_organizations_account.prod.id}:role/OrganizationAccountAccessRole"
  }
}

resource "aws_organizations_organization" "this" {
  feature_set = "ALL"
}

resource "aws_organizations_organizational_unit" "this" {
  name      = "acme"
  parent_id = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_account" "dev" {
  name      = "acme-dev"
  email     = "aws+dev@acme.dev"
  parent_id = aws_organizations_organizational_unit.this.id
}

resource "aws_organizations_account" "prod" {
  name      = "acme-prod"
  email     = "aws+prod@acme.dev"
  parent_id = aws_organizations_organizational_unit.this.id
}

module "dev" {
  source    = "./environment"
  name      = "dev"
  providers = { aws = aws.dev }
}

module "prod" {
  source    = "./environment"
  name      = "prod"
  providers = { aws = aws.prod }
}
