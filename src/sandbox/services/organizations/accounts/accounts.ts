import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../../core/errors.js'
import {wholeOf} from '../../../core/lag.js'
import {timeKey} from '../../../core/pages.js'
import type {Call} from '../../../core/service.js'
import {detachAll} from '../policies/attachments.js'
import {accountNotFound, constraintViolation, parentNotFound} from '../refusals.js'
import {managed, pageOf} from '../scope.js'
import {accountShape} from '../shapes.js'
import {accounts, type Account, type Organization} from '../tables.js'
import {accountsBelow, accountsIn, findParent} from '../tree.js'

/** Organizations User Guide, quotas: minimum age of an account that was created here before it can leave. */
const MIN_AGE_MS = 4 * 24 * 60 * 60 * 1000
const CONCURRENT_CLOSURES = 3

const on = 'AccountId'

function requireAccount({tx}: Call, {organizationId}: Organization, id = ''): Account {
  const account = accounts.get(tx, [id])
  if (account?.organizationId !== organizationId) throw accountNotFound()
  return account
}

const DescribeAccount = managed({
  on,
  run({AccountId}: Sdk.DescribeAccountCommandInput, call, organization): Sdk.DescribeAccountResponse {
    return {Account: accountShape(call.tx, organization, requireAccount(call, organization, AccountId))}
  },
})

/** Oldest first. */
const key = ({joinedAt, accountId}: Account): string => timeKey(joinedAt, accountId)

const ListAccounts = managed({
  run(input: Sdk.ListAccountsCommandInput, call, organization): Sdk.ListAccountsResponse {
    const {items, next} = pageOf(accountsIn(call.tx, organization), {...input, key}, call)
    return {Accounts: items.map((account) => accountShape(call.tx, organization, account)), NextToken: next}
  },
})

const ListAccountsForParent = managed({
  on: 'ParentId',
  run(input: Sdk.ListAccountsForParentCommandInput, call, organization): Sdk.ListAccountsForParentResponse {
    const parent = findParent(call.tx, organization, input.ParentId ?? '')
    if (!parent) throw parentNotFound()
    const {items, next} = pageOf(accountsBelow(call.tx, organization, parent.id), {...input, key}, call)
    return {Accounts: items.map((account) => accountShape(call.tx, organization, account)), NextToken: next}
  },
})

const MoveAccount = managed({
  on,
  run(input: Sdk.MoveAccountCommandInput, call, organization) {
    const account = requireAccount(call, organization, input.AccountId)
    const {SourceParentId: source = '', DestinationParentId: destination = ''} = input
    if (!findParent(call.tx, organization, destination)) {
      throw new ServiceError(
        'DestinationParentNotFoundException',
        "You specified a destination parent that doesn't exist.",
      )
    }
    if (account.parentId === destination) {
      throw new ServiceError(
        'DuplicateAccountException',
        'That account is already present in the specified destination.',
      )
    }
    if (account.parentId !== source) {
      throw new ServiceError('SourceParentNotFoundException', "You specified a source parent that doesn't exist.")
    }
    accounts.put(call.tx, [account.accountId], {...account, parentId: destination})
    return {}
  },
})

/** The account works on while its closure is pending; then it is closed, for ninety days in sight. */
const CloseAccount = managed({
  on,
  run({AccountId}: Sdk.CloseAccountCommandInput, call, organization) {
    const {tx, now, settings} = call
    const account = requireAccount(call, organization, AccountId)
    if (organization.featureSet !== 'ALL') {
      throw constraintViolation(
        'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
        "The organization doesn't have all features enabled.",
      )
    }
    if (account.accountId === organization.managementAccountId) {
      throw constraintViolation('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', "You can't close the management account.")
    }
    if (account.state === 'CLOSED' || account.state === 'SUSPENDED') {
      throw new ServiceError(
        'AccountAlreadyClosedException',
        'You attempted to close an account that is already closed.',
      )
    }
    if (account.state === 'PENDING_CLOSURE') {
      throw new ServiceError(
        'ConflictException',
        'The request failed because it conflicts with the current state of the specified resource.',
      )
    }
    const closing = accountsIn(wholeOf(tx), organization).filter(({state}) => state === 'PENDING_CLOSURE')
    if (closing.length >= CONCURRENT_CLOSURES) {
      throw constraintViolation(
        'CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED',
        "You've exceeded the number of close account requests that can be in progress at the same time.",
      )
    }
    const closesAt = now + settings.accountCreationMs
    accounts.put(tx, [account.accountId], {...account, state: 'PENDING_CLOSURE', closesAt})
    return {}
  },
})

const RemoveAccountFromOrganization = managed({
  on,
  run({AccountId}: Sdk.RemoveAccountFromOrganizationCommandInput, call, organization) {
    const account = requireAccount(call, organization, AccountId)
    if (account.accountId === organization.managementAccountId) {
      throw new ServiceError(
        'MasterCannotLeaveOrganizationException',
        "You can't remove a management account from an organization.",
      )
    }
    if (account.joinedMethod === 'CREATED' && call.now - account.joinedAt < MIN_AGE_MS) {
      throw constraintViolation(
        'WAIT_PERIOD_ACTIVE',
        'You must wait until at least four days after the account was created before you can remove it from the organization.',
      )
    }
    detachAll(wholeOf(call.tx), organization, (_, targetId) => targetId === account.accountId)
    accounts.put(call.tx, [account.accountId], {...account, organizationId: undefined, parentId: undefined})
    return {}
  },
})

export const accountOperations = {
  DescribeAccount,
  ListAccounts,
  ListAccountsForParent,
  MoveAccount,
  CloseAccount,
  RemoveAccountFromOrganization,
}
