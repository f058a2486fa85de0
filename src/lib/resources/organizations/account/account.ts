import {DescribeAccountCommand, MoveAccountCommand, type Account} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../../aws/calls/absent.js'
import {poll} from '../../../aws/calls/wait.js'
import {ConflictError} from '../../../base/errors.js'
import {compare, type Change, type Context, type Identified, type Resource} from '../../../base/resource.js'
import {claimOf, projectOf} from '../../owner.js'
import {present} from '../../present.js'
import {obtainAccount} from './request.js'
import {requireOpen} from './state.js'
import {sameEmail} from './accounts.js'
import {findOwnAccount} from './own.js'
import {parentOf} from '../parents.js'
import {readTags} from '../tags.js'
import type {AccountDesired} from './desired.js'

export interface AccountActual extends AccountDesired {
  /** Twelve digits; a string for ever. */
  readonly id: string
  readonly arn: string
}

type AccountKey = Pick<AccountDesired, 'email' | 'roleName'>

const VISIBLE_MS = 2 * 60_000

export const account: Resource<AccountDesired, AccountActual, keyof AccountKey> = {
  kind: 'account',
  actions: [
    'organizations:DescribeAccount',
    'organizations:ListAccounts',
    'organizations:ListAccountsForParent',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListRoots',
    'organizations:ListParents',
    'organizations:ListTagsForResource',
    'organizations:CreateAccount',
    'organizations:TagResource',
    'organizations:DescribeCreateAccountStatus',
    'organizations:ListCreateAccountStatus',
    'organizations:MoveAccount',
  ],
  // Names of accounts are not unique, addresses are. The role's name stands here to be kept: AWS does not answer it.
  key: ['email', 'roleName'],
  keep: ['email'],
  // The management account can change both, so they are not permanent, and every account needs them right at first.
  shown: ['name', 'email'],
  precious: true,
  lasting:
    'The organization does not know this account (any more), and AWS deletes none before it was closed for 90 days. If it left the organization, invite it back. If it is gone for good: awsup refresh takes it off record.',
  // The id says which account it is. What people named it and where its mail goes stays as it is on AWS.
  diff: (desired, actual) => everyField(desired, actual).map((change) => ({...change, ...howToChange(change, actual)})),

  // The address is known before there is an organization to look in: then there is no account of it either.
  read: (key, id, context) =>
    absentWhen('AWSOrganizationsNotInUseException', () =>
      id === undefined ? findOwn(key, context) : readById(id, key, context),
    ),

  async create(desired, context) {
    const id = await obtainAccount(desired, context)
    const actual = await poll(`account ${id} to be visible`, () => readById(id, desired, context), {
      context,
      timeoutMs: VISIBLE_MS,
    })
    return account.update(desired, actual, context)
  },

  async update({parentId}, actual, {aws}) {
    if (actual.parentId !== parentId) {
      // AWS answers DuplicateAccount where it already exists.
      await absentWhen('DuplicateAccountException', () =>
        aws.organizations.send(
          new MoveAccountCommand({
            AccountId: actual.id,
            SourceParentId: actual.parentId,
            DestinationParentId: parentId,
          }),
        ),
      )
    }
    return {...actual, parentId}
  },

  delete: ({id, email}) =>
    Promise.reject(
      new ConflictError(`account ${id} (${email}) stays: awsup never closes an account`, {
        code: 'ACCOUNT_KEPT',
        hint: `To close it yourself: change its e-mail address first (a closed account keeps its address for ever), then run "aws organizations close-account --account-id ${id}"; it takes 90 days.`,
        details: {accountId: id},
      }),
    ),
}

const everyField = compare<AccountDesired>({
  name: 'leave',
  email: 'leave',
  parentId: 'update',
  roleName: 'computed',
})

/** What the management account can do about a difference (AWS Account Management, PutAccountName, StartPrimaryEmailUpdate). */
function howToChange(
  {field, to}: Change,
  {id = '<account id>', email}: AccountDesired & Partial<Identified>,
): Pick<Change, 'hint'> {
  if (field === 'name') {
    const rename = `aws account put-account-name --account-id ${id} --account-name ${String(to)}`
    return {hint: `awsup renames no account, and works with this one by its id. To rename it: ${rename}`}
  }
  if (field === 'email') {
    const update = `aws account start-primary-email-update --account-id ${id} --primary-email ${String(to)}`
    return {
      hint: `awsup works with the account by its id, and changes no address. Write ${email} under email of the environment in awsup.yaml, or change it on AWS: ${update} (AWS mails a code; accept-primary-email-update takes it)`,
    }
  }
  return {}
}

/**
 * From a page of accounts, where it tells enough: an account in the project's own unit with the address that the manifest
 * says is the one that awsup made, for no other account ever has that address. Any other is asked about alone, tags too;
 * so is every account before something in it is changed (project/ownership.ts).
 */
async function readById(id: string, key: AccountKey, context: Context): Promise<AccountActual | undefined> {
  const listed = await context.aws.findListed(id)
  if (listed && listed.parentTags['awsup:project'] === projectOf(context.owner)) {
    const {account: found, parentId} = listed
    if (sameEmail(found.Email, key.email)) return makeActual(found, {...key, parentId, claim: {}})
  }
  const answer = await absentWhen('AccountNotFoundException', () =>
    context.aws.organizations.send(new DescribeAccountCommand({AccountId: id})),
  )
  return answer && toActual(present(answer.Account, 'Account'), key, context)
}

async function findOwn(key: AccountKey, context: Context): Promise<AccountActual | undefined> {
  const found = await findOwnAccount(key.email, context)
  return found && toActual(found, key, context)
}

async function toActual(found: Account, key: AccountKey, context: Context): Promise<AccountActual> {
  requireOpen(found)
  const id = present(found.Id, 'Account.Id')
  const [tags, parentId] = await Promise.all([readTags(id, context), parentOf(id, context)])
  return makeActual(found, {...key, parentId, claim: claimOf(tags, context.owner)})
}

interface Around extends AccountKey {
  readonly parentId: string
  readonly claim: Pick<Identified, 'claimedBy'>
}

function makeActual(found: Account, {email, roleName, parentId, claim}: Around): AccountActual {
  requireOpen(found)
  const address = present(found.Email, 'Account.Email')
  return {
    id: present(found.Id, 'Account.Id'),
    arn: present(found.Arn, 'Account.Arn'),
    name: present(found.Name, 'Account.Name'),
    // Addresses that differ in case only are one address, so they are no difference.
    email: sameEmail(address, email) ? email : address,
    parentId,
    roleName,
    ...claim,
  }
}
