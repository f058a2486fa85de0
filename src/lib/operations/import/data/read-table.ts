import {
  DescribeKinesisStreamingDestinationCommand,
  GetResourcePolicyCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Context} from '../../../base/resource.js'
import {findTable, type TableFound} from '../../../resources/data/dynamodb/read.js'
import type {Tags} from '../../../resources/owner.js'
import type {Judged} from './judged.js'

/** A table with what awsup.yaml has no words for. */
export interface LiveTable extends TableFound {
  /** JSON text. */
  readonly policy: string | undefined
  /** ARNs of streams of Kinesis that its changes go to. */
  readonly destinations: readonly string[]
}

/** Reads all of a table but its items; changes nothing. `undefined` where there is none. */
export async function readLiveTable(
  name: string,
  context: Context,
  allow: (tags: Tags) => void,
): Promise<LiveTable | undefined> {
  const found = await findTable(name, context, allow)
  if (!found) return undefined
  const {dynamodb} = context.aws
  const [policy, kinesis] = await Promise.all([
    absentWhen('PolicyNotFoundException', () =>
      dynamodb.send(new GetResourcePolicyCommand({ResourceArn: found.actual.arn})),
    ),
    dynamodb.send(new DescribeKinesisStreamingDestinationCommand({TableName: name})),
  ])
  const destinations = (kinesis.KinesisDataStreamDestinations ?? []).filter(
    ({DestinationStatus: status}) => status !== 'DISABLED' && status !== 'ENABLE_FAILED',
  )
  return {...found, policy: policy?.Policy, destinations: destinations.map(({StreamArn = ''}) => StreamArn)}
}

/** What awsup.yaml says, or what is no setting. */
const SAID = [
  ...[
    'AttributeDefinitions',
    'TableName',
    'KeySchema',
    'TableStatus',
    'CreationDateTime',
    'TableSizeBytes',
    'ItemCount',
  ],
  ...['TableArn', 'TableId', 'LocalSecondaryIndexes', 'GlobalSecondaryIndexes', 'StreamSpecification'],
  ...['LatestStreamLabel', 'LatestStreamArn', 'DeletionProtectionEnabled', 'RestoreSummary', 'WarmThroughput'],
]
/** What has words of its own below. */
const TOLD = [
  ...['BillingModeSummary', 'ProvisionedThroughput', 'Replicas', 'GlobalTableVersion', 'SSEDescription'],
  ...['TableClassSummary', 'OnDemandThroughput', 'TableThroughputModeSummary'],
]

/** What cannot be taken in, and what stays as it is without awsup.yaml saying it. Pure. */
export function judgeTable({described, policy, destinations}: Omit<LiveTable, 'tags'>): Judged {
  const {TableStatus: status = '', GlobalSecondaryIndexes: indexes = []} = described
  const joined = indexes.find(({KeySchema = []}) => KeySchema.length > 2)
  const others = Object.entries(described).filter(
    ([member, value]) => !SAID.includes(member) && !TOLD.includes(member) && isSet(value),
  )
  return {
    refusals: [
      ...(['ACTIVE', 'UPDATING'].includes(status) ? [] : [`it is ${status}`]),
      ...(joined
        ? [
            `the key of its index ${joined.IndexName ?? ''} has several attributes of one sort, which awsup.yaml cannot say`,
          ]
        : []),
    ],
    notes: [
      ...capacityOf(described),
      ...replicasOf(described),
      ...encryptionOf(described),
      ...(policy === undefined ? [] : ['its resource policy, which may let others in than access rules do']),
      ...destinations.map((arn) => `that its changes go to ${arn}`),
      ...others.map(([member]) => member),
    ],
  }
}

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

function capacityOf({
  BillingModeSummary: billing,
  ProvisionedThroughput: units,
  OnDemandThroughput: most,
  TableClassSummary: kept,
}: TableDescription): readonly string[] {
  const isOnDemand = billing?.BillingMode === 'PAY_PER_REQUEST'
  const atMost = [most?.MaxReadRequestUnits, most?.MaxWriteRequestUnits].some((one) => one !== undefined && one > 0)
  return [
    ...(isOnDemand
      ? []
      : [
          `its provisioned capacity (${units?.ReadCapacityUnits ?? 0} units to read, ${units?.WriteCapacityUnits ?? 0} to write), with its scaling. awsup adds no index to it until it is on demand`,
        ]),
    ...(atMost ? ['the most that it takes on demand'] : []),
    ...(kept?.TableClass === undefined || kept.TableClass === 'STANDARD' ? [] : [`its class ${kept.TableClass}`]),
  ]
}

const replicasOf = ({Replicas: replicas = []}: TableDescription): readonly string[] =>
  replicas.length === 0
    ? []
    : [
        `its replicas in ${replicas.map(({RegionName = ''}) => RegionName).join(', ')}. A change of indexes or of the stream reaches them too`,
      ]

const encryptionOf = ({SSEDescription: sse}: TableDescription): readonly string[] =>
  sse?.KMSMasterKeyArn === undefined ? [] : [`its encryption with ${sse.KMSMasterKeyArn}`]
