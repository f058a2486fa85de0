import {
  CreateOrganizationalUnitCommand,
  DescribeOrganizationalUnitCommand,
  paginateListOrganizationalUnitsForParent,
  UpdateOrganizationalUnitCommand,
  type OrganizationalUnit,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/calls/absent.js'
import {ConflictError} from '../../base/errors.js'
import {compare, type Context, type Resource} from '../../base/resource.js'
import {claimOf, requireOurs, tagList} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {parentOf} from './parents.js'
import {readTags} from './tags.js'

/** An organizational unit. */
export interface OrganizationalUnitDesired {
  /** 1–128 characters, unique among its siblings. */
  readonly name: string
  /** Root or organizational unit. */
  readonly parentId: string
}

export interface OrganizationalUnitActual extends OrganizationalUnitDesired {
  readonly id: string
  readonly arn: string
}

export const organizationalUnit: Resource<OrganizationalUnitDesired, OrganizationalUnitActual> = {
  kind: 'organizational-unit',
  actions: [
    'organizations:DescribeOrganizationalUnit',
    'organizations:ListParents',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListTagsForResource',
    'organizations:CreateOrganizationalUnit',
    'organizations:TagResource',
    'organizations:UpdateOrganizationalUnit',
  ],
  // AWS keeps names unique among siblings, so parent + name is a safe natural key.
  key: ['name', 'parentId'],
  within: ['parentId'],
  precious: true,
  diff: compare<OrganizationalUnitDesired>({name: 'update', parentId: 'replace'}),

  read: (key, id, context) => (id === undefined ? findByName(key, context) : readById(id, context)),

  async create({name, parentId}, {aws, owner}) {
    const answer = await aws.organizations.send(
      new CreateOrganizationalUnitCommand({Name: name, ParentId: parentId, Tags: tagList(owner)}),
    )
    return toActual(answer.OrganizationalUnit, parentId)
  },

  async update({name}, {id, parentId}, {aws}) {
    const answer = await aws.organizations.send(
      new UpdateOrganizationalUnitCommand({OrganizationalUnitId: id, Name: name}),
    )
    return toActual(answer.OrganizationalUnit, parentId)
  },

  delete: ({id, name}) =>
    Promise.reject(
      new ConflictError(`organizational unit ${id} (${name}) stays: awsup never deletes an organizational unit`, {
        code: 'UNIT_KEPT',
        hint: `To delete it yourself, move its accounts away first, then run "aws organizations delete-organizational-unit --organizational-unit-id ${id}".`,
        details: {organizationalUnitId: id},
      }),
    ),
}

async function readById(id: string, context: Context): Promise<OrganizationalUnitActual | undefined> {
  return absentWhen(['OrganizationalUnitNotFoundException', 'ChildNotFoundException'], async () => {
    const command = new DescribeOrganizationalUnitCommand({OrganizationalUnitId: id})
    const answer = await context.aws.organizations.send(command)
    const [tags, parentId] = await Promise.all([readTags(id, context), parentOf(id, context)])
    return {...toActual(answer.OrganizationalUnit, parentId), ...claimOf(tags, context.owner)}
  })
}

async function findByName(
  {name, parentId}: OrganizationalUnitDesired,
  context: Context,
): Promise<OrganizationalUnitActual | undefined> {
  const client = context.aws.organizations
  const siblings = await absentWhen('ParentNotFoundException', () =>
    collect(
      paginateListOrganizationalUnitsForParent({client}, {ParentId: parentId}),
      (page) => page.OrganizationalUnits,
    ),
  )
  const found = siblings?.find((unit) => unit.Name === name)
  if (!found) return undefined
  const {id} = toActual(found, parentId)
  // A list shows for a while what is deleted: only the unit itself says that it is there.
  const actual = await readById(id, context)
  const tags = actual && (await absentWhen('TargetNotFoundException', () => readTags(id, context)))
  if (tags) requireOurs(`organizational unit ${name} (${id})`, tags, context.owner)
  return tags && actual
}

const toActual = (unit: OrganizationalUnit | undefined, parentId: string): OrganizationalUnitActual => ({
  id: present(unit?.Id, 'OrganizationalUnit.Id'),
  arn: present(unit?.Arn, 'OrganizationalUnit.Arn'),
  name: present(unit?.Name, 'OrganizationalUnit.Name'),
  parentId,
})
