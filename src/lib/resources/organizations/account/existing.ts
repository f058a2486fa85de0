import {DescribeAccountCommand} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {present} from '../../present.js'
import {requireActive} from './state.js'

/** An account that exists, and lived in as it is: awsup neither makes, moves, renames nor tags it. */
export interface ExistingAccountDesired {
  /** Twelve digits, or `management`: the account whose credentials awsup works with. */
  readonly accountId: string
}

/** The id is the account's, also of `management`. */
export interface ExistingAccountActual extends ExistingAccountDesired {
  readonly id: string
}

export const existingAccount: Resource<ExistingAccountDesired, ExistingAccountActual> = {
  kind: 'existing-account',
  actions: ['organizations:DescribeAccount'],
  key: ['accountId'],
  precious: true,
  // What lives in an account cannot follow into another one.
  diff: compare<ExistingAccountDesired>({accountId: 'refuse'}),

  async read({accountId}, id, context) {
    const own = context.aws.accountId
    const meant = accountId === 'management' ? own : accountId
    if (id !== undefined && id !== meant && accountId === 'management') throw wrongAccount(id, own)
    if (meant !== own) await requireMember(meant, context)
    // Another than the one on record is a difference, which the plan refuses.
    return id === undefined || id === meant ? {id: meant, accountId} : {id, accountId: id}
  },

  create: ({accountId}) =>
    Promise.reject(
      new ConflictError(`account ${accountId} does not exist`, {
        hint: 'awsup makes no account that is named by its id.',
      }),
    ),

  update: (_desired, actual) => Promise.resolve(actual),

  // It was there before, and stays.
  delete: () => Promise.resolve(),
}

async function requireMember(accountId: string, {aws}: Context): Promise<void> {
  const listed = await aws.findListed(accountId)
  if (listed) {
    requireActive(listed.account)
    return
  }
  const answer = await absentWhen(['AccountNotFoundException', 'AWSOrganizationsNotInUseException'], () =>
    aws.organizations.send(new DescribeAccountCommand({AccountId: accountId})),
  )
  if (!answer) {
    throw new ConflictError(`account ${accountId} is no member of an organization that ${aws.accountId} manages`, {
      code: 'NOT_A_MEMBER',
      hint: 'Work with credentials of that account itself and say account: management, or invite it into the organization first.',
      details: {accountId, managementAccountId: aws.accountId},
    })
  }
  requireActive(present(answer.Account, 'Account'))
}

const wrongAccount = (expected: string, accountId: string): ConflictError =>
  new ConflictError(`these credentials belong to account ${accountId}, and account ${expected} is on record`, {
    code: 'WRONG_ACCOUNT',
    hint: 'Nothing was changed. Choose the right credentials with --profile.',
    details: {accountId, expected},
  })
