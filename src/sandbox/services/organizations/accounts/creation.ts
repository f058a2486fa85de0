import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../../core/errors.js'
import {lowerAlnum} from '../../../core/ids.js'
import {wholeOf} from '../../../core/lag.js'
import {timeKey} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {constraintViolation, invalidInput} from '../refusals.js'
import {managed, pageOf} from '../scope.js'
import {requestShape} from '../shapes.js'
import {accountRequests, type CreateAccountRequest} from '../tables.js'
import {toTags} from '../tags.js'

/** Organizations User Guide, quotas: member accounts that can be created at once. */
const CONCURRENT = 5

/** The reason that a fault draws for this call to fail with, later. */
const accountFailure = ({settings}: Call): string | undefined =>
  settings.faults.map(({effect}) => effect).find((effect) => effect.type === 'account-failure')?.reason

const CreateAccount = managed({
  run(input: Sdk.CreateAccountCommandInput, call, organization): Sdk.CreateAccountResponse {
    const {tx, now, settings} = call
    const {
      Email: email = '',
      AccountName: accountName = '',
      RoleName: roleName = 'OrganizationAccountAccessRole',
    } = input
    if (/^AWSServiceRoleFor/i.test(roleName)) throw invalidInput('INVALID_ROLE_NAME')
    const {organizationId, managementAccountId} = organization
    const pending = accountRequests.list(wholeOf(tx), [organizationId]).filter(({state}) => state === 'IN_PROGRESS')
    if (pending.length >= CONCURRENT) {
      throw constraintViolation(
        'ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED',
        'You have exceeded the number of accounts that you can create at the same time.',
      )
    }
    const request: CreateAccountRequest = {
      requestId: `car-${lowerAlnum(32)}`,
      organizationId,
      managementAccountId,
      accountName,
      email,
      roleName,
      tags: toTags(input.Tags),
      requestedAt: now,
      dueAt: now + settings.accountCreationMs,
      failure: accountFailure(call),
      state: 'IN_PROGRESS',
      accountId: undefined,
      completedAt: undefined,
    }
    accountRequests.put(tx, [organizationId, request.requestId], request)
    return {CreateAccountStatus: requestShape(request)}
  },
})

const DescribeCreateAccountStatus = managed({
  run(
    {CreateAccountRequestId: id = ''}: Sdk.DescribeCreateAccountStatusCommandInput,
    {tx},
    {organizationId},
  ): Sdk.DescribeCreateAccountStatusResponse {
    const request = accountRequests.get(tx, [organizationId, id])
    if (!request) {
      throw new ServiceError(
        'CreateAccountStatusNotFoundException',
        "You specified an account creation request that doesn't exist.",
      )
    }
    return {CreateAccountStatus: requestShape(request)}
  },
})

const ListCreateAccountStatus = managed({
  run(input: Sdk.ListCreateAccountStatusCommandInput, call, organization): Sdk.ListCreateAccountStatusResponse {
    const {States: states = []} = input
    const requests = accountRequests
      .list(call.tx, [organization.organizationId])
      .filter(({state}) => states.length === 0 || states.includes(state))
    const {items, next} = pageOf(
      requests,
      {...input, key: ({requestedAt, requestId}) => timeKey(requestedAt, requestId)},
      call,
    )
    return {CreateAccountStatuses: items.map(requestShape), NextToken: next}
  },
})

export const creationOperations = {CreateAccount, DescribeCreateAccountStatus, ListCreateAccountStatus}
