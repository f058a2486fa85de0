import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  UpdateGroupCommand,
  type GroupType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {present} from '../../present.js'

/** A group in a user pool. What is left out is left as it is. */
export interface UserPoolGroupDesired {
  readonly userPoolId: string
  readonly name: string
  /** 0 and up; the lowest wins. */
  readonly precedence?: number | undefined
  readonly description?: string | undefined
  /** ARN of the role that its members get. */
  readonly roleArn?: string | undefined
  /** The role of awsup's own that the group has no more: name, and the ARN of the one to have instead. */
  readonly leaves?: {readonly role: string; readonly take: string} | undefined
}

/** The id is the group's name. */
export interface UserPoolGroupActual extends UserPoolGroupDesired {
  readonly id: string
}

const everyField = compare<UserPoolGroupDesired>({
  userPoolId: 'replace',
  name: 'replace',
  precedence: 'update',
  description: 'update',
  roleArn: 'update',
  leaves: 'computed',
})

/**
 * A group whose role was taken out of the manifest gets the role of all who signed in, for its own is about to go and
 * AWS documents no way to have none again. A role that somebody set by hand stays.
 */
const roleOf = ({roleArn, leaves}: UserPoolGroupDesired, now: string | undefined): string | undefined =>
  roleArn ?? (leaves && now?.endsWith(`:role/${leaves.role}`) ? leaves.take : undefined)

export const userPoolGroup: Resource<UserPoolGroupDesired, UserPoolGroupActual, 'userPoolId' | 'name'> = {
  kind: 'user-pool-group',
  actions: [
    'cognito-idp:GetGroup',
    'cognito-idp:CreateGroup',
    'cognito-idp:UpdateGroup',
    'cognito-idp:DeleteGroup',
    'iam:PassRole',
  ],
  key: ['userPoolId', 'name'],
  within: ['userPoolId'],
  // AWS has no way to take a precedence back, so a field that the manifest leaves out is no difference.
  diff: (desired, actual) =>
    everyField({...desired, roleArn: roleOf(desired, actual.roleArn)}, actual).filter(({to}) => to !== undefined),

  async read({userPoolId, name}, id, context) {
    const found = await findGroup(userPoolId, id ?? name, context)
    return found && toActual(userPoolId, found)
  },

  async create({userPoolId, name, precedence, description, roleArn}, {aws}) {
    const answer = await aws.cognito.send(
      new CreateGroupCommand({
        UserPoolId: userPoolId,
        GroupName: name,
        Precedence: precedence,
        Description: description,
        RoleArn: roleArn,
      }),
    )
    return toActual(userPoolId, present(answer.Group, 'Group'))
  },

  async update(desired, {id, userPoolId}, context) {
    const before = present(await findGroup(userPoolId, id, context), 'Group')
    await context.aws.cognito.send(
      new UpdateGroupCommand({
        UserPoolId: userPoolId,
        GroupName: id,
        Precedence: desired.precedence ?? before.Precedence,
        Description: desired.description ?? before.Description,
        RoleArn: roleOf(desired, before.RoleArn) ?? before.RoleArn,
      }),
    )
    const after = toActual(userPoolId, present(await findGroup(userPoolId, id, context), 'Group'))
    requireKept(`group ${id} of ${userPoolId}`, userPoolGroup.diff(desired, after))
    return after
  },

  async delete({id, userPoolId}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DeleteGroupCommand({UserPoolId: userPoolId, GroupName: id})),
    )
  },
}

/** AWS answers the same error for a pool that is gone and a group that is gone. */
async function findGroup(userPoolId: string, name: string, {aws}: Context): Promise<GroupType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new GetGroupCommand({UserPoolId: userPoolId, GroupName: name})),
  )
  return answer && present(answer.Group, 'Group')
}

function toActual(userPoolId: string, {GroupName, Precedence, Description, RoleArn}: GroupType): UserPoolGroupActual {
  const name = present(GroupName, 'GroupName')
  return {id: name, userPoolId, name, precedence: Precedence, description: Description, roleArn: RoleArn}
}
