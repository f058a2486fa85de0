import {
  CreatePermissionSetCommand,
  DeletePermissionSetCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  paginateListAccountAssignments,
  paginateListAccountsForProvisionedPermissionSet,
  paginateListPermissionSets,
  paginateListTagsForResource,
  ProvisionPermissionSetCommand,
  UpdatePermissionSetCommand,
  type PermissionSet,
  type ProvisioningStatus,
} from '@aws-sdk/client-sso-admin'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import type {Context, Resource} from '../../../base/resource.js'
import {requireOurs, tagList, tagRecord} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'
import {untilDone} from './progress.js'
import {
  assignmentId,
  type InInstance,
  type PermissionSetActual,
  type PermissionSetDesired,
} from './permission-set-desired.js'
import {readPolicies, setPolicies, type SetOf} from './set-policies.js'

export const permissionSet: Resource<PermissionSetDesired, PermissionSetActual, keyof InInstance | 'name'> = {
  kind: 'permission-set',
  actions: [
    'sso:ListPermissionSets',
    'sso:DescribePermissionSet',
    'sso:ListTagsForResource',
    'sso:ListManagedPoliciesInPermissionSet',
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    'sso:GetInlinePolicyForPermissionSet',
    'sso:GetPermissionsBoundaryForPermissionSet',
    'sso:ListAccountsForProvisionedPermissionSet',
    'sso:ListAccountAssignments',
    'sso:CreatePermissionSet',
    'sso:TagResource',
    'sso:UpdatePermissionSet',
    'sso:AttachManagedPolicyToPermissionSet',
    'sso:DetachManagedPolicyFromPermissionSet',
    'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
    'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'sso:PutInlinePolicyToPermissionSet',
    'sso:DeleteInlinePolicyFromPermissionSet',
    'sso:PutPermissionsBoundaryToPermissionSet',
    'sso:DeletePermissionsBoundaryFromPermissionSet',
    'sso:ProvisionPermissionSet',
    'sso:DescribePermissionSetProvisioningStatus',
    'sso:DeletePermissionSet',
  ],
  key: ['instanceArn', 'region', 'name'],
  diff: compareUnordered<PermissionSetDesired>({
    instanceArn: 'replace',
    region: 'replace',
    name: 'replace',
    description: 'update',
    sessionDuration: 'update',
    managedPolicies: 'update',
    customerPolicies: 'update',
    inlinePolicy: 'update',
    boundary: 'update',
    outdatedIn: 'update',
  }),

  async read({instanceArn, region, name}, id, context) {
    const place = {instanceArn, region}
    const found = id === undefined ? await findByName(name, place, context) : await describe(id, place, context)
    if (!found) return undefined
    const arn = present(found.PermissionSetArn, 'PermissionSetArn')
    const {admin: client} = await context.aws.identityCenter(region)
    const pages = paginateListTagsForResource({client}, {InstanceArn: instanceArn, ResourceArn: arn})
    requireOurs(`permission set ${name}`, tagRecord(await collect(pages, ({Tags}) => Tags)), context.owner)
    const set = {InstanceArn: instanceArn, PermissionSetArn: arn}
    return {
      ...place,
      id: arn,
      arn,
      name: present(found.Name, 'PermissionSet.Name'),
      description: found.Description ?? '',
      sessionDuration: found.SessionDuration ?? 'PT1H',
      ...(await readPolicies(client, set)),
      outdatedIn: await listAccounts(set, place, {context, status: 'LATEST_PERMISSION_SET_NOT_PROVISIONED'}),
    }
  },

  async create(desired, context) {
    const {instanceArn, region, name, description, sessionDuration} = desired
    const {admin} = await context.aws.identityCenter(region)
    const answer = await admin.send(
      new CreatePermissionSetCommand({
        InstanceArn: instanceArn,
        Name: name,
        Description: description,
        SessionDuration: sessionDuration,
        Tags: tagList(context.owner),
      }),
    )
    const arn = present(answer.PermissionSet?.PermissionSetArn, 'PermissionSet.PermissionSetArn')
    const empty = {managedPolicies: [], customerPolicies: []}
    await setPolicies(admin, setOf({instanceArn, id: arn}), {desired, actual: empty})
    return {...desired, id: arn, arn}
  },

  // What is changed is in force only once it was provisioned, in every account.
  async update(desired, actual, context) {
    const {instanceArn, region, description, sessionDuration} = desired
    const {admin} = await context.aws.identityCenter(region)
    const set = setOf(actual)
    if (description !== actual.description || sessionDuration !== actual.sessionDuration) {
      const answer = await admin.send(new DescribePermissionSetCommand(set))
      await admin.send(
        new UpdatePermissionSetCommand({
          ...set,
          Description: description,
          SessionDuration: sessionDuration,
          // Cleared where it is not sent (github.com/hashicorp/terraform-provider-aws/issues/17411).
          RelayState: answer.PermissionSet?.RelayState,
        }),
      )
    }
    await setPolicies(admin, set, {desired, actual})
    if ((await listAccounts(set, {instanceArn, region}, {context})).length > 0) await provision(actual, context)
    const {id, arn} = actual
    return {...desired, id, arn}
  },

  async usage(actual, context) {
    const assigned = await absentWhen('ResourceNotFoundException', () => listAssignments(actual, context))
    if (!assigned || assigned.length === 0) return undefined
    return {
      by: assigned.map(({accountId, principal, principalId}) => ({
        said: `the assignment of ${principal} in account ${accountId}`,
        id: assignmentId({accountId, permissionSetArn: actual.id}, principalId),
      })),
      as: 'as its permission set',
      remedy: 'Remove the assignments in IAM Identity Center',
    }
  },

  async delete(actual, context) {
    const {admin} = await context.aws.identityCenter(actual.region)
    await absentWhen('ResourceNotFoundException', async () => {
      await requireUnused(actual, context)
      await admin.send(new DeletePermissionSetCommand(setOf(actual)))
    })
  },
}

const setOf = ({instanceArn, id}: Pick<PermissionSetActual, 'instanceArn' | 'id'>): SetOf => ({
  InstanceArn: instanceArn,
  PermissionSetArn: id,
})

async function describe(
  arn: string,
  {instanceArn, region}: InInstance,
  {aws}: Context,
): Promise<PermissionSet | undefined> {
  const {admin} = await aws.identityCenter(region)
  const command = new DescribePermissionSetCommand({InstanceArn: instanceArn, PermissionSetArn: arn})
  return (await absentWhen('ResourceNotFoundException', () => admin.send(command)))?.PermissionSet
}

/** Names are unique in an instance, and a list has ARNs alone. */
async function findByName(name: string, place: InInstance, context: Context): Promise<PermissionSet | undefined> {
  const {admin: client} = await context.aws.identityCenter(place.region)
  for await (const {PermissionSets = []} of paginateListPermissionSets({client}, {InstanceArn: place.instanceArn})) {
    const sets = await Promise.all(PermissionSets.map((arn) => describe(arn, place, context)))
    const found = sets.find((set) => set?.Name === name)
    if (found) return found
  }
  return undefined
}

/** Accounts in which the set is, or is in an older version. */
async function listAccounts(
  set: SetOf,
  {region}: InInstance,
  {context, status}: {readonly context: Context; readonly status?: ProvisioningStatus},
): Promise<readonly string[]> {
  const {admin: client} = await context.aws.identityCenter(region)
  const pages = paginateListAccountsForProvisionedPermissionSet({client}, {...set, ProvisioningStatus: status})
  return (await collect(pages, ({AccountIds}) => AccountIds)).toSorted()
}

async function provision(actual: PermissionSetActual, context: Context): Promise<void> {
  const {admin} = await context.aws.identityCenter(actual.region)
  const InstanceArn = actual.instanceArn
  const command = new ProvisionPermissionSetCommand({...setOf(actual), TargetType: 'ALL_PROVISIONED_ACCOUNTS'})
  const {PermissionSetProvisioningStatus: begun} = await admin.send(command)
  const ProvisionPermissionSetRequestId = begun?.RequestId
  const ask = async () => {
    const status = new DescribePermissionSetProvisioningStatusCommand({InstanceArn, ProvisionPermissionSetRequestId})
    return (await admin.send(status)).PermissionSetProvisioningStatus
  }
  await untilDone(`permission set ${actual.name} to be in force`, ask, context)
}

/** Who has the set in an account; awsup or others assigned it. */
interface Assigned {
  readonly accountId: string
  /** `user 9067…`: names are the directory's. */
  readonly principal: string
  readonly principalId: string
}

async function listAssignments(actual: PermissionSetActual, context: Context): Promise<readonly Assigned[]> {
  const {admin: client} = await context.aws.identityCenter(actual.region)
  const set = setOf(actual)
  const accounts = await listAccounts(set, actual, {context})
  const found = await Promise.all(
    accounts.map(async (AccountId) => {
      const pages = paginateListAccountAssignments({client}, {...set, AccountId})
      const assignments = await collect(pages, (page) => page.AccountAssignments)
      return assignments.map(({PrincipalType = '', PrincipalId = ''}) => ({
        accountId: AccountId,
        principal: `${PrincipalType.toLowerCase()} ${PrincipalId}`,
        principalId: PrincipalId,
      }))
    }),
  )
  return found.flat()
}

/** Deleting a set that somebody else assigned is refused by AWS, in words that do not say who has it. */
async function requireUnused(actual: PermissionSetActual, context: Context): Promise<void> {
  const [first, ...others] = await listAssignments(actual, context)
  if (!first) return
  const {accountId} = first
  const who = [first, ...others].filter((one) => one.accountId === accountId).map(({principal}) => principal)
  throw new ConflictError(`permission set ${actual.name} is assigned in account ${accountId} to ${who.join(', ')}`, {
    code: 'IN_USE',
    hint: 'awsup did not make these assignments, and deletes none of them. Remove them in IAM Identity Center, then run the same command again.',
    details: {permissionSet: actual.name, accountId, assignments: who},
  })
}
