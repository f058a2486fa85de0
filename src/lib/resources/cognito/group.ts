import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  UpdateGroupCommand,
  type GroupType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/absent.js'
import {compare, type Context, type Resource} from '../../resource.js'
import {requireKept} from '../kept.js'
import {present} from '../present.js'

/** A group in a user pool. What is left out is left as it is. */
export interface UserPoolGroupDesired {
  readonly userPoolId: string
  readonly name: string
  /** 0 and up; the lowest wins. */
  readonly precedence?: number | undefined
  readonly description?: string | undefined
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
})

export const userPoolGroup: Resource<UserPoolGroupDesired, UserPoolGroupActual, 'userPoolId' | 'name'> = {
  kind: 'user-pool-group',
  actions: ['cognito-idp:GetGroup', 'cognito-idp:CreateGroup', 'cognito-idp:UpdateGroup', 'cognito-idp:DeleteGroup'],
  key: ['userPoolId', 'name'],
  // AWS has no way to take a precedence back, so a field that the manifest leaves out is no difference.
  diff: (desired, actual) => everyField(desired, actual).filter(({to}) => to !== undefined),

  async read({userPoolId, name}, id, context) {
    const found = await findGroup(userPoolId, id ?? name, context)
    return found && toActual(userPoolId, found)
  },

  async create({userPoolId, name, precedence, description}, {aws}) {
    const answer = await aws.cognito.send(
      new CreateGroupCommand({
        UserPoolId: userPoolId,
        GroupName: name,
        Precedence: precedence,
        Description: description,
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
        RoleArn: before.RoleArn,
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

function toActual(userPoolId: string, {GroupName, Precedence, Description}: GroupType): UserPoolGroupActual {
  const name = present(GroupName, 'GroupName')
  return {id: name, userPoolId, name, precedence: Precedence, description: Description}
}
