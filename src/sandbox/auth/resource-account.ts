import {buckets} from '../services/s3/tables.js'
import type {Call} from '../core/service.js'

/**
 * The account that owns what is asked for: `aws:ResourceAccount` (IAM user guide, global condition keys). An ARN says it,
 * but for buckets, which have an owner of their own; a bucket that does not exist counts as the caller's, who then reads
 * that it is missing. `undefined` where no one thing is named.
 */
export function resourceAccountOf(
  resource: string,
  {tx, accountId}: Pick<Call, 'tx' | 'accountId'>,
): string | undefined {
  const [, , service, , account, ...rest] = resource.split(':')
  if (service !== 's3') return account === '' ? undefined : account
  const [bucket = ''] = rest.join(':').split('/')
  return buckets.get(tx, [bucket])?.accountId ?? accountId
}
