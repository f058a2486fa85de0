import type {GlobalSecondaryIndexDescription, LocalSecondaryIndexDescription} from '@aws-sdk/client-dynamodb'
import type {TableFacts} from '../../read/data.js'
import type {Block} from '../hcl.js'
import {attributeOf, beyond, filled, PRECIOUS, tagsOf, unsaid} from '../parts.js'
import type {Write} from '../written.js'

/** What DescribeTable answers that is said here, or is no setting. */
const KNOWN = [
  ...['AttributeDefinitions', 'TableName', 'KeySchema', 'TableStatus', 'CreationDateTime', 'ProvisionedThroughput'],
  ...['TableSizeBytes', 'ItemCount', 'TableArn', 'TableId', 'BillingModeSummary', 'LocalSecondaryIndexes'],
  ...['GlobalSecondaryIndexes', 'StreamSpecification', 'LatestStreamLabel', 'LatestStreamArn'],
  ...['DeletionProtectionEnabled', 'TableThroughputModeSummary', 'WarmThroughput', 'TableClassSummary'],
]

export const writeTable: Write<TableFacts> = ({table, tags, ttl, recoveryDays}, scene) => {
  const type = 'aws_dynamodb_table'
  const name = scene.name(type, scene.label)
  const {TableName = '', TableArn = '', AttributeDefinitions: definitions = [], StreamSpecification: stream} = table
  const onDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST'
  const {ReadCapacityUnits, WriteCapacityUnits} = table.ProvisionedThroughput ?? {}
  const local = table.LocalSecondaryIndexes ?? []
  const global = table.GlobalSecondaryIndexes ?? []
  return {
    resources: [
      {
        type,
        name,
        importId: TableName,
        arguments: {
          name: TableName,
          billing_mode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
          ...(onDemand ? {} : {read_capacity: ReadCapacityUnits, write_capacity: WriteCapacityUnits}),
          hash_key: keyOf(table, 'HASH'),
          range_key: keyOf(table, 'RANGE'),
          ...(stream?.StreamEnabled ? {stream_enabled: true, stream_view_type: stream.StreamViewType} : {}),
          deletion_protection_enabled: table.DeletionProtectionEnabled ?? false,
          tags: tagsOf(tags),
        },
        blocks: [
          ...[...definitions].sort(byName).map((one): Block => ({
            type: 'attribute',
            arguments: {name: one.AttributeName, type: one.AttributeType},
          })),
          ...[...local].sort(byIndex).map((index): Block => ({
            type: 'local_secondary_index',
            arguments: {name: index.IndexName, range_key: keyOf(index, 'RANGE'), ...projected(index)},
          })),
          ...[...global].sort(byIndex).map((index): Block => ({
            type: 'global_secondary_index',
            arguments: {
              name: index.IndexName,
              hash_key: keyOf(index, 'HASH'),
              range_key: keyOf(index, 'RANGE'),
              ...(onDemand
                ? {}
                : {
                    read_capacity: index.ProvisionedThroughput?.ReadCapacityUnits,
                    write_capacity: index.ProvisionedThroughput?.WriteCapacityUnits,
                  }),
              ...projected(index),
            },
          })),
          ...(ttl === undefined ? [] : [{type: 'ttl', arguments: {attribute_name: ttl, enabled: true}}]),
          ...(recoveryDays === 0
            ? []
            : [
                {
                  type: 'point_in_time_recovery',
                  arguments: {enabled: true, recovery_period_in_days: recoveryDays},
                },
              ]),
          PRECIOUS,
        ],
      },
    ],
    answers: [
      {value: TableArn, code: attributeOf({type, name}, 'arn'), within: true},
      {value: TableName, kind: 'table', code: attributeOf({type, name}, 'name')},
    ],
    missing: unsaid(beyond(table, KNOWN)),
  }
}

type Index = GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription

const keyOf = ({KeySchema = []}: Pick<Index, 'KeySchema'>, sort: 'HASH' | 'RANGE'): string | undefined =>
  KeySchema.find(({KeyType}) => KeyType === sort)?.AttributeName

const projected = ({Projection: found}: Index) => ({
  projection_type: found?.ProjectionType,
  non_key_attributes: filled(found?.NonKeyAttributes && [...found.NonKeyAttributes].sort()),
})

const byName = (
  a: {readonly AttributeName?: string | undefined},
  b: {readonly AttributeName?: string | undefined},
): number => ((a.AttributeName ?? '') < (b.AttributeName ?? '') ? -1 : 1)

const byIndex = (a: Index, b: Index): number => ((a.IndexName ?? '') < (b.IndexName ?? '') ? -1 : 1)
