import {
  GetBucketAclCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketRequestPaymentCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  paginateListBuckets,
  type Grant,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3'
import {absentWhen} from '../../../aws/calls/absent.js'
import {ConflictError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'
import {findBucket, owned, type BucketFound} from '../../../resources/data/s3/read.js'
import {othersOf} from '../../../resources/data/s3/rules.js'
import {othersIn} from '../../../resources/data/s3/tls.js'
import {collect} from '../../../resources/pages.js'
import type {Tags} from '../../../resources/owner.js'
import type {Judged} from './judged.js'

/** A bucket with what awsup.yaml has no words for. */
export interface LiveBucket extends BucketFound {
  /** Whether its policy lets everybody in, as AWS sees it. */
  readonly isPublic: boolean
  /** Id of the account's owner, as access control lists name it. */
  readonly owner: string | undefined
  readonly grants: readonly Grant[]
  readonly website: boolean
  readonly objectLock: boolean
  readonly replication: boolean
  readonly logging: boolean
  readonly requesterPays: boolean
  readonly notifications: NotificationConfiguration
}

/** Reads all of a bucket but its objects; changes nothing. `undefined` where the account has none of this name. */
export async function readLiveBucket(
  name: string,
  context: Context,
  allow: (tags: Tags) => void,
): Promise<LiveBucket | undefined> {
  const {s3, region} = context.aws
  const own = await collect(paginateListBuckets({client: s3}, {Prefix: name}), ({Buckets}) => Buckets)
  const listed = own.find(({Name}) => Name === name)
  if (!listed) return undefined
  requireHere(name, {is: listed.BucketRegion, wanted: region})
  const found = await findBucket(name, context, allow)
  if (!found) return undefined
  const named = owned(name, context)
  const [status, acl, website, lock, replication, logging, payment, notifications] = await Promise.all([
    absentWhen('NoSuchBucketPolicy', () => s3.send(new GetBucketPolicyStatusCommand(named))),
    s3.send(new GetBucketAclCommand(named)),
    absentWhen('NoSuchWebsiteConfiguration', () => s3.send(new GetBucketWebsiteCommand(named))),
    absentWhen('ObjectLockConfigurationNotFoundError', () => s3.send(new GetObjectLockConfigurationCommand(named))),
    absentWhen('ReplicationConfigurationNotFoundError', () => s3.send(new GetBucketReplicationCommand(named))),
    s3.send(new GetBucketLoggingCommand(named)),
    s3.send(new GetBucketRequestPaymentCommand(named)),
    s3.send(new GetBucketNotificationConfigurationCommand(named)),
  ])
  return {
    ...found,
    isPublic: status?.PolicyStatus?.IsPublic ?? false,
    owner: acl.Owner?.ID,
    grants: acl.Grants ?? [],
    website: website !== undefined,
    objectLock: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
    replication: replication !== undefined,
    logging: logging.LoggingEnabled !== undefined,
    requesterPays: payment.Payer === 'Requester',
    notifications,
  }
}

function requireHere(name: string, {is, wanted}: {readonly is: string | undefined; readonly wanted: string}): void {
  if (is === undefined || is === wanted) return
  throw new ConflictError(`bucket ${name} is in ${is}, and the environment in ${wanted}`, {
    code: 'WRONG_REGION',
    hint: 'An environment has one region: take the bucket into an environment of that region: --env',
    details: {id: name, region: is, wanted},
  })
}

/**
 * What cannot be taken in, because what awsup sets on every bucket would cut off those who use it, and what stays as it is
 * without awsup.yaml saying it. Pure.
 */
export function judgeBucket(live: Omit<LiveBucket, 'tags'>): Judged {
  const {actual, isPublic, owner, grants} = live
  const others = grants.filter(({Grantee}) => Grantee?.ID === undefined || Grantee.ID !== owner)
  // AWS switches the lists off only where the bucket's own lets nobody else in (user guide, "Controlling ownership of objects").
  const byList = actual.ownerEnforced ? [] : others
  return {
    refusals: [
      ...(live.website
        ? ['it hosts a website, whose address answers without TLS alone, and awsup denies what is not sent by TLS']
        : []),
      ...(isPublic && !actual.publicAccessBlocked
        ? ['its policy lets everybody in, and awsup blocks public access']
        : []),
      ...(byList.length > 0
        ? [
            `its access control list lets others in (${byList.map(granteeOf).join(', ')}), and awsup switches such lists off`,
          ]
        : []),
    ],
    notes: [...policyOf(live), ...rulesOf(live), ...keptBy(live), ...eventsOf(live.notifications)],
  }
}

const granteeOf = ({Grantee: grantee, Permission: permission}: Grant): string =>
  `${grantee?.URI?.split('/').at(-1) ?? grantee?.ID ?? grantee?.EmailAddress ?? 'somebody'}: ${permission ?? ''}`

function policyOf({actual, policy}: Omit<LiveBucket, 'tags'>): readonly string[] {
  const count = othersIn(actual.id, policy)
  return count === 0 ? [] : [`its bucket policy (${count} ${count === 1 ? 'statement' : 'statements'})`]
}

function rulesOf({cors, lifecycle}: Pick<LiveBucket, 'cors' | 'lifecycle'>): readonly string[] {
  const [origins, ages] = [othersOf(cors).length, othersOf(lifecycle).length]
  const counted = (number: number): string => `${number} ${number === 1 ? 'rule' : 'rules'}`
  return [
    ...(origins === 0
      ? []
      : [`its CORS (${counted(origins)}). cors in awsup.yaml is empty: origins that you add get a rule of their own`]),
    ...(ages === 0 ? [] : [`its lifecycle (${counted(ages)})`]),
  ]
}

function keptBy({encryption, versioning, ...live}: Omit<LiveBucket, 'tags'>): readonly string[] {
  const by = encryption[0]?.ApplyServerSideEncryptionByDefault
  return [
    ...(by?.SSEAlgorithm?.startsWith('aws:kms') === true
      ? [`its encryption with ${by.KMSMasterKeyID ?? 'the key of the account for S3 (aws/s3)'}`]
      : []),
    ...(versioning.MFADelete === 'Enabled' ? ['that deleting a version takes MFA'] : []),
    ...(live.objectLock ? ['its object lock: awsup destroy deletes no object that it holds'] : []),
    ...(live.replication ? ['its replication'] : []),
    ...(live.logging ? ['its access log'] : []),
    ...(live.requesterPays ? ['that those who ask pay'] : []),
  ]
}

function eventsOf(notifications: NotificationConfiguration): readonly string[] {
  const {TopicConfigurations: topics = [], QueueConfigurations: queues = []} = notifications
  const {LambdaFunctionConfigurations: functions = [], EventBridgeConfiguration: bridge} = notifications
  const to = [
    ...topics.map(({TopicArn = ''}) => TopicArn),
    ...queues.map(({QueueArn = ''}) => QueueArn),
    ...functions.map(({LambdaFunctionArn = ''}) => LambdaFunctionArn),
    ...(bridge === undefined ? [] : ['EventBridge']),
  ]
  return to.length === 0 ? [] : [`its notifications to ${to.join(', ')}`]
}
