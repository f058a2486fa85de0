import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  paginateListCustomerManagedPolicyReferencesInPermissionSet,
  paginateListManagedPoliciesInPermissionSet,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  type CustomerManagedPolicyReference,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin'
import {absentWhen} from '../../../aws/calls/absent.js'
import {parseDocument} from '../../documents.js'
import {collect} from '../../pages.js'
import {sameUnordered} from '../../unordered.js'
import type {PermissionSetDesired} from './permission-set-desired.js'

type Policies = Pick<PermissionSetDesired, 'managedPolicies' | 'customerPolicies' | 'inlinePolicy' | 'boundary'>

/** Which set, for every call about it. */
export interface SetOf {
  readonly InstanceArn: string
  readonly PermissionSetArn: string
}

/** Everything that says what a set may do. */
export async function readPolicies(client: SSOAdminClient, set: SetOf): Promise<Policies> {
  const [managed, customers, inline, limit] = await Promise.all([
    collect(paginateListManagedPoliciesInPermissionSet({client}, set), (page) => page.AttachedManagedPolicies),
    collect(
      paginateListCustomerManagedPolicyReferencesInPermissionSet({client}, set),
      (page) => page.CustomerManagedPolicyReferences,
    ),
    client.send(new GetInlinePolicyForPermissionSetCommand(set)),
    // A set without a boundary has none to be found.
    absentWhen('ResourceNotFoundException', () => client.send(new GetPermissionsBoundaryForPermissionSetCommand(set))),
  ])
  const {InlinePolicy = ''} = inline
  const {ManagedPolicyArn, CustomerManagedPolicyReference: reference} = limit?.PermissionsBoundary ?? {}
  const boundary = ManagedPolicyArn ?? (reference && placeOf(reference))
  return {
    managedPolicies: managed.flatMap(({Arn}) => Arn ?? []),
    customerPolicies: customers.map(placeOf),
    ...(InlinePolicy !== '' && {inlinePolicy: parseDocument(InlinePolicy, `permission set ${set.PermissionSetArn}`)}),
    ...(boundary !== undefined && {boundary}),
  }
}

/** Makes the policies of a set what they should be: what limits it before what it may do grows. */
export async function setPolicies(
  client: SSOAdminClient,
  set: SetOf,
  {desired, actual}: {readonly desired: Policies; readonly actual: Policies},
): Promise<void> {
  if (desired.boundary !== undefined && desired.boundary !== actual.boundary) {
    const PermissionsBoundary = boundaryOf(desired.boundary)
    await client.send(new PutPermissionsBoundaryToPermissionSetCommand({...set, PermissionsBoundary}))
  }
  for (const ManagedPolicyArn of without(actual.managedPolicies, desired.managedPolicies))
    await gone(() => client.send(new DetachManagedPolicyFromPermissionSetCommand({...set, ManagedPolicyArn})))
  for (const place of without(actual.customerPolicies, desired.customerPolicies)) {
    const CustomerManagedPolicyReference = referenceOf(place)
    const command = {...set, CustomerManagedPolicyReference}
    await gone(() => client.send(new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand(command)))
  }
  if (!sameUnordered(desired.inlinePolicy, actual.inlinePolicy)) {
    if (desired.inlinePolicy === undefined)
      await gone(() => client.send(new DeleteInlinePolicyFromPermissionSetCommand(set)))
    else {
      const InlinePolicy = JSON.stringify(desired.inlinePolicy)
      await client.send(new PutInlinePolicyToPermissionSetCommand({...set, InlinePolicy}))
    }
  }
  for (const ManagedPolicyArn of without(desired.managedPolicies, actual.managedPolicies))
    await client.send(new AttachManagedPolicyToPermissionSetCommand({...set, ManagedPolicyArn}))
  for (const place of without(desired.customerPolicies, actual.customerPolicies)) {
    const command = {...set, CustomerManagedPolicyReference: referenceOf(place)}
    await client.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand(command))
  }
  if (desired.boundary === undefined && actual.boundary !== undefined)
    await gone(() => client.send(new DeletePermissionsBoundaryFromPermissionSetCommand(set)))
}

const gone = (work: () => Promise<unknown>): Promise<unknown> => absentWhen('ResourceNotFoundException', work)

const without = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((one) => !some.includes(one))

const placeOf = ({Path, Name}: CustomerManagedPolicyReference): string => `${Path ?? '/'}${Name ?? ''}`

const referenceOf = (place: string): {Path: string; Name: string} => {
  const slash = place.lastIndexOf('/')
  return {Path: place.slice(0, slash + 1), Name: place.slice(slash + 1)}
}

const boundaryOf = (boundary: string) =>
  boundary.startsWith('arn:') ? {ManagedPolicyArn: boundary} : {CustomerManagedPolicyReference: referenceOf(boundary)}
