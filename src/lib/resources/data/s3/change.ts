import {
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3'
import type {Context} from '../../../base/resource.js'
import {tagList} from '../../owner.js'
import type {BucketDesired} from './desired.js'
import {owned, readCors, readLifecycle, readPolicy, readTags, type Shared} from './read.js'
import {corsRule, lifecycleRule, othersOf, withFilter} from './rules.js'
import {withTls} from './tls.js'

type Field = keyof BucketDesired
type Set = (desired: BucketDesired, context: Context, known: Shared | undefined) => Promise<unknown>

/** How each field is set, in the order in which it is safe: closed before anything can come in. */
const SETTERS: readonly (readonly [Field, Set])[] = [
  ['publicAccessBlocked', ({name}, context) => blockPublicAccess(name, context)],
  ['ownerEnforced', ({name}, context) => enforceOwner(name, context)],
  ['encrypted', ({name}, context) => encrypt(name, context)],
  ['versions', ({name, versions = false}, context) => setVersions(name, versions, context)],
  ['tlsOnly', requireTls],
  ['origins', setOrigins],
  ['lifecycle', setLifecycle],
  ['tagged', ({name}, context) => setTags(name, context)],
]

/**
 * Sets those fields, each in a call of its own. What others have a part in is read right before, unless it is known of a
 * bucket that was made a moment ago.
 */
export async function setFields(
  fields: readonly string[],
  {desired, known}: {readonly desired: BucketDesired; readonly known: Shared | undefined},
  context: Context,
): Promise<void> {
  for (const [field, set] of SETTERS) {
    if (fields.includes(field)) await set(desired, context, known)
  }
}

const blockPublicAccess = (name: string, context: Context) =>
  context.aws.s3.send(
    new PutPublicAccessBlockCommand({
      ...owned(name, context),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  )

const enforceOwner = (name: string, context: Context) =>
  context.aws.s3.send(
    new PutBucketOwnershipControlsCommand({
      ...owned(name, context),
      OwnershipControls: {Rules: [{ObjectOwnership: 'BucketOwnerEnforced'}]},
    }),
  )

const encrypt = (name: string, context: Context) =>
  context.aws.s3.send(
    new PutBucketEncryptionCommand({
      ...owned(name, context),
      ServerSideEncryptionConfiguration: {
        Rules: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}}],
      },
    }),
  )

/** What once kept versions is suspended, never off again (user guide, "Using versioning in S3 buckets"). */
const setVersions = (name: string, isOn: boolean, context: Context) =>
  context.aws.s3.send(
    new PutBucketVersioningCommand({
      ...owned(name, context),
      VersioningConfiguration: {Status: isOn ? 'Enabled' : 'Suspended'},
    }),
  )

async function requireTls({name}: BucketDesired, context: Context, known: Shared | undefined): Promise<void> {
  const Policy = withTls(name, known ? known.policy : await readPolicy(name, context))
  await context.aws.s3.send(new PutBucketPolicyCommand({...owned(name, context), Policy}))
}

/** What is put takes the place of all rules: those of others are put again. */
async function setOrigins({name, origins}: BucketDesired, context: Context, known: Shared | undefined): Promise<void> {
  const {cors} = known ?? {cors: await readCors(name, context)}
  const CORSRules = [...othersOf(cors), ...(origins.length === 0 ? [] : [corsRule(origins)])]
  const named = owned(name, context)
  if (CORSRules.length === 0) await context.aws.s3.send(new DeleteBucketCorsCommand(named))
  else await context.aws.s3.send(new PutBucketCorsCommand({...named, CORSConfiguration: {CORSRules}}))
}

/** The same holds for these, and for which objects are too small to be moved: what is not sent is AWS's default again. */
async function setLifecycle(
  {name, lifecycle}: BucketDesired,
  context: Context,
  known: Shared | undefined,
): Promise<void> {
  const {lifecycle: before, smallestMoved} = known ?? (await readLifecycle(name, context))
  const Rules = [...othersOf(before).map(withFilter), ...lifecycle.map(lifecycleRule)]
  const named = owned(name, context)
  if (Rules.length === 0) {
    await context.aws.s3.send(new DeleteBucketLifecycleCommand(named))
    return
  }
  const configuration = {LifecycleConfiguration: {Rules}, TransitionDefaultMinimumObjectSize: smallestMoved}
  await context.aws.s3.send(new PutBucketLifecycleConfigurationCommand({...named, ...configuration}))
}

/** And for tags: those of AWS's own (`aws:`) have to be among them, as they are. */
export async function setTags(name: string, context: Context): Promise<void> {
  const TagSet = tagList({...(await readTags(name, context)), ...context.owner})
  await context.aws.s3.send(new PutBucketTaggingCommand({...owned(name, context), Tagging: {TagSet}}))
}
