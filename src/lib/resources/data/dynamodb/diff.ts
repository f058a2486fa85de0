import {compare, type Change, type Diff} from '../../../base/resource.js'
import type {TableDesired} from './desired.js'

const FIXED =
  'DynamoDB fixes names, keys and local indexes when a table is made, and awsup never replaces a table: put the old value back in awsup.yaml, or declare another table and copy the items into it.'

const everyField = compare<TableDesired>({
  name: 'refuse',
  key: 'refuse',
  sort: 'refuse',
  localIndexes: 'refuse',
  indexes: 'update',
  ttl: 'update',
  stream: 'update',
  deletionProtection: 'update',
  recoveryDays: 'update',
  onDemand: 'leave',
  tagged: 'update',
})

/** What nothing is said of stays as it is. */
export const diffTable: Diff<TableDesired> = (desired, actual) =>
  everyField(desired, {
    ...actual,
    deletionProtection: desired.deletionProtection === undefined ? undefined : actual.deletionProtection,
    recoveryDays: desired.recoveryDays === undefined ? undefined : actual.recoveryDays,
    tagged: desired.tagged && actual.tagged,
  }).map((change) => {
    if (change.effect === 'refuse') return {...change, hint: FIXED}
    return change.field === 'recoveryDays' ? {...change, ...lostBy(change)} : change
  })

/** Fewer days take what is older than they are, and none take all. */
function lostBy({from, to}: Change): {readonly note?: string} {
  if (to === 0) return {note: 'what the table could be restored to is lost'}
  const [before, after] = [Number(from), Number(to)]
  return after < before ? {note: `what the table could be restored to before the last ${after} days is lost`} : {}
}
