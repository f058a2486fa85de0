import type {Transaction} from '../../../store/transaction.js'
import * as tables from '../tables.js'

/** Takes a pool away with everything in it, so that no token, alias or client of it is found again. */
export function removePool({accountId, region, id}: tables.UserPool, tx: Transaction): void {
  for (const client of tables.clients.list(tx, [id])) {
    tables.clients.delete(tx, [id, client.id])
    tables.owners.delete(tx, [client.id])
  }
  const below = [
    'users',
    'aliases',
    'groups',
    'identity-providers',
    'resource-servers',
    'brandings',
    'challenges',
    'sessions',
    'codes',
  ]
  for (const name of below) {
    for (const [key] of tx.entries(`cognito-idp/${name}/${encodeURIComponent(id)}/`)) tx.delete(key)
  }
  tables.outbox.delete(tx, [id])
  tables.poolKeys.delete(tx, [id])
  tables.owners.delete(tx, [id])
  tables.pools.delete(tx, [accountId, region, id])
}
