import type {Probe} from '../matrix/probe.js'

/** Other actions that reach the same thing: what is closed to the one is to be closed to them. */
const KIN: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:GetItem': ['dynamodb:PartiQLSelect', 'dynamodb:ConditionCheckItem'],
  'dynamodb:PutItem': ['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'],
  'dynamodb:DeleteItem': ['dynamodb:PartiQLDelete'],
  's3:GetObject': ['s3:GetObjectVersion', 's3:GetObjectAcl', 's3:GetObjectTagging'],
  's3:PutObject': ['s3:PutObjectAcl', 's3:PutObjectTagging'],
  's3:DeleteObject': ['s3:DeleteObjectVersion'],
  's3:ListBucket': ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
}

/** The same request by every other action that does the like, and a table's items by its stream. Pure. */
export function moreOf(probe: Probe): readonly Probe[] {
  const kin = (KIN[probe.action] ?? []).map((action) => ({...probe, action}))
  if (probe.action !== 'dynamodb:Scan' || probe.resource.includes('/index/')) return kin
  const resource = `${probe.resource}/stream/2026-01-01T00:00:00.000`
  return [
    ...kin,
    {...probe, action: 'dynamodb:GetRecords', resource, keys: {}, target: `${probe.target}, by its stream`},
  ]
}
