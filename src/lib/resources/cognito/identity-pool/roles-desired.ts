export interface RoleRule {
  readonly claim: string
  readonly match: 'Equals' | 'Contains' | 'StartsWith' | 'NotEqual'
  readonly value: string
  readonly roleArn: string
}

/** By the roles in the token where there are no rules. */
export interface RoleMapping {
  /** `cognito-idp.<region>.amazonaws.com/<user pool id>` */
  readonly providerName: string
  readonly clientId: string
  /** What those get for whom no role is picked. */
  readonly ambiguous: 'authenticated' | 'deny'
  /** At most 25; the first that matches wins. */
  readonly rules?: readonly RoleRule[] | undefined
}

/** Which roles the identities of a pool get. */
export interface IdentityPoolRolesDesired {
  readonly identityPoolId: string
  /** ARN */
  readonly authenticated: string
  /** ARN; absent where guests get nothing. */
  readonly guest?: string | undefined
  /** How users of an app client get another role; mappings that are not asked for are left as they are. */
  readonly mappings?: readonly RoleMapping[] | undefined
}
