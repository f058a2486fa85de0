import type {CORSRule, LifecycleRule as AwsLifecycleRule} from '@aws-sdk/client-s3'
import {OURS, type LifecycleRule} from './desired.js'

const isOurs = (id: string | undefined): boolean => id?.startsWith(OURS) === true

/** Those of others stay as they are, before ours. */
export const othersOf = <T extends {readonly ID?: string | undefined}>(rules: readonly T[]): readonly T[] =>
  rules.filter(({ID}) => !isOurs(ID))

/**
 * What a browser of an origin may do, whatever the SDK: its own headers differ from version to version, and an upload in
 * parts reads the ETag of each (S3 user guide, "Elements of a CORS configuration").
 */
export const corsRule = (origins: readonly string[]): CORSRule => ({
  ID: `${OURS}origins`,
  AllowedOrigins: [...origins],
  AllowedMethods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag', 'x-amz-version-id', 'x-amz-server-side-encryption', 'x-amz-request-id', 'x-amz-id-2'],
  MaxAgeSeconds: 3000,
})

/** Origins of our rule; none where somebody made another one of it. */
export function originsOf(rules: readonly CORSRule[]): readonly string[] {
  const own = rules.find(({ID}) => ID === `${OURS}origins`)
  const {AllowedOrigins: origins = []} = own ?? {}
  const meant = corsRule(origins)
  const isSame = (field: 'AllowedMethods' | 'AllowedHeaders' | 'ExposeHeaders'): boolean =>
    [...(own?.[field] ?? [])].sort().join() === [...(meant[field] ?? [])].sort().join()
  return own && isSame('AllowedMethods') && isSame('AllowedHeaders') && isSame('ExposeHeaders') ? origins : []
}

export const lifecycleRule = ({
  id,
  prefix,
  expireDays,
  oldVersionDays,
  unfinishedDays,
}: LifecycleRule): AwsLifecycleRule => ({
  ID: id,
  Status: 'Enabled',
  Filter: {Prefix: prefix},
  ...(expireDays !== undefined && {Expiration: {Days: expireDays}}),
  ...(oldVersionDays !== undefined && {NoncurrentVersionExpiration: {NoncurrentDays: oldVersionDays}}),
  ...(unfinishedDays !== undefined && {AbortIncompleteMultipartUpload: {DaysAfterInitiation: unfinishedDays}}),
})

/** With the prefix that the SDK calls deprecated, and AWS still answers. */
type OldRule = Omit<AwsLifecycleRule, 'Prefix'> & {readonly Prefix?: string | undefined}

/**
 * The same rule in the words that rules have since 2016: S3 refuses a configuration in which some have a filter, as ours do, and
 * some the prefix of before (InvalidRequest, "Filter element can only be used in Lifecycle V2").
 */
export function withFilter(rule: AwsLifecycleRule): AwsLifecycleRule {
  if (rule.Filter !== undefined) return rule
  const {Prefix = '', ...rest}: OldRule = rule
  return {...rest, Filter: {Prefix}}
}

/** Our rules, as far as they are switched on. */
export const lifecycleOf = (rules: readonly AwsLifecycleRule[]): readonly LifecycleRule[] =>
  rules
    .filter(({ID, Status}) => isOurs(ID) && Status === 'Enabled')
    .map((rule) => ({
      id: rule.ID ?? '',
      prefix: rule.Filter?.Prefix ?? '',
      expireDays: rule.Expiration?.Days,
      oldVersionDays: rule.NoncurrentVersionExpiration?.NoncurrentDays,
      unfinishedDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    }))
