import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  paginateListBuckets,
  type CORSRule,
  type GetBucketVersioningCommandOutput,
  type LifecycleRule,
  type ServerSideEncryptionRule,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'
import {claimOf, isOurs, requireOurs, requireOwnData, tagRecord, type Tags} from '../../owner.js'
import {collect} from '../../pages.js'
import type {BucketActual} from './desired.js'
import {lifecycleOf, originsOf} from './rules.js'
import {isTlsOnly} from './tls.js'

/**
 * Names a bucket, and whose it has to be: a name that was given up may be another account's by now (S3 user guide,
 * "Verifying bucket ownership with bucket owner condition").
 */
export const owned = (name: string, {aws}: Pick<Context, 'aws'>) => ({
  Bucket: name,
  ExpectedBucketOwner: aws.accountId,
})

/** The bucket of this name; `undefined` where there is none. Throws ConflictError where it is not this project's. `id` as it is on record. */
export const readBucket = async (name: string, context: Context, id?: string): Promise<BucketActual | undefined> =>
  (await findBucket(name, context, (tags) => requireOwnData(`bucket ${name}`, {id, tags}, context.owner)))?.actual

/** What S3 keeps as a whole, though others may have a part in it. */
export interface Shared {
  readonly cors: readonly CORSRule[]
  readonly lifecycle: readonly LifecycleRule[]
  /** Of the lifecycle; `undefined` where nobody said. */
  readonly smallestMoved: TransitionDefaultMinimumObjectSize | undefined
  /** JSON text. */
  readonly policy: string | undefined
}

/** A bucket with what S3 answers of it. */
export interface BucketFound extends Shared {
  readonly actual: BucketActual
  readonly tags: Tags
  readonly encryption: readonly ServerSideEncryptionRule[]
  readonly versioning: Pick<GetBucketVersioningCommandOutput, 'Status' | 'MFADelete'>
}

/**
 * The bucket of this name, whichever project's it is; `undefined` where there is none. Throws ConflictError where it is another
 * account's, or in another region.
 *
 * @param allow throws where these tags forbid to look further
 */
export async function findBucket(
  name: string,
  context: Context,
  allow: (tags: Tags) => void,
): Promise<BucketFound | undefined> {
  const tags = await readTags(name, context)
  if (!tags) return undefined
  allow(tags)
  return withTags(name, {tags, settings: await readSettings(name, context)}, context)
}

/**
 * The same of a bucket that was made or changed a moment ago, all of it at once. Throws ConflictError where it is not this
 * project's: in us-east-1 S3 takes a bucket that the account has already for a new one (API reference, CreateBucket).
 */
export async function findOwn(name: string, context: Context): Promise<BucketFound | undefined> {
  const [tags, settings] = await Promise.all([
    readTags(name, context),
    absentWhen('NoSuchBucket', () => readSettings(name, context)),
  ])
  if (!tags || !settings) return undefined
  requireOurs(`bucket ${name}`, tags, context.owner)
  return withTags(name, {tags, settings}, context)
}

type Settings = Awaited<ReturnType<typeof readSettings>>

async function readSettings(name: string, context: Context) {
  const {s3} = context.aws
  const named = owned(name, context)
  const [block, ownership, encrypted, versioning, policy, cors, lifecycle] = await Promise.all([
    absentWhen('NoSuchPublicAccessBlockConfiguration', () => s3.send(new GetPublicAccessBlockCommand(named))),
    absentWhen('OwnershipControlsNotFoundError', () => s3.send(new GetBucketOwnershipControlsCommand(named))),
    absentWhen('ServerSideEncryptionConfigurationNotFoundError', () => s3.send(new GetBucketEncryptionCommand(named))),
    s3.send(new GetBucketVersioningCommand(named)),
    readPolicy(name, context),
    readCors(name, context),
    readLifecycle(name, context),
  ])
  return {block, ownership, encrypted, versioning, policy, cors, ...lifecycle}
}

function withTags(name: string, {tags, settings}: {tags: Tags; settings: Settings}, context: Context): BucketFound {
  const {block, ownership, encrypted, versioning, policy, cors, lifecycle, smallestMoved} = settings
  const blocked = block?.PublicAccessBlockConfiguration
  const encryption = encrypted?.ServerSideEncryptionConfiguration?.Rules ?? []
  const actual = {
    id: name,
    arn: `arn:aws:s3:::${name}`,
    name,
    origins: originsOf(cors),
    versions: versioning.Status === 'Enabled',
    lifecycle: lifecycleOf(lifecycle),
    publicAccessBlocked: [
      blocked?.BlockPublicAcls,
      blocked?.IgnorePublicAcls,
      blocked?.BlockPublicPolicy,
      blocked?.RestrictPublicBuckets,
    ].every((one) => one === true),
    tlsOnly: isTlsOnly(name, policy),
    ownerEnforced: ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced',
    encrypted: encryption.length > 0,
    tagged: isOurs(tags, context.owner),
    ...claimOf(tags, context.owner),
  }
  return {actual, tags, cors, lifecycle, smallestMoved, policy, encryption, versioning}
}

/** A bucket's tags; `undefined` where there is no bucket. Throws ConflictError where it is another account's. */
export async function readTags(name: string, context: Context): Promise<Tags | undefined> {
  try {
    const {TagSet} = await context.aws.s3.send(new GetBucketTaggingCommand(owned(name, context)))
    return tagRecord(TagSet)
  } catch (error) {
    if (isError(error, 'NoSuchTagSet')) return {}
    if (isError(error, 'NoSuchBucket')) return undefined
    if (isError(error, 'PermanentRedirect', 'AuthorizationHeaderMalformed'))
      throw foreign(name, `is in another region than ${context.aws.region}`)
    if (isError(error, 'AccessDenied') && !(await isInAccount(name, context)))
      throw foreign(name, 'belongs to another AWS account')
    throw error
  }
}

/** Whether the account owns it: what may not be read, and what is somebody else's, are refused alike. */
async function isInAccount(name: string, {aws}: Context): Promise<boolean> {
  const pages = paginateListBuckets({client: aws.s3}, {Prefix: name})
  const all = await absentWhen('AccessDenied', () => collect(pages, ({Buckets}) => Buckets))
  return all === undefined || all.some(({Name}) => Name === name)
}

export const foreign = (name: string, why: string): ConflictError =>
  new ConflictError(`bucket ${name} exists and ${why}`, {
    code: 'NOT_OURS',
    hint: 'Give it another name in awsup.yaml: names of buckets belong to the account that takes them first. If it was yours, what is in it now is not: nothing of it was read or changed.',
    details: {bucket: name},
  })

export const readPolicy = async (name: string, context: Context): Promise<string | undefined> =>
  (await absentWhen('NoSuchBucketPolicy', () => context.aws.s3.send(new GetBucketPolicyCommand(owned(name, context)))))
    ?.Policy

export const readCors = async (name: string, context: Context): Promise<readonly CORSRule[]> =>
  (
    await absentWhen('NoSuchCORSConfiguration', () =>
      context.aws.s3.send(new GetBucketCorsCommand(owned(name, context))),
    )
  )?.CORSRules ?? []

/** All rules of a bucket's lifecycle, and the setting that counts for all of them. */
export async function readLifecycle(
  name: string,
  context: Context,
): Promise<Pick<Shared, 'lifecycle' | 'smallestMoved'>> {
  const found = await absentWhen('NoSuchLifecycleConfiguration', () =>
    context.aws.s3.send(new GetBucketLifecycleConfigurationCommand(owned(name, context))),
  )
  return {lifecycle: found?.Rules ?? [], smallestMoved: found?.TransitionDefaultMinimumObjectSize}
}
