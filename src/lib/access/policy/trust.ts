import type {Ref} from '../../base/resource.js'

/**
 * Trust policy of a role that the identities of one identity pool get. Since August 2025 IAM refuses it without `aud`,
 * which names the pool; `amr` keeps guests out of the role of those who signed in (IAM user guide, "Identity-provider
 * controls for shared OIDC providers"). With `tags`, Cognito may also hand over claims as session tags (Cognito
 * developer guide, "Attributes for access control").
 */
export const identityPoolTrust = (
  identityPoolId: string | Ref,
  who: 'authenticated' | 'unauthenticated',
  {tags = false}: {readonly tags?: boolean} = {},
) => ({
  Version: '2012-10-17' as const,
  Statement: [
    {
      Effect: 'Allow' as const,
      Principal: {Federated: 'cognito-identity.amazonaws.com'},
      Action: ['sts:AssumeRoleWithWebIdentity', ...(tags ? ['sts:TagSession'] : [])],
      Condition: {
        StringEquals: {'cognito-identity.amazonaws.com:aud': identityPoolId},
        'ForAnyValue:StringLike': {'cognito-identity.amazonaws.com:amr': who},
      },
    },
  ],
})
