import {roles} from '../../iam/tables.js'
import {accountId, uniqueId} from '../../../core/ids.js'
import type {Settings} from '../../../settings.js'
import type {Transaction} from '../../../store/transaction.js'
import {attach, FULL_ACCESS} from '../policies/attachments.js'
import {accountRequests, accounts, type CreateAccountRequest, organizations, type Organization} from '../tables.js'
import {accountsIn} from '../tree.js'

const DAY_MS = 24 * 60 * 60 * 1000
/** How long a closed account can be reopened, and counts. */
const POST_CLOSURE_MS = 90 * DAY_MS

/**
 * Does what has become due: accounts asked for come into being or fail, closures take effect. Whoever looks at
 * accounts calls this first, so that nothing needs to run in the background.
 */
export function settleAccounts(tx: Transaction, now: number, settings: Settings): void {
  const due = accountRequests
    .list(tx)
    .filter(({state, dueAt}) => state === 'IN_PROGRESS' && dueAt <= now)
    .sort((a, b) => a.dueAt - b.dueAt || a.requestedAt - b.requestedAt)
  for (const request of due) settle(tx, request, settings)

  for (const account of accounts.list(tx)) {
    const {closesAt} = account
    if (closesAt === undefined || closesAt > now) continue
    const forgotten = closesAt + POST_CLOSURE_MS <= now
    if (account.state === 'CLOSED' && !(forgotten && account.organizationId !== undefined)) continue
    accounts.put(tx, [account.accountId], {
      ...account,
      state: 'CLOSED',
      ...(forgotten ? {organizationId: undefined, parentId: undefined} : {}),
    })
  }
}

function settle(tx: Transaction, request: CreateAccountRequest, settings: Settings): void {
  const {organizationId, requestId, dueAt: completedAt} = request
  const organization = organizations.get(tx, [organizationId])
  if (!organization) return
  const failure = findFailure(tx, request, accountsIn(tx, organization).length >= settings.accountQuota)
  accountRequests.put(tx, [organizationId, requestId], {
    ...request,
    completedAt,
    ...(failure === undefined
      ? {
          state: 'SUCCEEDED',
          accountId: makeAccount(tx, organization, {request, assumableAt: completedAt + settings.roleDelayMs}),
        }
      : {state: 'FAILED', failure}),
  })
}

/** AWS keeps an address that a closed account has used. */
function findFailure(tx: Transaction, {email, failure}: CreateAccountRequest, full: boolean): string | undefined {
  if (failure !== undefined) return failure
  if (!isEmail(email)) return 'INVALID_EMAIL'
  const taken = accounts.list(tx).some((account) => account.email.toLowerCase() === email.toLowerCase())
  if (taken) return 'EMAIL_ALREADY_EXISTS'
  return full ? 'ACCOUNT_LIMIT_EXCEEDED' : undefined
}

/** Source: Organizations API reference, CreateAccount, Email. */
const isEmail = (email: string): boolean =>
  /^[\x21-\x7e]+$/.test(email) &&
  /^(?!\.)[^@"'()<>[\]:;,\\|%&]+@[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(email) &&
  /@.*\./.test(email)

interface Making {
  readonly request: CreateAccountRequest
  readonly assumableAt: number
}

function makeAccount(tx: Transaction, organization: Organization, {request, assumableAt}: Making): string {
  const {dueAt: createdAt, roleName} = request
  const id = unusedAccountId(tx)
  accounts.put(tx, [id], {
    accountId: id,
    name: request.accountName,
    email: request.email,
    createdAt,
    organizationId: organization.organizationId,
    joinedMethod: 'CREATED',
    joinedAt: createdAt,
    state: 'ACTIVE',
    parentId: organization.rootId,
    tags: request.tags,
  })
  if (organization.enabledPolicyTypes.includes('SERVICE_CONTROL_POLICY')) attach(tx, organization, [FULL_ACCESS, id])
  roles.put(tx, [id, roleName.toLowerCase()], {
    accountId: id,
    roleName,
    roleId: uniqueId('AROA'),
    path: '/',
    createdAt,
    tags: {},
    description: undefined,
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: {AWS: `arn:aws:iam::${organization.managementAccountId}:root`},
          Action: 'sts:AssumeRole',
        },
      ],
    }),
    maxSessionDuration: 3600,
    permissionsBoundary: undefined,
    inlinePolicies: {},
    attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    assumableAt,
  })
  return id
}

function unusedAccountId(tx: Transaction): string {
  const id = accountId()
  return accounts.get(tx, [id]) === undefined ? id : unusedAccountId(tx)
}
