import type {Ref, Template} from '../../base/resource.js'
import {teamPath} from './names.js'

interface TrustScope {
  readonly partition: string
  readonly project: string
  /** Where people sign in, and where the role is: account ids. */
  readonly people: string | Ref
  readonly account: string | Ref
  /** Name of the role by which administrators enter the account. */
  readonly accessRole: string
  /** `o-…`, where awsup made the organization. */
  readonly organization: string | Ref | undefined
}

/** MFA older than this is asked for again, seconds: as long as the longest session of a role. */
const MFA_AGE_S = 43_200

/**
 * Who may assume a role of people: users of this project in the account where people sign in, with MFA and under their own
 * name, of whom their own policy names the role; and administrators, who are in the account already. A user as the
 * principal would break the trust once the user is deleted (IAM user guide, "AWS JSON policy elements: Principal").
 * Whether `aws:MultiFactorAuthAge` is set while a code is given is not documented, hence IfExists.
 */
export const teamTrust = ({partition, project, people, account, accessRole, organization}: TrustScope) => {
  const arn = (id: string | Ref, thing: string): Template => ({$text: [`arn:${partition}:iam::`, id, `:${thing}`]})
  return {
    Version: '2012-10-17' as const,
    Statement: [
      {
        Sid: 'PeopleWithMfa',
        Effect: 'Allow' as const,
        Principal: {AWS: arn(people, 'root')},
        Action: 'sts:AssumeRole',
        Condition: {
          Bool: {'aws:MultiFactorAuthPresent': 'true'},
          NumericLessThanIfExists: {'aws:MultiFactorAuthAge': String(MFA_AGE_S)},
          StringEquals: {
            'sts:RoleSessionName': '${aws:username}',
            ...(organization === undefined ? {} : {'aws:PrincipalOrgID': organization}),
          },
          ArnLike: {'aws:PrincipalArn': arn(people, `user${teamPath(project)}*`)},
        },
      },
      {
        Sid: 'Administrators',
        Effect: 'Allow' as const,
        Principal: {AWS: arn(account, 'root')},
        Action: 'sts:AssumeRole',
        Condition: {ArnEquals: {'aws:PrincipalArn': arn(account, `role/${accessRole}`)}},
      },
    ],
  }
}
