import type {Ref, Template} from '../../base/resource.js'
import {APP_PATH} from './names.js'

/** What limits the developers of one account. */
export interface BoundaryScope {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string
  readonly account: string | Ref
  /** Name of the boundary's policy with its path: `/awsup/acme/acme-dev-boundary`. */
  readonly policy: string
}

/** Writes to roles that IAM can judge by the boundary of the role (service authorization reference, `iam:PermissionsBoundary`). */
const ROLE_WRITES = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
]

/** What may only be done to roles, policies and instance profiles of developers' own. */
const OWN_ALONE = [
  ...ROLE_WRITES,
  'iam:*InstanceProfile',
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:PassRole',
  'iam:SetDefaultPolicyVersion',
  'iam:TagPolicy',
  'iam:TagRole',
  'iam:UntagPolicy',
  'iam:UntagRole',
  'sts:AssumeRole',
]

/**
 * Who signs in, by what, the account's own rules, and sets of stacks, which act in other accounts with roles of AWS's own
 * (CloudFormation user guide, "Service-managed permissions"). Verbs with wildcards: AWS adds actions, and reads must stay. */
const NEVER = [
  'account:Accept*',
  'account:Close*',
  'account:Delete*',
  'account:Disable*',
  'account:Enable*',
  'account:Put*',
  'account:Start*',
  'account-access:*',
  'cloudformation:ActivateOrg*',
  'cloudformation:CreateStackInstances',
  'cloudformation:CreateStackSet',
  'cloudformation:ImportStacksToStackSet',
  'cloudformation:UpdateStackInstances',
  'cloudformation:UpdateStackSet',
  'iam:*AccessKey',
  'iam:*AccountAlias',
  'iam:*CloudFrontPublicKey',
  'iam:*Delegation*',
  'iam:*LoginProfile',
  'iam:*MFADevice',
  'iam:*SSHPublicKey',
  'iam:*ServiceSpecificCredential*',
  'iam:*SigningCertificate',
  'iam:AddClientID*',
  'iam:AddUserToGroup',
  'iam:AttachGroup*',
  'iam:AttachUser*',
  'iam:ChangePassword',
  'iam:CreateGroup',
  'iam:CreateOpenID*',
  'iam:CreateSAML*',
  'iam:CreateUser',
  'iam:DeleteAccount*',
  'iam:DeleteGroup*',
  'iam:DeleteOpenID*',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteSAML*',
  'iam:DeleteUser*',
  'iam:DetachGroup*',
  'iam:DetachUser*',
  'iam:Disable*',
  'iam:Enable*',
  'iam:PutGroup*',
  'iam:PutUser*',
  'iam:RemoveClientID*',
  'iam:RemoveUserFromGroup',
  'iam:SetSTS*',
  'iam:SetSecurity*',
  'iam:TagMFA*',
  'iam:TagOpenID*',
  'iam:TagSAML*',
  'iam:TagUser',
  'iam:UntagMFA*',
  'iam:UntagOpenID*',
  'iam:UntagSAML*',
  'iam:UntagUser',
  'iam:UpdateAccount*',
  'iam:UpdateGroup',
  'iam:UpdateOpenID*',
  'iam:UpdateSAML*',
  'iam:UpdateUser',
  'identitystore:*',
  'organizations:*',
  'signin:*',
  'sso-directory:*',
  'sso:*',
  'sts:AssumeRoot',
  'sts:GetDelegatedAccessToken',
  'sts:GetFederationToken',
]

/**
 * Permissions boundary of the role of developers and of every role that they make: nothing in it grants, and no session
 * under it can become more than it is. A boundary limits identity policies alone; what a policy of a resource grants to
 * the ARN of a session or user passes it (IAM user guide, "Permissions boundaries for IAM entities").
 *
 * A function or stack that an administrator gave a stronger role is out of its reach: who may change its code has
 * that role.
 */
export const developerBoundary = ({partition, account, policy}: BoundaryScope) => {
  const own = (thing: string): Template => ({$text: [`arn:${partition}:iam::`, account, `:${thing}`]})
  return {
    Version: '2012-10-17' as const,
    Statement: [
      {Sid: 'Ceiling', Effect: 'Allow' as const, Action: '*', Resource: '*'},
      {Sid: 'SignInAndAccount', Effect: 'Deny' as const, Action: NEVER, Resource: '*'},
      {
        Sid: 'OwnRolesAlone',
        Effect: 'Deny' as const,
        Action: OWN_ALONE,
        NotResource: ['role', 'policy', 'instance-profile'].map((thing) => own(`${thing}${APP_PATH}*`)),
      },
      {
        // A key that is missing is not equal either: a role without any boundary is denied too.
        Sid: 'SameBoundary',
        Effect: 'Deny' as const,
        Action: ROLE_WRITES,
        Resource: '*',
        Condition: {StringNotEquals: {'iam:PermissionsBoundary': own(`policy${policy}`)}},
      },
    ],
  }
}
