import type {AssignmentActual} from '../../../resources/organizations/identity-center/assignment.js'
import type {InstanceFacts, PermissionSetFacts} from '../../read/identity-center.js'
import {attributeOf, document, setOf, tagsOf} from '../parts.js'
import type {Block} from '../hcl.js'
import type {Scene, TerraformResource, Write} from '../written.js'

/** It was switched on by hand, and stays. */
export const writeInstance: Write<InstanceFacts> = ({region}) => ({
  resources: [],
  missing: [`IAM Identity Center in ${region}, which only the console can switch on`],
})

export const writePermissionSet: Write<PermissionSetFacts> = ({set, actual, tags}, scene) => {
  const type = 'aws_ssoadmin_permission_set'
  const self = {type, name: scene.name(type, scene.label)}
  const {instanceArn, id} = actual
  return {
    resources: [
      {
        ...self,
        importId: `${id},${instanceArn}`,
        arguments: {
          instance_arn: instanceArn,
          name: set.Name,
          description: set.Description,
          relay_state: set.RelayState,
          session_duration: set.SessionDuration,
          tags: tagsOf(tags),
        },
      },
      ...policiesOf(self, actual, scene),
    ],
    answers: [{value: id, code: attributeOf(self, 'arn')}],
  }
}

function policiesOf(
  self: Pick<TerraformResource, 'type' | 'name'>,
  {instanceArn, id, inlinePolicy, managedPolicies, customerPolicies, boundary}: PermissionSetFacts['actual'],
  scene: Scene,
): readonly TerraformResource[] {
  const of = {instance_arn: instanceArn, permission_set_arn: attributeOf(self, 'arn')}
  const own = (
    type: string,
    parts: readonly string[],
    prefix = '',
  ): Pick<TerraformResource, 'type' | 'name' | 'importId'> => ({
    type,
    name: scene.name(type, scene.label, ...parts),
    importId: `${prefix}${id},${instanceArn}`,
  })
  return [
    ...(inlinePolicy === undefined
      ? []
      : [
          {
            ...own('aws_ssoadmin_permission_set_inline_policy', []),
            arguments: {...of, inline_policy: document(inlinePolicy, scene)},
          },
        ]),
    ...(setOf(managedPolicies) ?? []).map((arn) => ({
      ...own('aws_ssoadmin_managed_policy_attachment', [arn.slice(arn.lastIndexOf('/') + 1)], `${arn},`),
      arguments: {...of, managed_policy_arn: arn},
    })),
    ...(setOf(customerPolicies) ?? []).map((place) => {
      const {name, path} = partsOf(place)
      return {
        ...own('aws_ssoadmin_customer_managed_policy_attachment', [name], `${name},${path},`),
        arguments: of,
        blocks: [referenceOf(place)],
      }
    }),
    ...(boundary === undefined
      ? []
      : [
          {
            ...own('aws_ssoadmin_permissions_boundary_attachment', []),
            arguments: of,
            blocks: [boundaryOf(boundary)],
          },
        ]),
  ]
}

const partsOf = (place: string): {readonly name: string; readonly path: string} => ({
  name: place.slice(place.lastIndexOf('/') + 1),
  path: place.slice(0, place.lastIndexOf('/') + 1),
})

const referenceOf = (place: string): Block => ({
  type: 'customer_managed_policy_reference',
  arguments: {...partsOf(place)},
})

const boundaryOf = (boundary: string): Block =>
  boundary.startsWith('arn:')
    ? {type: 'permissions_boundary', arguments: {managed_policy_arn: boundary}}
    : {type: 'permissions_boundary', arguments: {}, blocks: [referenceOf(boundary)]}

/** Users and groups are in no file: who they are is the directory's. */
export const writeAssignment: Write<AssignmentActual> = (
  {instanceArn, permissionSetArn, principalId, principalType, principal, accountId},
  scene,
) => {
  const type = 'aws_ssoadmin_account_assignment'
  return {
    resources: [
      {
        type,
        name: scene.name(type, scene.label),
        importId: [principalId, principalType, accountId, 'AWS_ACCOUNT', permissionSetArn, instanceArn].join(','),
        comment: [`The ${principalType.toLowerCase()} ${principal}.`],
        arguments: {
          instance_arn: instanceArn,
          permission_set_arn: scene.refer(permissionSetArn),
          principal_id: principalId,
          principal_type: principalType,
          target_id: accountId,
          target_type: 'AWS_ACCOUNT',
        },
      },
    ],
  }
}
