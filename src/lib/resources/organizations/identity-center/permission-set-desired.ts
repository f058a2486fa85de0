/** Where permission sets and assignments are. */
export interface InInstance {
  readonly instanceArn: string
  /** Where IAM Identity Center is on. */
  readonly region: string
}

/** What people may do in an account in which they have it: IAM Identity Center makes a role of it there. */
export interface PermissionSetDesired extends InInstance {
  /** ≤32 characters; AWS never changes it. */
  readonly name: string
  readonly description: string
  /** ISO 8601, `PT1H` to `PT12H`. */
  readonly sessionDuration: string
  /** ARNs of policies that AWS manages. */
  readonly managedPolicies: readonly string[]
  /** Policies of the account by path and name, `/awsup/acme/acme-dev-boundary`: each has to exist there first. */
  readonly customerPolicies: readonly string[]
  /** A policy document, plain data. */
  readonly inlinePolicy?: object
  /** The permissions boundary: the ARN of a policy that AWS manages, or path and name of one of the account. */
  readonly boundary?: string
  /** Accounts in which an older version of it is in force: none, where every change was provisioned. */
  readonly outdatedIn: readonly string[]
}

/** The id is its ARN. */
export interface PermissionSetActual extends PermissionSetDesired {
  readonly id: string
  readonly arn: string
}

/** AWS gives an assignment no id: ours is `<account>/<permission set>/<principal>`, by their ids. Pure. */
export const assignmentId = (
  {accountId, permissionSetArn}: {readonly accountId: string; readonly permissionSetArn: string},
  principalId: string,
): string => `${accountId}/${permissionSetArn.slice(permissionSetArn.lastIndexOf('/') + 1)}/${principalId}`
