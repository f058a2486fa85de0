import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  paginateListAccountAssignments,
} from '@aws-sdk/client-sso-admin'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import {compare, UNKNOWN, type Context, type Resource} from '../../../base/resource.js'
import {collect} from '../../pages.js'
import {assignmentId, type InInstance} from './permission-set-desired.js'
import {findPrincipal, requirePrincipal, type PrincipalKey} from './principals.js'
import {isNotProvisioned, untilDone} from './progress.js'

/** That a user or group has a permission set in an account. */
export interface AssignmentDesired extends InInstance, PrincipalKey {
  readonly permissionSetArn: string
  /** Twelve digits; never the management account. */
  readonly accountId: string
}

/** `id` is `assignmentId`. */
export interface AssignmentActual extends AssignmentDesired {
  readonly id: string
  readonly principalId: string
}

export const permissionSetAssignment: Resource<AssignmentDesired, AssignmentActual> = {
  kind: 'permission-set-assignment',
  actions: [
    'identitystore:GetUserId',
    'identitystore:GetGroupId',
    'sso:ListAccountAssignments',
    'sso:CreateAccountAssignment',
    'sso:DescribeAccountAssignmentCreationStatus',
    'sso:DeleteAccountAssignment',
    'sso:DescribeAccountAssignmentDeletionStatus',
  ],
  key: ['instanceArn', 'region', 'identityStoreId', 'permissionSetArn', 'accountId', 'principalType', 'principal'],
  diff: compare<AssignmentDesired>({
    instanceArn: 'replace',
    region: 'replace',
    identityStoreId: 'replace',
    permissionSetArn: 'replace',
    accountId: 'replace',
    principalType: 'replace',
    principal: 'replace',
  }),

  // Before anything is made: a run that stops at a name which is misspelt would have made the rest.
  async notices(desired, context) {
    if (desired.accountId === context.aws.accountId) throw inManagement(desired)
    if (desired.identityStoreId !== UNKNOWN && desired.region !== UNKNOWN) await requirePrincipal(desired, context)
    return []
  },

  async read(key, id, context) {
    const named = await findPrincipal(key, context)
    const principalId = id?.split('/').at(-1) ?? named
    if (principalId === undefined || !(await isAssigned(principalId, key, context))) return undefined
    // Another one than awsup.yaml names, or one that was deleted: then its id is all that is known.
    const principal = principalId === named ? key.principal : principalId
    return {...key, id: assignmentId(key, principalId), principalId, principal}
  },

  async create(desired, context) {
    if (desired.accountId === context.aws.accountId) throw inManagement(desired)
    const principalId = await requirePrincipal(desired, context)
    const actual = {...desired, id: assignmentId(desired, principalId), principalId}
    const {admin, alone} = await context.aws.identityCenter(desired.region)
    await alone(desired.accountId, async () => {
      const begun = context.resumed?.['requestId']
      const known = begun === undefined ? undefined : await creation(begun, desired, context)
      const requestId = known?.Status === 'IN_PROGRESS' ? begun : await request()
      const what = `${desired.principal} to be assigned in account ${desired.accountId}`
      try {
        await untilDone(what, () => creation(requestId, desired, context), context)
      } catch (error) {
        if (isNotProvisioned(error)) await context.madeNothing?.()
        throw error
      }
    })
    return actual

    async function request(): Promise<string | undefined> {
      const answer = await admin.send(new CreateAccountAssignmentCommand(targetOf(actual)))
      const requestId = answer.AccountAssignmentCreationStatus?.RequestId
      if (requestId !== undefined) await context.checkpoint({requestId})
      return requestId
    }
  },

  update: (_desired, actual) => Promise.resolve(actual),

  async delete(actual, context) {
    const {admin, alone} = await context.aws.identityCenter(actual.region)
    await alone(actual.accountId, () =>
      absentWhen('ResourceNotFoundException', async () => {
        if (!(await isAssigned(actual.principalId, actual, context))) return
        const answer = await admin.send(new DeleteAccountAssignmentCommand(targetOf(actual)))
        const requestId = answer.AccountAssignmentDeletionStatus?.RequestId
        const ask = async () => {
          const command = new DescribeAccountAssignmentDeletionStatusCommand({
            InstanceArn: actual.instanceArn,
            AccountAssignmentDeletionRequestId: requestId,
          })
          return (await admin.send(command)).AccountAssignmentDeletionStatus
        }
        await untilDone(`${actual.principal} to lose a permission set in account ${actual.accountId}`, ask, context)
      }),
    )
  },
}

const targetOf = ({instanceArn, permissionSetArn, principalType, principalId, accountId}: AssignmentActual) => ({
  InstanceArn: instanceArn,
  PermissionSetArn: permissionSetArn,
  PrincipalType: principalType,
  PrincipalId: principalId,
  TargetType: 'AWS_ACCOUNT' as const,
  TargetId: accountId,
})

const creation = async (requestId: string | undefined, {instanceArn, region}: InInstance, {aws}: Context) => {
  const {admin} = await aws.identityCenter(region)
  const command = new DescribeAccountAssignmentCreationStatusCommand({
    InstanceArn: instanceArn,
    AccountAssignmentCreationRequestId: requestId,
  })
  const answer = await absentWhen('ResourceNotFoundException', () => admin.send(command))
  return answer?.AccountAssignmentCreationStatus
}

/** AWS refuses no second assignment of the same: whether there is one is looked for. */
async function isAssigned(
  principalId: string,
  {
    instanceArn,
    region,
    permissionSetArn,
    accountId,
  }: Pick<AssignmentDesired, 'permissionSetArn' | 'accountId'> & InInstance,
  {aws}: Context,
): Promise<boolean> {
  const {admin: client} = await aws.identityCenter(region)
  const asked = {InstanceArn: instanceArn, PermissionSetArn: permissionSetArn, AccountId: accountId}
  const found = await absentWhen('ResourceNotFoundException', () =>
    collect(paginateListAccountAssignments({client}, asked), ({AccountAssignments}) => AccountAssignments),
  )
  return (found ?? []).some(({PrincipalId}) => PrincipalId === principalId)
}

const inManagement = ({accountId}: AssignmentDesired): ConflictError =>
  new ConflictError(`account ${accountId} is the management account, where awsup assigns no permission sets`, {
    code: 'MANAGEMENT_ACCOUNT',
    hint: 'Nothing was changed. Give roles in environments with an account of their own, or assign people there in the console.',
    details: {accountId},
  })
