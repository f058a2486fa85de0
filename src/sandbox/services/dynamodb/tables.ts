import {table} from '../../store/transaction.js'

/** As on the wire: `{"S": "text"}`, `{"N": "1"}`, `{"B": "base64"}`. */
export type AttributeValue = Readonly<Record<string, unknown>>
export type Item = Readonly<Record<string, AttributeValue>>

interface KeyPart {
  readonly AttributeName: string
  readonly KeyType: 'HASH' | 'RANGE'
}

/** What is paid for, units; nothing of either where that is by request. */
export interface Throughput {
  readonly ReadCapacityUnits: number
  readonly WriteCapacityUnits: number
  readonly NumberOfDecreasesToday: number
}

export interface StoredIndex {
  readonly IndexName: string
  readonly KeySchema: readonly KeyPart[]
  readonly ProvisionedThroughput?: Throughput
  readonly [member: string]: unknown
}

/** A table's description as DescribeTable answers it, on the wire. */
export interface StoredTable {
  readonly TableName: string
  readonly TableArn: string
  readonly TableStatus: string
  readonly KeySchema: readonly KeyPart[]
  readonly ProvisionedThroughput: Throughput
  readonly BillingModeSummary?: {readonly BillingMode: string; readonly [member: string]: unknown}
  readonly DeletionProtectionEnabled?: boolean
  readonly GlobalSecondaryIndexes?: readonly StoredIndex[]
  readonly LocalSecondaryIndexes?: readonly StoredIndex[]
  readonly [member: string]: unknown
}

/** An item in its place: dynalite's keys sort as DynamoDB sorts. */
export interface Row {
  readonly key: string
  readonly item: Item
}

/** Key [account, region, name]. */
export const tables = table<StoredTable>('dynamodb/tables')

/** Key [account, region, table, `items` or an index, key]. */
export const rows = table<Row>('dynamodb/rows')

/** A table's tags, by key. Key [account, region, table]. */
export const tableTags = table<Readonly<Record<string, string>>>('dynamodb/tags')

/** Which attribute says when an item is over. */
export interface TimeToLive {
  readonly attribute: string
  readonly enabled: boolean
  /** Milliseconds since 1970. */
  readonly changedAt: number
}

/** Key [account, region, table]. */
export const timesToLive = table<TimeToLive>('dynamodb/times-to-live')

/** What a transaction's token stood for. */
export interface Token {
  readonly token: string
  /** Hash of the request. */
  readonly request: string
  /** Milliseconds since 1970. */
  readonly usedAt: number
}

/** Key [account, region, token]. */
export const tokens = table<Token>('dynamodb/tokens')
