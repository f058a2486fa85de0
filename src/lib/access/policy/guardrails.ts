/**
 * A service control policy that awsup can attach to the root. It never restricts the management account (AWS's rule).
 */
export interface Guardrail {
  readonly description: string
  readonly content: object
}

/** The one that AWS itself gives organizations made in the console since July 2026; the API gives none. */
const denyLeaveOrganization: Guardrail = {
  description: 'Member accounts cannot leave the organization or close themselves.',
  content: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyLeaveOrganizationAndCloseAccount',
        Effect: 'Deny',
        Action: ['organizations:LeaveOrganization', 'account:CloseAccount'],
        Resource: '*',
      },
    ],
  },
}

/**
 * Source: IAM user guide, global condition keys, `aws:AssumedRoot`. Its policy for this purpose excepts the sessions that
 * `sts:AssumeRoot` opens: they are the only way to repair a bucket or queue whose policy denies everybody, and they
 * carry the key. A root user who signed in does not.
 */
const denyRootUser: Guardrail = {
  description: 'Root users of member accounts can do nothing; central root sessions still can.',
  content: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyRootUser',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:root'}, Null: {'aws:AssumedRoot': 'true'}},
      },
    ],
  },
}

/** Every guardrail that the manifest can ask for, by its name there. */
export const GUARDRAILS = {
  'deny-leave-organization': denyLeaveOrganization,
  'deny-root-user': denyRootUser,
} as const satisfies Readonly<Record<string, Guardrail>>
