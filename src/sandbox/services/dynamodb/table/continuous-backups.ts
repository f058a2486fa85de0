import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsOutput,
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Operation} from '../../../core/service.js'
import {table} from '../../../store/transaction.js'
import {isCreating} from './states.js'
import {arnOf, keyOf, requireTable} from '../table-access.js'

/** Recovery to a point in time, where it is on. */
interface Recovery {
  readonly days: number
  /** Milliseconds since 1970. */
  readonly since: number
}

/** Key [account, region, table]. */
export const recoveries = table<Recovery>('dynamodb/recoveries')

/** API reference, PointInTimeRecoverySpecification: 1 to 35, and 35 where nothing is said. */
const LONGEST_DAYS = 35

/** AWS restores to what is five minutes old (developer guide, "Point-in-time recovery"). */
const YOUNGEST_MS = 5 * 60 * 1000

/** The setting alone: there is no operation that restores. */
const UpdateContinuousBackups: Operation<UpdateContinuousBackupsCommandInput, UpdateContinuousBackupsOutput> = {
  resource: arnOf,
  run(input, call) {
    const stored = requireTable(input, call)
    if (isCreating(stored, call))
      throw new ServiceError(
        'ContinuousBackupsUnavailableException',
        'Backups are being enabled for the table: ' + stored.TableName + '. Please retry later',
      )
    const {PointInTimeRecoveryEnabled: isOn = false, RecoveryPeriodInDays: days = LONGEST_DAYS} =
      input.PointInTimeRecoverySpecification ?? {}
    const at = keyOf(stored, call)
    const since = recoveries.get(call.tx, at)?.since ?? call.now
    if (isOn) recoveries.put(call.tx, at, {days, since})
    else recoveries.delete(call.tx, at)
    return {ContinuousBackupsDescription: describe(at, call)}
  },
}

const DescribeContinuousBackups: Operation<DescribeContinuousBackupsCommandInput, DescribeContinuousBackupsOutput> = {
  resource: arnOf,
  run: (input, call) => ({ContinuousBackupsDescription: describe(keyOf(requireTable(input, call), call), call)}),
}

/** Continuous backups are on for every table; recovery to a point in time is so where somebody switched it on. */
function describe(
  at: readonly string[],
  {tx, now}: Call,
): NonNullable<DescribeContinuousBackupsOutput['ContinuousBackupsDescription']> {
  const found = recoveries.get(tx, at)
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      found === undefined
        ? {PointInTimeRecoveryStatus: 'DISABLED'}
        : {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: found.days,
            EarliestRestorableDateTime: new Date(found.since),
            LatestRestorableDateTime: new Date(Math.max(found.since, now - YOUNGEST_MS)),
          },
  }
}

export const continuousBackupOperations = {DescribeContinuousBackups, UpdateContinuousBackups}
