import type {CORSRule, LifecycleRule, ServerSideEncryptionRule} from '@aws-sdk/client-s3'
import type {BucketFacts} from '../../read/data.js'
import {parseDocument} from '../../../resources/documents.js'
import type {Block} from '../hcl.js'
import {attributeOf, beyond, blockOf, document, filled, PRECIOUS, tagsOf, unsaid} from '../parts.js'
import type {Scene, TerraformResource, Write} from '../written.js'

/** A bucket is several resources of the provider: each setting is one. */
export const writeBucket: Write<BucketFacts> = (facts, scene) => {
  const type = 'aws_s3_bucket'
  const self = {type, name: scene.name(type, scene.label)}
  const part = partsOf(facts.name, self, scene)
  const {publicAccess, ownership, encryption, versioning, policy, cors, lifecycle} = facts
  return {
    resources: [
      {
        ...self,
        importId: facts.name,
        comment: facts.name.endsWith('-an')
          ? [
              'Its name is in the namespace of the account: to create it, the provider 6.37 or later has bucket_namespace.',
            ]
          : undefined,
        arguments: {bucket: facts.name, tags: tagsOf(facts.tags)},
        blocks: [PRECIOUS],
      },
      ...part(
        'public_access_block',
        publicAccess && {
          block_public_acls: publicAccess.BlockPublicAcls,
          block_public_policy: publicAccess.BlockPublicPolicy,
          ignore_public_acls: publicAccess.IgnorePublicAcls,
          restrict_public_buckets: publicAccess.RestrictPublicBuckets,
        },
      ),
      ...part('ownership_controls', ownership === undefined ? undefined : {}, [
        {type: 'rule', arguments: {object_ownership: ownership}},
      ]),
      ...part(
        'server_side_encryption_configuration',
        encryption.length === 0 ? undefined : {},
        encryption.map(encryptionBlock),
      ),
      ...part('versioning', versioning === undefined ? undefined : {}, [
        {type: 'versioning_configuration', arguments: {status: versioning}},
      ]),
      ...part(
        'policy',
        policy === undefined ? undefined : {policy: document(parseDocument(policy, `bucket ${facts.name}`), scene)},
      ),
      ...part('cors_configuration', cors.length === 0 ? undefined : {}, cors.map(corsBlock)),
      ...part('lifecycle_configuration', lifecycle.length === 0 ? undefined : {}, lifecycle.map(lifecycleBlock)),
    ],
    answers: [
      {value: `arn:aws:s3:::${facts.name}`, code: attributeOf(self, 'arn'), within: true},
      {value: facts.name, kind: 'bucket', code: attributeOf(self, 'bucket')},
    ],
    missing: unsaid(lifecycle.flatMap((rule) => beyond(rule, KNOWN))),
  }
}

/** What of a rule is said here. */
const KNOWN = [
  ...['ID', 'Status', 'Filter', 'Expiration', 'NoncurrentVersionExpiration'],
  'AbortIncompleteMultipartUpload',
]

type Part = (
  type: string,
  values: TerraformResource['arguments'] | undefined,
  blocks?: readonly Block[],
) => readonly TerraformResource[]

const partsOf =
  (importId: string, bucket: Pick<TerraformResource, 'type' | 'name'>, scene: Scene): Part =>
  (kind, values, blocks = []) => {
    if (values === undefined) return []
    const type = `aws_s3_bucket_${kind}`
    const name = scene.name(type, scene.label)
    return [{type, name, importId, arguments: {bucket: attributeOf(bucket, 'id'), ...values}, blocks}]
  }

const encryptionBlock = (rule: ServerSideEncryptionRule): Block => ({
  type: 'rule',
  arguments: {bucket_key_enabled: rule.BucketKeyEnabled},
  blocks: blockOf('apply_server_side_encryption_by_default', {
    sse_algorithm: rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    kms_master_key_id: rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID,
  }),
})

const corsBlock = (rule: CORSRule): Block => ({
  type: 'cors_rule',
  arguments: {
    id: rule.ID,
    allowed_headers: filled(rule.AllowedHeaders),
    allowed_methods: filled(rule.AllowedMethods),
    allowed_origins: filled(rule.AllowedOrigins),
    expose_headers: filled(rule.ExposeHeaders),
    max_age_seconds: rule.MaxAgeSeconds,
  },
})

const lifecycleBlock = (rule: LifecycleRule): Block => ({
  type: 'rule',
  arguments: {id: rule.ID, status: rule.Status},
  blocks: [
    {type: 'filter', arguments: {prefix: rule.Filter?.Prefix ?? ''}},
    ...blockOf('expiration', {days: rule.Expiration?.Days}),
    ...blockOf('noncurrent_version_expiration', {
      noncurrent_days: rule.NoncurrentVersionExpiration?.NoncurrentDays,
    }),
    ...blockOf('abort_incomplete_multipart_upload', {
      days_after_initiation: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    }),
  ],
})
