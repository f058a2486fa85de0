import {
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import type {DataClients} from '../../../aws/clients/make-clients.js'
import {MARK} from './mark.js'

/** A request of the matrix with real values in it, that harms nothing: it names keys of a throw-away name. */
export interface LiveRequest {
  readonly action: string
  readonly resource: string
  readonly keys: Readonly<Record<string, readonly string[]>>
}

/** What of a table has to be known to name an item of it. */
export interface TableKeys {
  readonly partition: string
  readonly sort: {readonly name: string; readonly type: string} | undefined
}

type Items = DataClients['dynamodb']

/** The keys of a table; `undefined` when there is no such table, `'unfit'` when its partition key is no text. */
export async function readTable(client: Items, TableName: string): Promise<TableKeys | 'unfit' | undefined> {
  const found = await absentWhen('ResourceNotFoundException', () => client.send(new DescribeTableCommand({TableName})))
  if (!found) return undefined
  const named = (sort: 'HASH' | 'RANGE'): string | undefined =>
    found.Table?.KeySchema?.find(({KeyType}) => KeyType === sort)?.AttributeName
  const typeOf = (name: string): string =>
    found.Table?.AttributeDefinitions?.find(({AttributeName}) => AttributeName === name)?.AttributeType ?? 'S'
  const [partition = '', sort] = [named('HASH'), named('RANGE')]
  if (typeOf(partition) !== 'S') return 'unfit'
  return {partition, sort: sort === undefined ? undefined : {name: sort, type: typeOf(sort)}}
}

/** Whether there is such a bucket. */
export const hasBucket = async ({s3}: DataClients, Bucket: string): Promise<boolean> =>
  (await absentWhen(['NotFound', 'NoSuchBucket'], () => s3.send(new HeadBucketCommand({Bucket})))) !== undefined

/** Puts the item or the object that a request would find, and answers how to take it away again. */
export async function seed(
  admin: DataClients,
  request: LiveRequest,
  table: TableKeys | undefined,
): Promise<(() => Promise<unknown>) | undefined> {
  const away = takingAway(admin, request, table)
  const [leading] = request.keys['dynamodb:LeadingKeys'] ?? []
  if (table && leading !== undefined) {
    await admin.dynamodb.send(new PutItemCommand({TableName: tableOf(request.resource), Item: keyOf(table, leading)}))
  } else if (request.action === 's3:GetObject') {
    const [Bucket, Key] = objectOf(request.resource)
    await admin.s3.send(new PutObjectCommand({Bucket, Key, Body: MARK}))
  }
  return away
}

/** How to take away what a request finds or makes; `undefined` for one that does neither. Fine when it is gone. */
export function takingAway(
  {dynamodb, s3}: DataClients,
  {action, resource, keys}: LiveRequest,
  table: TableKeys | undefined,
): (() => Promise<unknown>) | undefined {
  const [leading] = keys['dynamodb:LeadingKeys'] ?? []
  if (table && leading !== undefined) {
    const [TableName, Key] = [tableOf(resource), keyOf(table, leading)]
    return () => dynamodb.send(new DeleteItemCommand({TableName, Key}))
  }
  if (action !== 's3:GetObject' && action !== 's3:PutObject') return undefined
  const [Bucket, Key] = objectOf(resource)
  return () => s3.send(new DeleteObjectCommand({Bucket, Key}))
}

/** Whether AWS let it happen; `undefined` for a request that is not tried for real. Other refusals are thrown. */
export async function isLetThrough(
  clients: DataClients,
  request: LiveRequest,
  table: TableKeys | undefined,
): Promise<boolean | undefined> {
  const sent = sending(clients, request, table)
  if (!sent) return undefined
  try {
    await sent()
    return true
  } catch (error) {
    if (isError(error, 'AccessDeniedException', 'AccessDenied')) return false
    throw error
  }
}

function sending({dynamodb, s3}: DataClients, {action, resource, keys}: LiveRequest, table: TableKeys | undefined) {
  const [leading, attributes] = [keys['dynamodb:LeadingKeys'], keys['dynamodb:Attributes']]
  const [key] = leading?.length === 1 ? leading : []
  if (table && action === 'dynamodb:Scan' && !resource.includes('/index/')) {
    return () => dynamodb.send(new ScanCommand({TableName: tableOf(resource), Limit: 1}))
  }
  if (table && key !== undefined && !resource.includes('/index/')) {
    const isWhole = keys['dynamodb:Select']?.[0] !== 'SPECIFIC_ATTRIBUTES'
    const [returns] = keys['dynamodb:ReturnValues'] ?? []
    const TableName = tableOf(resource)
    return itemSending(dynamodb, {action, key, table, TableName, attributes: isWhole ? undefined : attributes, returns})
  }
  const [Bucket, Key] = objectOf(resource)
  switch (action) {
    case 's3:GetObject':
      return async () => {
        const {Body} = await s3.send(new GetObjectCommand({Bucket, Key}))
        // An answer that nobody reads keeps its connection, and with it the process, until the server ends it.
        await Body?.transformToByteArray()
      }
    case 's3:PutObject':
      return () => s3.send(new PutObjectCommand({Bucket, Key, Body: MARK}))
    case 's3:ListBucket':
      return () => s3.send(new ListObjectsV2Command({Bucket, Prefix: keys['s3:prefix']?.[0], MaxKeys: 1}))
    default:
      return undefined
  }
}

interface OnItem {
  readonly action: string
  readonly key: string
  readonly table: TableKeys
  readonly TableName: string
  readonly attributes: readonly string[] | undefined
  readonly returns: string | undefined
}

function itemSending(dynamodb: Items, {action, key, table, TableName, attributes, returns}: OnItem) {
  const Key = keyOf(table, key)
  const names = Object.fromEntries((attributes ?? []).map((name, index) => [`#a${index}`, name]))
  const projection = attributes ? {ProjectionExpression: Object.keys(names).join(', ')} : {}
  switch (action) {
    case 'dynamodb:GetItem':
      return () =>
        dynamodb.send(
          new GetItemCommand({TableName, Key, ...projection, ...(attributes && {ExpressionAttributeNames: names})}),
        )
    case 'dynamodb:PutItem':
      return () =>
        dynamodb.send(new PutItemCommand({TableName, Item: Key, ...(returns === 'ALL_OLD' && {ReturnValues: returns})}))
    case 'dynamodb:Query':
      return () =>
        dynamodb.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: '#key = :key',
            ExpressionAttributeNames: {'#key': table.partition, ...names},
            ExpressionAttributeValues: {':key': {S: key}},
            ...projection,
            ...(attributes && {Select: 'SPECIFIC_ATTRIBUTES'}),
            Limit: 1,
          }),
        )
    default:
      return undefined
  }
}

function keyOf({partition, sort}: TableKeys, value: string): Record<string, AttributeValue> {
  const mark: AttributeValue =
    sort?.type === 'N' ? {N: '-8281'} : sort?.type === 'B' ? {B: Buffer.from(MARK)} : {S: MARK}
  return {[partition]: {S: value}, ...(sort && {[sort.name]: mark})}
}

/** The table that a resource names. */
export const tableOf = (resource: string): string => /:table\/([^/]+)/.exec(resource)?.[1] ?? ''

/** Bucket and key that a resource names. */
export function objectOf(resource: string): readonly [string, string] {
  const [, bucket = '', key = ''] = /^arn:aws:s3:::([^/]+)\/?(.*)$/s.exec(resource) ?? []
  return [bucket, key]
}
