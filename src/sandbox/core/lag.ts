import {isMutating} from './calls.js'
import type {Lag, Settings} from '../settings.js'
import type {Transaction} from '../store/transaction.js'

/** One call, as far as it decides what the call sees. */
interface Looking {
  readonly service: string
  readonly operation: string
  readonly now: number
  readonly settings: Pick<Settings, 'lagMs'>
}

/** What of a service shows late: in every call, or in some of its lists alone. */
interface Late {
  readonly lag: keyof Lag
  readonly tables: readonly string[]
  /** Operation → the table that shows late in it; every table in every operation when absent. */
  readonly lists?: Readonly<Record<string, string>>
}

/**
 * IAM is eventually consistent (user guide, "Changes that I make are not always immediately visible"), and so is
 * Organizations (user guide, "Troubleshooting AWS Organizations"). Of Cognito nothing is documented: that its lists lag
 * is a suspicion, and `Describe*` of what was just made has not been seen to fail.
 */
const LATE: Readonly<Record<string, Late>> = {
  iam: {
    lag: 'iam',
    tables: [
      'iam/roles',
      'iam/users',
      'iam/groups',
      'iam/policies',
      'iam/login-profiles',
      'iam/access-keys',
      'iam/mfa-devices',
      'iam/oidc-providers',
    ],
  },
  organizations: {
    lag: 'organizations',
    tables: [
      'organizations/accounts',
      'organizations/organizations',
      'organizations/units',
      'organizations/policies',
      'organizations/account-requests',
    ],
  },
  'cognito-idp': {
    lag: 'cognito',
    tables: ['cognito-idp/pools', 'cognito-idp/clients'],
    lists: {ListUserPools: 'cognito-idp/pools', ListUserPoolClients: 'cognito-idp/clients'},
  },
  'cognito-identity': {
    lag: 'cognito',
    tables: ['cognito-identity/pools'],
    lists: {ListIdentityPools: 'cognito-identity/pools'},
  },
}

/** When a thing came, or went and what it was: kept for as long as that may not show everywhere. */
interface Mark {
  readonly at: number
  readonly was?: unknown
}

const MARKS = 'sandbox/lag/'

/**
 * The memory as one call sees it: without what came a moment ago, and in calls that only read, still with what went. What
 * the call writes is marked, so that others see it late. Without lag it is the memory itself.
 */
export function asSeen(tx: Transaction, {service, operation, now, settings}: Looking): Transaction {
  const late = Object.hasOwn(LATE, service) ? LATE[service] : undefined
  const ms = late === undefined ? 0 : settings.lagMs[late.lag]
  if (late === undefined || ms <= 0) return tx
  const list = late.lists?.[operation]
  const hidden = late.lists === undefined ? late.tables : list === undefined ? [] : [list]
  return makeView(marking(tx, late.tables, now - ms), {
    tables: hidden,
    since: now - ms,
    ghosts: !isMutating(operation),
    now,
  })
}

/** All of the memory, whatever the call sees: what AWS itself decides by, such as whether a name is free. */
export const wholeOf = (tx: Transaction): Transaction => tx.whole ?? tx

const tableOf = (key: string): string => key.split('/', 2).join('/')

/** Notes what comes and what goes. Marks that say nothing any more go as new ones come. */
function marking(tx: Transaction, tables: readonly string[], since: number): Marking {
  const mark = (key: string, made: Mark): void => {
    for (const [old, value] of tx.entries(MARKS)) if ((value as Mark).at <= since) tx.delete(old)
    tx.put(`${MARKS}${key}`, made)
  }
  return {
    tx,
    put: (key, value, at) => {
      if (tables.includes(tableOf(key)) && tx.get(key) === undefined) mark(key, {at})
      tx.put(key, value)
    },
    delete: (key, at) => {
      const was = tx.get(key)
      if (tables.includes(tableOf(key)) && was !== undefined) mark(key, {at, was})
      tx.delete(key)
    },
  }
}

interface Marking {
  readonly tx: Transaction
  put(key: string, value: unknown, at: number): void
  delete(key: string, at: number): void
}

interface View {
  readonly tables: readonly string[]
  /** What is marked after this shows as it was before. */
  readonly since: number
  /** Whether what went shows still. */
  readonly ghosts: boolean
  readonly now: number
}

function makeView({tx, ...marking}: Marking, {tables, since, ghosts, now}: View): Transaction {
  const writes = {
    put: (key: string, value: unknown) => marking.put(key, value, now),
    delete: (key: string) => marking.delete(key, now),
  }
  const whole: Transaction = {...tx, ...writes}
  const freshMark = (key: string): Mark | undefined => {
    if (!tables.includes(tableOf(key))) return undefined
    const mark = tx.get(`${MARKS}${key}`) as Mark | undefined
    return mark !== undefined && mark.at > since ? mark : undefined
  }
  const seen = (key: string): unknown => {
    const mark = freshMark(key)
    if (mark === undefined) return tx.get(key)
    return ghosts && tx.get(key) === undefined ? mark.was : undefined
  }
  return {
    ...whole,
    whole,
    get: seen,
    entries: (prefix) => {
      const marked = tx.entries(`${MARKS}${prefix}`).map(([key]) => key.slice(MARKS.length))
      const keys = [...new Set([...tx.entries(prefix).map(([key]) => key), ...marked])].sort()
      return keys.map((key) => [key, seen(key)] as const).filter(([, value]) => value !== undefined)
    },
  }
}
