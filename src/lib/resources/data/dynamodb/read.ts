import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
  type Tag,
} from '@aws-sdk/client-dynamodb'
import type {Context} from '../../../base/resource.js'
import {claimOf, isOurs, requireOwnData, tagRecord, type Tags} from '../../owner.js'
import {present} from '../../present.js'
import type {TableActual} from './desired.js'
import {keysOf, projectedBy} from './shape.js'
import {describeMade} from './wait.js'

/** The table of this name; `undefined` where there is none. Throws ConflictError where it is not this project's. `id` as it is on record. */
export const readTable = async (name: string, context: Context, id?: string): Promise<TableActual | undefined> =>
  (await findTable(name, context, (tags) => requireOwnData(`table ${name}`, {id, tags}, context.owner)))?.actual

/** A table with what DescribeTable says of it. */
export interface TableFound {
  readonly actual: TableActual
  readonly described: TableDescription
  readonly tags: Tags
}

/**
 * The table of this name, awsup's or not; `undefined` where there is none.
 *
 * @param allow throws where these tags forbid to look further
 */
export async function findTable(
  name: string,
  context: Context,
  allow: (tags: Tags) => void,
): Promise<TableFound | undefined> {
  const table = await describeMade(name, context)
  if (!table) return undefined
  const arn = present(table.TableArn, 'TableArn')
  const {dynamodb} = context.aws
  const tags = tagRecord(await listTags(arn, context))
  allow(tags)
  const [expiry, backups] = await Promise.all([
    dynamodb.send(new DescribeTimeToLiveCommand({TableName: name})),
    dynamodb.send(new DescribeContinuousBackupsCommand({TableName: name})),
  ])
  const {TimeToLiveStatus: ttl, AttributeName: attribute} = expiry.TimeToLiveDescription ?? {}
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription
  const actual = {
    id: present(table.TableName, 'TableName'),
    arn,
    ...settingsOf(table),
    // It takes up to an hour, in which it counts as done.
    ttl: ttl === 'ENABLED' || ttl === 'ENABLING' ? attribute : undefined,
    recoveryDays: recovery?.PointInTimeRecoveryStatus === 'ENABLED' ? (recovery.RecoveryPeriodInDays ?? LONGEST) : 0,
    tagged: isOurs(tags, context.owner),
    ...claimOf(tags, context.owner),
  }
  return {actual, described: table, tags}
}

export async function listTags(arn: string, {aws}: Context): Promise<readonly Tag[]> {
  const all: Tag[] = []
  let next: string | undefined
  do {
    const command: ListTagsOfResourceCommand = new ListTagsOfResourceCommand({ResourceArn: arn, NextToken: next})
    const {Tags = [], NextToken} = await aws.dynamodb.send(command)
    all.push(...Tags)
    next = NextToken
  } while (next !== undefined)
  return all
}

/** Days where AWS says none (API reference, PointInTimeRecoverySpecification). */
const LONGEST = 35

/** What a table's own description says of it. Pure. */
export function settingsOf(
  table: TableDescription,
): Omit<TableActual, 'id' | 'arn' | 'ttl' | 'recoveryDays' | 'tagged'> {
  const {AttributeDefinitions: definitions = [], GlobalSecondaryIndexes: global = []} = table
  const {LocalSecondaryIndexes: local = [], StreamSpecification: stream} = table
  return {
    name: table.TableName ?? '',
    ...keysOf(table, definitions),
    indexes: Object.fromEntries(
      global
        .filter(({IndexStatus}) => IndexStatus !== 'DELETING')
        .map((index) => [index.IndexName ?? '', {...keysOf(index, definitions), projects: projectedBy(index)}]),
    ),
    localIndexes: Object.fromEntries(
      local.map((index) => {
        const {sort = {name: '', type: 'S'} as const} = keysOf(index, definitions)
        return [index.IndexName ?? '', {sort, projects: projectedBy(index)}]
      }),
    ),
    stream: stream?.StreamEnabled ? stream.StreamViewType : undefined,
    deletionProtection: table.DeletionProtectionEnabled ?? false,
    onDemand: table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
  }
}
