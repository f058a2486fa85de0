import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context} from '../../base/resource.js'
import {parseDocument} from '../documents.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {sameUnordered} from '../unordered.js'
import {difference} from './difference.js'
import type {RoleActual, RoleDesired} from './role-desired.js'

/** ARNs attached to a role. */
export async function listManagedPolicies(roleName: string, {aws}: Context): Promise<string[]> {
  const pages = paginateListAttachedRolePolicies({client: aws.iam}, {RoleName: roleName})
  const attached = await collect(pages, ({AttachedPolicies}) => AttachedPolicies)
  return attached.map(({PolicyArn}) => present(PolicyArn, 'PolicyArn'))
}

/** Name → document of every inline policy of a role. */
export async function readInlinePolicies(roleName: string, {aws}: Context): Promise<Record<string, object>> {
  const names = await collect(
    paginateListRolePolicies({client: aws.iam}, {RoleName: roleName}),
    (page) => page.PolicyNames,
  )
  const documents = names.map(async (name): Promise<readonly (readonly [string, object])[]> => {
    const command = new GetRolePolicyCommand({RoleName: roleName, PolicyName: name})
    // A list shows for a while what is deleted.
    const answer = await absentWhen('NoSuchEntityException', () => aws.iam.send(command))
    return answer ? [[name, parseDocument(answer.PolicyDocument, `role ${roleName}, inline policy ${name}`)]] : []
  })
  return Object.fromEntries((await Promise.all(documents)).flat())
}

/**
 * Makes the inline policies what they should be; what nobody asked for goes, for it would be access nobody asked for.
 */
export async function setInlinePolicies(desired: RoleDesired, actual: RoleActual, context: Context): Promise<void> {
  for (const [name, document] of Object.entries(desired.inlinePolicies)) {
    if (sameUnordered(document, actual.inlinePolicies[name])) continue
    await context.aws.iam.send(
      new PutRolePolicyCommand({RoleName: actual.id, PolicyName: name, PolicyDocument: JSON.stringify(document)}),
    )
  }
  const {removed} = difference(Object.keys(desired.inlinePolicies), Object.keys(actual.inlinePolicies))
  for (const name of removed) await deleteInlinePolicy(actual.id, name, context)
}

/** Makes the attached policies what they should be. */
export async function setManagedPolicies(desired: RoleDesired, actual: RoleActual, context: Context): Promise<void> {
  const {added, removed} = difference(desired.managedPolicies, actual.managedPolicies)
  for (const arn of added) {
    await context.aws.iam.send(new AttachRolePolicyCommand({RoleName: actual.id, PolicyArn: arn}))
  }
  for (const arn of removed) await detachManagedPolicy(actual.id, arn, context)
}

/** Deletes an inline policy; fine when it is gone. */
export async function deleteInlinePolicy(roleName: string, policyName: string, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new DeleteRolePolicyCommand({RoleName: roleName, PolicyName: policyName})),
  )
}

/** Detaches a managed policy; fine when it is not attached. */
export async function detachManagedPolicy(roleName: string, arn: string, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new DetachRolePolicyCommand({RoleName: roleName, PolicyArn: arn})),
  )
}
