import type {
  CORSRule,
  LifecycleRule,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3'
import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import type {TableDescription} from '@aws-sdk/client-dynamodb'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {listTags, readTable} from '../../resources/data/dynamodb/read.js'
import {describeTable} from '../../resources/data/dynamodb/wait.js'
import {tagRecord} from '../../resources/owner.js'
import {owned, readCors, readLifecycle, readPolicy, readTags} from '../../resources/data/s3/read.js'

export interface TableFacts {
  readonly table: TableDescription
  readonly tags: Readonly<Record<string, string>>
  /** Attribute that says when an item expires. */
  readonly ttl?: string | undefined
  /** Days; 0 where it cannot be restored. */
  readonly recoveryDays: number
}

export async function readTableFacts({id}: Recorded, context: Context): Promise<TableFacts | undefined> {
  const actual = await readTable(id, context)
  const table = actual && (await describeTable(id, context))
  if (!table) return undefined
  const tags = tagRecord(await listTags(actual.arn, context))
  return {table, tags, ttl: actual.ttl, recoveryDays: actual.recoveryDays ?? 0}
}

export interface BucketFacts {
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
  readonly publicAccess?: PublicAccessBlockConfiguration | undefined
  readonly ownership?: string | undefined
  readonly encryption: readonly ServerSideEncryptionRule[]
  /** `Enabled`, `Suspended`; absent where versions were never kept. */
  readonly versioning?: string | undefined
  /** JSON text. */
  readonly policy?: string | undefined
  readonly cors: readonly CORSRule[]
  readonly lifecycle: readonly LifecycleRule[]
}

export async function readBucketFacts({id}: Recorded, context: Context): Promise<BucketFacts | undefined> {
  const tags = await readTags(id, context)
  if (!tags) return undefined
  const {s3} = context.aws
  const named = owned(id, context)
  const [block, ownership, encryption, {Status}] = await Promise.all([
    absentWhen('NoSuchPublicAccessBlockConfiguration', () => s3.send(new GetPublicAccessBlockCommand(named))),
    absentWhen('OwnershipControlsNotFoundError', () => s3.send(new GetBucketOwnershipControlsCommand(named))),
    absentWhen('ServerSideEncryptionConfigurationNotFoundError', () => s3.send(new GetBucketEncryptionCommand(named))),
    s3.send(new GetBucketVersioningCommand(named)),
  ])
  const [policy, cors, {lifecycle}] = await Promise.all([
    readPolicy(id, context),
    readCors(id, context),
    readLifecycle(id, context),
  ])
  return {
    name: id,
    tags,
    publicAccess: block?.PublicAccessBlockConfiguration,
    ownership: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
    encryption: encryption?.ServerSideEncryptionConfiguration?.Rules ?? [],
    versioning: Status,
    policy,
    cors,
    lifecycle,
  }
}
