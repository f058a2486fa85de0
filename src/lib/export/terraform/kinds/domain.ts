import type {BrandingFacts, DomainFacts, GroupFacts} from '../../read/cognito.js'
import {PROVIDER} from '../parts.js'
import type {Write} from '../written.js'

export const writeDomain: Write<DomainFacts> = ({name: domain, domain: found}, scene) => {
  const type = 'aws_cognito_user_pool_domain'
  return {
    resources: [
      {
        type,
        name: scene.name(type, 'this'),
        importId: domain,
        arguments: {
          domain,
          user_pool_id: scene.refer(found.UserPoolId ?? ''),
          certificate_arn: found.CustomDomainConfig?.CertificateArn,
          managed_login_version: found.ManagedLoginVersion,
        },
      },
    ],
  }
}

/** Terraform's provider has a resource for it from version 6 on (hashicorp/terraform-provider-aws#43817). */
export const writeBranding: Write<BrandingFacts> = ({userPoolId, clientId}) => ({
  resources: [],
  missing: [
    `the style of the sign-in pages of app client ${clientId}: the AWS provider ${PROVIDER} has no resource for it. It stays as it is; "aws cognito-idp describe-managed-login-branding-by-client --user-pool-id ${userPoolId} --client-id ${clientId}" shows it`,
  ],
})

export const writeGroup: Write<GroupFacts> = ({group}, scene) => {
  const type = 'aws_cognito_user_group'
  const {UserPoolId = '', GroupName = '', Description, Precedence, RoleArn} = group
  return {
    resources: [
      {
        type,
        name: scene.name(type, scene.label),
        importId: `${UserPoolId}/${GroupName}`,
        arguments: {
          name: GroupName,
          user_pool_id: scene.refer(UserPoolId),
          description: Description,
          precedence: Precedence,
          role_arn: RoleArn === undefined ? undefined : scene.refer(RoleArn),
        },
      },
    ],
  }
}
