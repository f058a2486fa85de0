import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../core/errors.js'
import {lowerAlnum} from '../../core/ids.js'
import {wholeOf} from '../../core/lag.js'
import type {Call} from '../../core/service.js'
import {attach, detachAll, FULL_ACCESS} from './policies/attachments.js'
import {constraintViolation, parentNotFound, unitNotFound} from './refusals.js'
import {managed, pageOf} from './scope.js'
import {unitShape} from './shapes.js'
import {type Organization, type OrganizationalUnit, units} from './tables.js'
import {toTags} from './tags.js'
import {accountsBelow, findParent, pathTo, unitsBelow} from './tree.js'

/** Organizations User Guide, quotas: units nested in a root, and units in all. */
const MAX_DEPTH = 5
const MAX_UNITS = 2000

const on = 'OrganizationalUnitId'

function requireUnit({tx}: Call, {organizationId}: Organization, id = ''): OrganizationalUnit {
  const unit = units.get(tx, [organizationId, id])
  if (!unit) throw unitNotFound()
  return unit
}

function requireFreeName(siblings: readonly OrganizationalUnit[], name: string): void {
  if (siblings.some((unit) => unit.name === name)) {
    throw new ServiceError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.')
  }
}

const CreateOrganizationalUnit = managed({
  on: 'ParentId',
  run(input: Sdk.CreateOrganizationalUnitCommandInput, call, organization): Sdk.CreateOrganizationalUnitResponse {
    const {tx} = call
    const {ParentId: parentId = '', Name: name = ''} = input
    const {organizationId, rootId} = organization
    if (!findParent(tx, organization, parentId)) throw parentNotFound()
    if (pathTo(tx, organization, parentId).length > MAX_DEPTH) {
      throw constraintViolation(
        'OU_DEPTH_LIMIT_EXCEEDED',
        'You cannot add an organizational unit to the specified parent because it would exceed the max depth allowed.',
      )
    }
    if (units.list(wholeOf(tx), [organizationId]).length >= MAX_UNITS) {
      throw constraintViolation('OU_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the number of OUs that you can have.')
    }
    requireFreeName(unitsBelow(wholeOf(tx), organization, parentId), name)
    const unitId = `ou-${rootId.slice('r-'.length)}-${lowerAlnum(8)}`
    const unit = {organizationId, unitId, parentId, name, tags: toTags(input.Tags)}
    units.put(tx, [organizationId, unitId], unit)
    if (organization.enabledPolicyTypes.includes('SERVICE_CONTROL_POLICY'))
      attach(wholeOf(tx), organization, [FULL_ACCESS, unitId])
    return {OrganizationalUnit: unitShape(tx, organization, unit)}
  },
})

const DescribeOrganizationalUnit = managed({
  on,
  run(input: Sdk.DescribeOrganizationalUnitCommandInput, call, organization): Sdk.DescribeOrganizationalUnitResponse {
    const unit = requireUnit(call, organization, input.OrganizationalUnitId)
    return {OrganizationalUnit: unitShape(call.tx, organization, unit)}
  },
})

const UpdateOrganizationalUnit = managed({
  on,
  run(input: Sdk.UpdateOrganizationalUnitCommandInput, call, organization): Sdk.UpdateOrganizationalUnitResponse {
    const known = requireUnit(call, organization, input.OrganizationalUnitId)
    const unit = {...known, name: input.Name ?? known.name}
    const siblings = unitsBelow(wholeOf(call.tx), organization, known.parentId).filter(
      ({unitId}) => unitId !== known.unitId,
    )
    requireFreeName(siblings, unit.name)
    units.put(call.tx, [unit.organizationId, unit.unitId], unit)
    return {OrganizationalUnit: unitShape(call.tx, organization, unit)}
  },
})

const DeleteOrganizationalUnit = managed({
  on,
  run(input: Sdk.DeleteOrganizationalUnitCommandInput, call, organization) {
    const {unitId, organizationId} = requireUnit(call, organization, input.OrganizationalUnitId)
    const tx = wholeOf(call.tx)
    if (accountsBelow(tx, organization, unitId).length > 0 || unitsBelow(tx, organization, unitId).length > 0) {
      throw new ServiceError(
        'OrganizationalUnitNotEmptyException',
        'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
      )
    }
    detachAll(tx, organization, (_, targetId) => targetId === unitId)
    units.delete(tx, [organizationId, unitId])
    return {}
  },
})

const ListOrganizationalUnitsForParent = managed({
  on: 'ParentId',
  run(
    input: Sdk.ListOrganizationalUnitsForParentCommandInput,
    call,
    organization,
  ): Sdk.ListOrganizationalUnitsForParentResponse {
    const parent = findParent(call.tx, organization, input.ParentId ?? '')
    if (!parent) throw parentNotFound()
    const {items, next} = pageOf(
      unitsBelow(call.tx, organization, parent.id),
      {...input, key: ({unitId}) => unitId},
      call,
    )
    return {OrganizationalUnits: items.map((unit) => unitShape(call.tx, organization, unit)), NextToken: next}
  },
})

export const unitOperations = {
  CreateOrganizationalUnit,
  DescribeOrganizationalUnit,
  UpdateOrganizationalUnit,
  DeleteOrganizationalUnit,
  ListOrganizationalUnitsForParent,
}
