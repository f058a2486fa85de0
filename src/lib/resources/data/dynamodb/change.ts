import {
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb'
import {isError} from '../../../aws/calls/absent.js'
import {poll} from '../../../aws/calls/wait.js'
import {AwsRefusedError} from '../../../base/errors.js'
import {same, type Context} from '../../../base/resource.js'
import {tagList} from '../../owner.js'
import type {IndexDesired, TableActual, TableDesired} from './desired.js'
import {definitionsOf, globalIndex} from './shape.js'
import {describeReady, whenFree} from './wait.js'

/** A change of a table: one at a time, each when the one before is done (API reference, UpdateTable). */
async function updateTable(name: string, change: Omit<UpdateTableCommandInput, 'TableName'>, context: Context) {
  await describeReady(name, context)
  const command = new UpdateTableCommand({TableName: name, ...change})
  await whenFree(`a change of table ${name}`, () => context.aws.dynamodb.send(command), context)
}

/** Switched in a call of its own, as nothing else may stand in that call's way. */
export const setProtection = (name: string, isOn: boolean, context: Context): Promise<void> =>
  updateTable(name, {DeletionProtectionEnabled: isOn}, context)

/** What a stream shows is fixed while it is on: it goes off first, and the new one has another ARN. */
export async function setStream({name, stream}: TableDesired, actual: TableActual, context: Context): Promise<void> {
  if (stream === actual.stream) return
  if (actual.stream !== undefined) await updateTable(name, {StreamSpecification: {StreamEnabled: false}}, context)
  if (stream === undefined) return
  await updateTable(name, {StreamSpecification: {StreamEnabled: true, StreamViewType: stream}}, context)
}

/** Drops what is gone or another, then adds what is new or another; keys and projections of an index never change. */
export async function setIndexes(desired: TableDesired, actual: TableActual, context: Context): Promise<void> {
  const {name, indexes} = desired
  const stays = (index: string): boolean => indexes[index] !== undefined && same(indexes[index], actual.indexes[index])
  for (const IndexName of Object.keys(actual.indexes).filter((index) => !stays(index))) {
    await updateTable(name, {GlobalSecondaryIndexUpdates: [{Delete: {IndexName}}]}, context)
  }
  const there: Record<string, IndexDesired> = Object.fromEntries(
    Object.entries(actual.indexes).filter(([index]) => stays(index)),
  )
  for (const [index, wanted] of Object.entries(indexes).filter(([one]) => !stays(one))) {
    there[index] = wanted
    await updateTable(
      name,
      {
        AttributeDefinitions: definitionsOf({...desired, indexes: there}),
        GlobalSecondaryIndexUpdates: [{Create: globalIndex(index, wanted)}],
      },
      context,
    )
  }
}

/** How long backups of a new table are being enabled, ms: no number is documented. */
const BACKUPS_MS = 5 * 60 * 1000

/** Right after a table was made AWS says that its backups are still being enabled. */
export async function setRecovery(name: string, days: number, context: Context): Promise<void> {
  const command = new UpdateContinuousBackupsCommand({
    TableName: name,
    PointInTimeRecoverySpecification:
      days === 0 ? {PointInTimeRecoveryEnabled: false} : {PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days},
  })
  const attempt = async (): Promise<true | undefined> => {
    try {
      await context.aws.dynamodb.send(command)
      return true
    } catch (error) {
      if (isError(error, 'ContinuousBackupsUnavailableException')) return undefined
      throw error
    }
  }
  await poll(`backups of table ${name} to be enabled`, attempt, {context, timeoutMs: BACKUPS_MS})
}

/** Another attribute needs it off first, and AWS takes the next change an hour later. Throws AwsRefusedError then. */
export async function setExpiry({name, ttl}: TableDesired, actual: TableActual, context: Context): Promise<void> {
  if (ttl === actual.ttl) return
  const send = async (attribute: string, isOn: boolean): Promise<void> => {
    const TimeToLiveSpecification = {AttributeName: attribute, Enabled: isOn}
    try {
      await context.aws.dynamodb.send(new UpdateTimeToLiveCommand({TableName: name, TimeToLiveSpecification}))
    } catch (error) {
      if (!isError(error, 'ValidationException') || !/modified multiple times/i.test(error.message)) throw error
      throw tooSoon(name, error)
    }
  }
  if (actual.ttl !== undefined) await send(actual.ttl, false)
  if (ttl !== undefined) await send(ttl, true)
}

const tooSoon = (name: string, cause: Error): AwsRefusedError =>
  new AwsRefusedError(`the time to live of table ${name} was changed less than an hour ago`, {
    code: 'TTL_TOO_SOON',
    hint: 'AWS takes one change an hour: run the same command again then. Everything else is done.',
    details: {table: name},
    cause,
  })

export async function setTags(arn: string, {aws, owner}: Context): Promise<void> {
  await aws.dynamodb.send(new TagResourceCommand({ResourceArn: arn, Tags: tagList(owner)}))
}
