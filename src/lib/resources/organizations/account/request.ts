import {
  CreateAccountCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  paginateListCreateAccountStatus,
  type CreateAccountStatus,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../../aws/calls/absent.js'
import {systemClock} from '../../../aws/clock.js'
import {lookAgain} from '../../../aws/lag/look-again.js'
import {poll} from '../../../aws/calls/wait.js'
import type {Context} from '../../../base/resource.js'
import {isOurs, tagList} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import type {AccountDesired} from './desired.js'
import {sameEmail} from './accounts.js'
import {explainRefusal, isTooManyAtOnce, refusal} from './failure-reasons.js'
import {findOwnAccount} from './own.js'
import {readTags} from '../tags.js'

/** AWS says "a few minutes"; Terraform gives up after five. */
const CREATION_MS = 10 * 60_000
/** As long as it may take until one of five accounts under way is done. */
const ACCEPTANCE_MS = CREATION_MS

/**
 * Makes the account, or finds the one that an earlier run asked for; answers its id. CreateAccount has no idempotency
 * token and takes minutes: its receipt is on disk before we wait on it, and a new request goes out only when neither
 * the receipt, nor the organization's accounts, nor its open requests know the account.
 *
 * Throws AwsRefusedError with AWS's reason, or `TIMED_OUT`.
 */
export async function obtainAccount(desired: AccountDesired, context: Context): Promise<string> {
  const earlier = (await resumedAccount(desired, context)) ?? (await findAccount(desired, context))
  if (earlier !== undefined) return earlier

  const outcome = await settle(await requestAccount(desired, context), context)
  if (outcome.AccountId !== undefined) {
    context.madeAnew?.()
    return outcome.AccountId
  }
  // Both reasons may mean our own account, asked for by a run whose reply was lost, or by another run at this moment.
  const duplicate = ['EMAIL_ALREADY_EXISTS', 'CONCURRENT_ACCOUNT_MODIFICATION'].includes(outcome.FailureReason ?? '')
  const find = () => findAccount(desired, context)
  const what = `the account with the address ${desired.email} to show`
  const deadline = systemClock.now() + context.aws.visibleMs
  const found = duplicate ? await lookAgain(what, find, {context, clock: systemClock, deadline}) : undefined
  if (found !== undefined) return found
  if (!duplicate) await context.madeNothing?.()
  throw refusal(outcome.FailureReason ?? 'INTERNAL_FAILURE', desired)
}

/**
 * What came of the request on record. One that failed, or that AWS forgot, does not stand in the way of another; nor does
 * one that was for another account.
 */
async function resumedAccount({email}: AccountDesired, context: Context): Promise<string | undefined> {
  const requestId = context.resumed?.['requestId']
  if (requestId === undefined || (await describe(requestId, context)) === undefined) return undefined
  const {AccountId} = await settle(requestId, context)
  if (AccountId === undefined) return undefined
  // An account that was made a moment ago may not be visible yet.
  const found = await absentWhen('AccountNotFoundException', () =>
    context.aws.organizations.send(new DescribeAccountCommand({AccountId})),
  )
  return found === undefined || sameEmail(found.Account?.Email, email) ? AccountId : undefined
}

/**
 * The account that an earlier run made, or an open request that turns out to be for it. Requests answer names, not
 * addresses. Throws ConflictError `NOT_OURS` where another account has this address.
 */
async function findAccount({name, email}: AccountDesired, context: Context): Promise<string | undefined> {
  const client = context.aws.organizations
  const pages = paginateListCreateAccountStatus({client}, {States: ['IN_PROGRESS']})
  const open = await collect(pages, ({CreateAccountStatuses}) => CreateAccountStatuses)
  for (const {Id, AccountName} of open) {
    if (AccountName !== name) continue
    const {AccountId} = await settle(present(Id, 'CreateAccountStatus.Id'), context)
    if (AccountId === undefined) continue
    const {Account} = await client.send(new DescribeAccountCommand({AccountId}))
    // Another project may ask for an account with this name and address at this moment.
    if (sameEmail(Account?.Email, email) && isOurs(await readTags(AccountId, context), context.owner)) return AccountId
  }
  // After the requests: what was decided in between is an account by now.
  const existing = await findOwnAccount(email, context)
  return existing && present(existing.Id, 'Account.Id')
}

async function requestAccount(desired: AccountDesired, context: Context): Promise<string> {
  const {name, email, roleName} = desired
  const command = new CreateAccountCommand({
    AccountName: name,
    Email: email,
    RoleName: roleName,
    Tags: tagList(context.owner),
  })
  const attempt = async (): Promise<CreateAccountStatus | undefined> => {
    try {
      const answer = await context.aws.organizations.send(command)
      return present(answer.CreateAccountStatus, 'CreateAccountStatus')
    } catch (error) {
      // AWS refused before it did anything, so asking again cannot make a second account.
      if (isTooManyAtOnce(error)) return undefined
      throw explainRefusal(error, desired)
    }
  }
  const status = await poll(`the organization to take the request for account ${name}`, attempt, {
    context,
    timeoutMs: ACCEPTANCE_MS,
  })
  const requestId = present(status.Id, 'CreateAccountStatus.Id')
  await context.checkpoint({requestId})
  return requestId
}

/** Waits until the request is decided. */
async function settle(requestId: string, context: Context): Promise<CreateAccountStatus> {
  const decided = async (): Promise<CreateAccountStatus | undefined> => {
    const status = await describe(requestId, context)
    return status && status.State !== 'IN_PROGRESS' ? status : undefined
  }
  return poll(`AWS to make the account (request ${requestId})`, decided, {context, timeoutMs: CREATION_MS})
}

async function describe(requestId: string, {aws}: Context): Promise<CreateAccountStatus | undefined> {
  const answer = await absentWhen('CreateAccountStatusNotFoundException', () =>
    aws.organizations.send(new DescribeCreateAccountStatusCommand({CreateAccountRequestId: requestId})),
  )
  return answer?.CreateAccountStatus
}
