import {DescribePermissionSetCommand, paginateListTagsForResource, type PermissionSet} from '@aws-sdk/client-sso-admin'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {
  permissionSetAssignment,
  type AssignmentActual,
} from '../../resources/organizations/identity-center/assignment.js'
import {permissionSet} from '../../resources/organizations/identity-center/permission-set.js'
import type {PermissionSetActual} from '../../resources/organizations/identity-center/permission-set-desired.js'
import {tagRecord} from '../../resources/owner.js'
import {collect} from '../../resources/pages.js'
import {keyText} from '../record.js'
import type {Tags} from './organizations.js'

export interface InstanceFacts {
  readonly region: string
}

/** Nothing of it is awsup's, so nothing is read. */
export const readInstance = (recorded: Recorded): Promise<InstanceFacts> =>
  Promise.resolve({region: keyText(recorded, 'region')})

export interface PermissionSetFacts {
  readonly set: PermissionSet
  readonly actual: PermissionSetActual
  readonly tags: Tags
}

export async function readPermissionSet(recorded: Recorded, context: Context): Promise<PermissionSetFacts | undefined> {
  const {id} = recorded
  const place = {instanceArn: keyText(recorded, 'instanceArn'), region: keyText(recorded, 'region')}
  const actual = await permissionSet.read({...place, name: keyText(recorded, 'name')}, id, context)
  if (!actual) return undefined
  const {admin: client} = await context.aws.identityCenter(place.region)
  const InstanceArn = place.instanceArn
  const answer = await client.send(new DescribePermissionSetCommand({InstanceArn, PermissionSetArn: id}))
  const pages = paginateListTagsForResource({client}, {InstanceArn, ResourceArn: id})
  const tags = tagRecord(await collect(pages, ({Tags}) => Tags))
  return answer.PermissionSet && {set: answer.PermissionSet, actual, tags}
}

export function readAssignment(recorded: Recorded, context: Context): Promise<AssignmentActual | undefined> {
  const text = (field: string): string => keyText(recorded, field)
  const key = {
    instanceArn: text('instanceArn'),
    region: text('region'),
    identityStoreId: text('identityStoreId'),
    permissionSetArn: text('permissionSetArn'),
    accountId: text('accountId'),
    principalType: text('principalType') === 'GROUP' ? ('GROUP' as const) : ('USER' as const),
    principal: text('principal'),
  }
  return permissionSetAssignment.read(key, recorded.id, context)
}
