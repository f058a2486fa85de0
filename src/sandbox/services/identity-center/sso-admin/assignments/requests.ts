import type * as sdk from '@aws-sdk/client-sso-admin'
import {timeKey} from '../../../../core/pages.js'
import {uuid} from '../../../../core/ids.js'
import type {Call, Operation, Operations} from '../../../../core/service.js'
import {permissionSetArn} from '../arns.js'
import {notFound} from '../refusals.js'
import {onInstance, pageOf} from '../scope.js'
import {pending, type Request, requests} from '../tables.js'

type Asked = Pick<Request, 'instanceId' | 'sort' | 'permissionSetId' | 'accountId' | 'principal' | 'refusal'>

/** Begins what takes its time. */
export function openRequest(asked: Asked, {tx, now, settings}: Call): Request {
  const {instanceId} = asked
  const dueAt = now + settings.provisioningMs
  const request: Request = {
    ...asked,
    requestId: uuid(),
    createdAt: now,
    dueAt,
    status: 'IN_PROGRESS',
    failure: undefined,
  }
  requests.put(tx, [instanceId, request.requestId], request)
  pending.put(tx, [], [...(pending.get(tx, []) ?? []), {instanceId, requestId: request.requestId, dueAt}])
  return request
}

/** An assignment that comes or goes. */
export const assignmentStatus = (request: Request): sdk.AccountAssignmentOperationStatus => ({
  Status: request.status,
  RequestId: request.requestId,
  FailureReason: request.failure,
  TargetId: request.accountId,
  TargetType: 'AWS_ACCOUNT',
  PermissionSetArn: permissionSetArn(request),
  PrincipalType: request.principal?.principalType,
  PrincipalId: request.principal?.principalId,
  CreatedDate: new Date(request.createdAt),
})

/** The provisioning of a permission set. */
export const provisioningStatus = (request: Request): sdk.PermissionSetProvisioningStatus => ({
  Status: request.status,
  RequestId: request.requestId,
  AccountId: request.accountId,
  PermissionSetArn: permissionSetArn(request),
  FailureReason: request.failure,
  CreatedDate: new Date(request.createdAt),
})

/** @throws ServiceError ResourceNotFoundException */
function requireRequest(
  instanceId: string,
  {sort, id = ''}: Pick<Request, 'sort'> & {id?: string | undefined},
  {tx}: Call,
): Request {
  const found = requests.get(tx, [instanceId, id])
  if (found?.sort !== sort) throw notFound(`Request ${id} not found.`)
  return found
}

interface Listing {
  InstanceArn: string | undefined
  Filter?: sdk.OperationStatusFilter | undefined
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

interface Metadata {
  Status: Request['status']
  RequestId: string
  CreatedDate: Date
}

/** Requests of one sort, oldest first. */
const list = <O>(
  sort: Request['sort'],
  answer: (found: Metadata[], NextToken: string | undefined) => O,
): Operation<Listing, O> =>
  onInstance(({instanceId}, input: Listing, call) => {
    const status = input.Filter?.Status
    const all = requests.list(call.tx, [instanceId]).filter((request) => request.sort === sort)
    const {items, next} = pageOf(
      all.filter((request) => status === undefined || request.status === status),
      {...input, key: ({createdAt, requestId}) => timeKey(createdAt, requestId)},
      call,
    )
    const found = items.map((one) => ({
      Status: one.status,
      RequestId: one.requestId,
      CreatedDate: new Date(one.createdAt),
    }))
    return answer(found, next)
  })

/** How what was asked for is getting on. */
export const requestOperations = {
  DescribeAccountAssignmentCreationStatus: onInstance(
    (
      {instanceId},
      {AccountAssignmentCreationRequestId: id}: sdk.DescribeAccountAssignmentCreationStatusCommandInput,
      call,
    ): sdk.DescribeAccountAssignmentCreationStatusResponse => ({
      AccountAssignmentCreationStatus: assignmentStatus(requireRequest(instanceId, {sort: 'creation', id}, call)),
    }),
  ),

  DescribeAccountAssignmentDeletionStatus: onInstance(
    (
      {instanceId},
      {AccountAssignmentDeletionRequestId: id}: sdk.DescribeAccountAssignmentDeletionStatusCommandInput,
      call,
    ): sdk.DescribeAccountAssignmentDeletionStatusResponse => ({
      AccountAssignmentDeletionStatus: assignmentStatus(requireRequest(instanceId, {sort: 'deletion', id}, call)),
    }),
  ),

  DescribePermissionSetProvisioningStatus: onInstance(
    (
      {instanceId},
      {ProvisionPermissionSetRequestId: id}: sdk.DescribePermissionSetProvisioningStatusCommandInput,
      call,
    ): sdk.DescribePermissionSetProvisioningStatusResponse => ({
      PermissionSetProvisioningStatus: provisioningStatus(requireRequest(instanceId, {sort: 'provisioning', id}, call)),
    }),
  ),

  ListAccountAssignmentCreationStatus: list('creation', (AccountAssignmentsCreationStatus, NextToken) => ({
    AccountAssignmentsCreationStatus,
    NextToken,
  })),

  ListAccountAssignmentDeletionStatus: list('deletion', (AccountAssignmentsDeletionStatus, NextToken) => ({
    AccountAssignmentsDeletionStatus,
    NextToken,
  })),

  ListPermissionSetProvisioningStatus: list('provisioning', (PermissionSetsProvisioningStatus, NextToken) => ({
    PermissionSetsProvisioningStatus,
    NextToken,
  })),
} satisfies Operations<typeof sdk>
