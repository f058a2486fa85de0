variable "google_client_secret" {
  description = "Secret of Google, for when Terraform has to make it. To change it, take it out of ignore_changes."
  type        = string
  default     = null
  sensitive   = true
}

variable "site_basic_auth_credentials" {
  description = "Base64 of user:password of the site dev, for when Terraform has to make it. To change it, take it out of ignore_changes."
  type        = string
  default     = null
  sensitive   = true
}
