import {ConflictError} from '../base/errors.js'
import type {Recorded} from '../records/records.js'

/** A text that a record's key keeps, such as the user pool of a client. Throws ConflictError where it has none. */
export function keyText({address, key}: Pick<Recorded, 'address' | 'key'>, field: string): string {
  const value = key[field]
  if (typeof value === 'string') return value
  throw new ConflictError(`the record of ${address} has no ${field}`, {
    code: 'DAMAGED',
    hint: 'Rebuild the records from AWS: awsup refresh',
    details: {address, field},
  })
}
