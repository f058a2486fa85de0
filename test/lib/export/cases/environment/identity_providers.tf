resource "aws_cognito_identity_provider" "google" {
  user_pool_id  = aws_cognito_user_pool.this.id
  provider_name = "Google"
  provider_type = "Google"
  provider_details = {
    authorize_scopes = "openid"
    client_id        = "g"
    client_secret    = var.google_client_secret
  }
  attribute_mapping = {
    username = "sub"
    email    = "email"
  }

  lifecycle {
    ignore_changes = [provider_details["attributes_url_add_attributes"], provider_details["client_secret"]]
  }
}

# Not in Terraform, of dev.provider.corp: its setting AcrMapping: the AWS provider 5.100 has no
# argument for it, and leaves it as it is.
resource "aws_cognito_identity_provider" "corp" {
  user_pool_id  = aws_cognito_user_pool.this.id
  provider_name = "corp"
  provider_type = "SAML"
  provider_details = {
    MetadataURL = "https://corp.acme.dev/metadata.xml"
  }
  idp_identifiers = ["acme.dev"]

  lifecycle {
    ignore_changes = [provider_details["ActiveEncryptionCertificate"]]
  }
}
