import type {StreamSpecification} from '@aws-sdk/client-dynamodb'
import {ServiceError} from '../../../core/errors.js'
import type {StoredTable} from '../tables.js'

/**
 * A table with its stream switched on or off: the setting and its name alone, for nothing reads streams here.
 *
 * @throws ServiceError ValidationException where it is so already, or on with another view
 */
export function withStream(stored: StoredTable, wanted: StreamSpecification | undefined, now: number): StoredTable {
  if (wanted === undefined) return stored
  const isOn = stored['StreamSpecification'] !== undefined
  const {StreamEnabled: turnsOn = false, StreamViewType: view} = wanted
  const refuse = (message: string): ServiceError => new ServiceError('ValidationException', message)
  if (turnsOn && view === undefined)
    throw refuse(
      'One or more parameter values were invalid: StreamViewType must be specified when StreamEnabled is true',
    )
  if (turnsOn && isOn) throw refuse(`Table already has an enabled stream: TableName: ${stored.TableName}`)
  if (!turnsOn && !isOn) throw refuse(`Table has no stream to disable: TableName: ${stored.TableName}`)
  if (!turnsOn) {
    // The last stream stays readable for a day, and so its name stays.
    return {...stored, StreamSpecification: undefined}
  }
  const label = new Date(now).toISOString().replace('Z', '')
  return {
    ...stored,
    StreamSpecification: {StreamEnabled: true, StreamViewType: view},
    LatestStreamLabel: label,
    LatestStreamArn: `${stored.TableArn}/stream/${label}`,
  }
}
