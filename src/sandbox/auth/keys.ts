import {randomBytes} from 'node:crypto'
import {type AccessKey, accessKeys} from '../services/iam/tables.js'
import type {Caller} from './caller.js'
import {secretCharacters, uniqueId} from '../core/ids.js'
import {table, type Transaction} from '../store/transaction.js'

const masterKeys = table<string>('sandbox/master-key')

/** The secret (hex) that session credentials are derived from; `undefined` before the first was minted. */
export const findMasterKey = (tx: Transaction): string | undefined => masterKeys.get(tx, [])

/** The secret that session credentials are derived from, made when there is none. */
export function openMasterKey(tx: Transaction): string {
  const known = findMasterKey(tx)
  if (known !== undefined) return known
  const made = randomBytes(32).toString('hex')
  masterKeys.put(tx, [], made)
  return made
}

/** A new active long-term key, `AKIA…` and 40 characters; not stored. `userName` is `undefined` for the root user. */
export const makeAccessKey = (accountId: string, userName: string | undefined, createdAt: number): AccessKey => ({
  accountId,
  userName,
  accessKeyId: uniqueId('AKIA'),
  secretAccessKey: secretCharacters(40),
  status: 'Active',
  createdAt,
})

/** IAM user guide, credential reports: of several uses within 15 minutes only the first is recorded. */
const USE_MS = 15 * 60_000

/** Notes when and where a long-term key signed, as GetAccessKeyLastUsed tells it. A session's keys are none. */
export function noteKeyUse(
  tx: Transaction,
  {accessKeyId}: Caller,
  {service, region, now}: {readonly service: string; readonly region: string; readonly now: number},
): void {
  const key = accessKeys.get(tx, [accessKeyId])
  if (key === undefined || (key.lastUsed !== undefined && now - key.lastUsed.at < USE_MS)) return
  accessKeys.put(tx, [accessKeyId], {...key, lastUsed: {at: now, service, region}})
}
