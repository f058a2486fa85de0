import {makeAccessKey, openMasterKey} from './auth/keys.js'
import {accessKeys, users} from './services/iam/tables.js'
import {accountId, uniqueId} from './core/ids.js'
import {accounts} from './services/organizations/tables.js'
import {table, type Transaction} from './store/transaction.js'

/** What a new world begins with: one account, its root user, and an IAM user who may do everything. */
interface Beginning {
  readonly managementAccountId: string
  readonly adminKeyId: string
  readonly rootKeyId: string
}

const beginnings = table<Beginning>('sandbox/beginning')

/** Long-term credentials of the first account. */
export interface SandboxCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly accountId: string
}

/** Makes the first account, unless there is one. */
export function bootstrap(tx: Transaction, now: number): void {
  if (beginnings.get(tx, []) !== undefined) return
  const id = accountId()
  accounts.put(tx, [id], {
    accountId: id,
    name: 'management',
    email: 'management@sandbox.awsup.dev',
    createdAt: now,
    organizationId: undefined,
    joinedMethod: 'INVITED',
    joinedAt: now,
    state: 'ACTIVE',
    parentId: undefined,
    tags: {},
  })
  users.put(tx, [id, 'admin'], {
    accountId: id,
    userName: 'admin',
    userId: uniqueId('AIDA'),
    path: '/',
    createdAt: now,
    tags: {},
    inlinePolicies: {},
    attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    permissionsBoundary: undefined,
    groups: [],
  })
  const admin = makeAccessKey(id, 'admin', now)
  const root = makeAccessKey(id, undefined, now)
  for (const key of [admin, root]) accessKeys.put(tx, [key.accessKeyId], key)
  beginnings.put(tx, [], {managementAccountId: id, adminKeyId: admin.accessKeyId, rootKeyId: root.accessKeyId})
  openMasterKey(tx)
}

/**
 * The keys that the world began with.
 *
 * @throws Error when somebody deleted them.
 */
export function requireCredentials(tx: Transaction, as: 'admin' | 'root'): SandboxCredentials {
  const beginning = beginnings.get(tx, [])
  const key = beginning && accessKeys.get(tx, [as === 'admin' ? beginning.adminKeyId : beginning.rootKeyId])
  if (key === undefined) throw new Error(`the sandbox's ${as} key was deleted; reset the sandbox to get a new one`)
  return {accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey, accountId: key.accountId}
}
