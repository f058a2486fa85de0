import {DescribeAccountCommand, MoveAccountCommand, type Account} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/absent.js'
import {poll} from '../../aws/wait.js'
import {ConflictError} from '../../errors.js'
import {compare, type Context, type Resource} from '../../resource.js'
import {requireOurs} from '../owner.js'
import {present} from '../present.js'
import {obtainAccount} from './account-request.js'
import {requireOpen} from './account-state.js'
import {findByEmail, sameEmail} from './accounts.js'
import {parentOf} from './parents.js'
import {readTags} from './tags.js'

/** A member account. */
export interface AccountDesired {
  /** 1–50 printable ASCII characters; not unique. */
  readonly name: string
  /** 6–64 characters; unique in all of AWS, for ever. */
  readonly email: string
  /** Root or organizational unit. */
  readonly parentId: string
  /** The role that the management account enters by, made with the account. */
  readonly roleName: string
}

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
  permanent: ['name', 'email'],
  precious: true,
  diff: compare<AccountDesired>({name: 'refuse', email: 'refuse', parentId: 'update', roleName: 'computed'}),

  // The address is known before there is an organization to look in: then there is no account of it either.
  read: (key, id, context) =>
    absentWhen('AWSOrganizationsNotInUseException', () =>
      id === undefined ? findInOrganization(key, context) : readById(id, key, context),
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
      // AWS answers DuplicateAccount where it is there already.
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
        hint: `To close it yourself: change its e-mail address first (a closed account keeps it for ever), then run "aws organizations close-account --account-id ${id}"; it takes 90 days.`,
        details: {accountId: id},
      }),
    ),
}

async function readById(id: string, key: AccountKey, context: Context): Promise<AccountActual | undefined> {
  const answer = await absentWhen('AccountNotFoundException', () =>
    context.aws.organizations.send(new DescribeAccountCommand({AccountId: id})),
  )
  return answer && toActual(present(answer.Account, 'Account'), key, context)
}

async function findInOrganization(key: AccountKey, context: Context): Promise<AccountActual | undefined> {
  const found = await findByEmail(key.email, context)
  if (!found) return undefined
  const tags = await readTags(present(found.Id, 'Account.Id'), context)
  // An address belongs to one person, so an account that nobody claimed is taken in; another project's is not.
  if (tags['awsup:project'] !== undefined) requireOurs(`account ${found.Id ?? ''} (${key.email})`, tags, context.owner)
  return toActual(found, key, context)
}

async function toActual(found: Account, {email, roleName}: AccountKey, context: Context): Promise<AccountActual> {
  requireOpen(found)
  const id = present(found.Id, 'Account.Id')
  const address = present(found.Email, 'Account.Email')
  return {
    id,
    arn: present(found.Arn, 'Account.Arn'),
    name: present(found.Name, 'Account.Name'),
    // Addresses that differ in case only are one address, so they are no difference.
    email: sameEmail(address, email) ? email : address,
    parentId: await parentOf(id, context),
    roleName,
  }
}
