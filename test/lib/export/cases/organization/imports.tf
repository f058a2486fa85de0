# What the first "terraform apply" imports. Once it has, this file may go.

import {
  to = aws_organizations_organization.this
  id = "o-abc1234567"
}

import {
  to = aws_organizations_organizational_unit.acme
  id = "ou-ab12-cdefgh12"
}

import {
  to = aws_organizations_account.dev
  id = "111122223333"
}

import {
  to = aws_organizations_policy.deny_root_user
  id = "p-abcd1234"
}

import {
  to = aws_organizations_policy_attachment.deny_root_user_999988887777
  id = "999988887777:p-abcd1234"
}

import {
  to = aws_organizations_policy_attachment.deny_root_user_ou_ab12_cdefgh12
  id = "ou-ab12-cdefgh12:p-abcd1234"
}
