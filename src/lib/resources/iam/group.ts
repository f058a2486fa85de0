import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupCommand,
  paginateGetGroup,
  paginateListAttachedGroupPolicies,
  paginateListGroupPolicies,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import {ConflictError} from '../../base/errors.js'
import type {Context, OwnerTags, Resource} from '../../base/resource.js'
import {projectOf} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {untilFree} from '../../aws/calls/until-free.js'
import {compareUnordered} from '../unordered.js'
import {difference} from './difference.js'

/** An IAM group. */
export interface IamGroupDesired {
  readonly name: string
  /** ARNs, in any order. */
  readonly managedPolicies: readonly string[]
}

/** The id is the group's name. */
export interface IamGroupActual extends IamGroupDesired {
  readonly id: string
  readonly arn: string
}

export const iamGroup: Resource<IamGroupDesired, IamGroupActual, 'name'> = {
  kind: 'iam-group',
  actions: [
    'iam:GetGroup',
    'iam:ListAttachedGroupPolicies',
    'iam:ListGroupPolicies',
    'iam:CreateGroup',
    'iam:AttachGroupPolicy',
    'iam:DetachGroupPolicy',
    'iam:DeleteGroupPolicy',
    'iam:RemoveUserFromGroup',
    'iam:DeleteGroup',
  ],
  key: ['name'],
  within: ['account'],
  diff: compareUnordered<IamGroupDesired>({name: 'replace', managedPolicies: 'update'}),

  async read({name}, id, context) {
    const answer = await absentWhen('NoSuchEntityException', () =>
      context.aws.iam.send(new GetGroupCommand({GroupName: id ?? name, MaxItems: 1})),
    )
    if (!answer) return undefined
    const found = present(answer.Group, 'Group')
    const groupName = present(found.GroupName, 'GroupName')
    requireOurPath(groupName, found.Path, context.owner)
    return {
      id: groupName,
      arn: present(found.Arn, 'Group.Arn'),
      name: groupName,
      managedPolicies: await listManagedPolicies(groupName, context),
    }
  },

  async create(desired, context) {
    const {name} = desired
    const answer = await context.aws.iam.send(new CreateGroupCommand({GroupName: name, Path: pathOf(context.owner)}))
    const arn = present(answer.Group?.Arn, 'Group.Arn')
    return iamGroup.update(desired, {id: name, arn, name, managedPolicies: []}, context)
  },

  async update({managedPolicies}, actual, context) {
    const {added, removed} = difference(managedPolicies, actual.managedPolicies)
    for (const arn of added) {
      await context.aws.iam.send(new AttachGroupPolicyCommand({GroupName: actual.id, PolicyArn: arn}))
    }
    for (const arn of removed) await detach(actual.id, arn, context)
    return {...actual, managedPolicies}
  },

  // AWS deletes a group only once it is empty.
  async delete({id}, context) {
    const {iam} = context.aws
    const remove = async (): Promise<void> => {
      for (const {UserName} of await collect(paginateGetGroup({client: iam}, {GroupName: id}), (page) => page.Users)) {
        await iam.send(new RemoveUserFromGroupCommand({GroupName: id, UserName}))
      }
      for (const arn of await listManagedPolicies(id, context)) await detach(id, arn, context)
      const inline = await collect(
        paginateListGroupPolicies({client: iam}, {GroupName: id}),
        (page) => page.PolicyNames,
      )
      for (const name of inline) await iam.send(new DeleteGroupPolicyCommand({GroupName: id, PolicyName: name}))
      await iam.send(new DeleteGroupCommand({GroupName: id}))
    }
    await absentWhen('NoSuchEntityException', () => untilFree(`IAM group ${id}`, remove, context))
  },
}

/** Groups take no tags, so their path says whose they are. */
const pathOf = (owner: OwnerTags): string => `/awsup/${projectOf(owner)}/`

function requireOurPath(name: string, path: string | undefined, owner: OwnerTags): void {
  if (path === pathOf(owner)) return
  throw new ConflictError(`IAM group ${name} exists and is not ours: its path is ${path ?? '/'}`, {
    code: 'NOT_OURS',
    hint: `Rename it or delete it. To hand it over, move it: "aws iam update-group --group-name ${name} --new-path ${pathOf(owner)}".`,
    details: {name, path},
  })
}

async function listManagedPolicies(groupName: string, {aws}: Context): Promise<string[]> {
  const pages = paginateListAttachedGroupPolicies({client: aws.iam}, {GroupName: groupName})
  const attached = await collect(pages, ({AttachedPolicies}) => AttachedPolicies)
  return attached.map(({PolicyArn}) => present(PolicyArn, 'PolicyArn'))
}

async function detach(groupName: string, arn: string, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new DetachGroupPolicyCommand({GroupName: groupName, PolicyArn: arn})),
  )
}
