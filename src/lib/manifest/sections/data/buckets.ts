import {OURS, type LifecycleRule} from '../../../resources/data/s3/desired.js'
import type {Bucket} from '../../data.js'
import {list, mapping, record} from '../../read/collections.js'
import {optional, section} from '../../read/keys.js'
import {flag, integer, text} from '../../read/scalars.js'
import {refused, type Read} from '../../read/spot.js'
import {bucketKey, chosenBucketName, lifecyclePrefix, nameBy, origin} from './rules.js'
import {wordOr} from '../../rules/names.js'

const days = integer({min: 1, max: 36_500})

const rule: Read<Omit<LifecycleRule, 'id'>> = mapping(
  {
    /**
     * Beginning of the keys of the objects. Without this key: all objects.
     * @example tmp/
     */
    prefix: optional(text(lifecyclePrefix)),
    /** Days after which objects are deleted. */
    expireDays: optional(days),
    /** Days for which older versions are kept. */
    oldVersionDays: optional(days),
  },
  ({prefix = '', expireDays, oldVersionDays}, spot) => {
    if (expireDays === undefined && oldVersionDays === undefined)
      throw refused(spot, 'says nothing that happens', 'Add expireDays, oldVersionDays or both.')
    return {prefix, expireDays, oldVersionDays}
  },
)

/** Days after which what is left of an upload that nobody finished goes: it is in no list, and costs. */
const UNFINISHED: LifecycleRule = {id: `${OURS}unfinished-uploads`, prefix: '', unfinishedDays: 7}

const bucket: Read<Bucket> = mapping(
  {
    /**
     * Origins whose pages may read and write objects. `clients` stands for those of the callback URLs of app clients.
     * @default ["clients"]
     * @example ["clients", "https://admin.acme.dev"]
     */
    cors: optional(list(text(wordOr('clients', origin)), {max: 50, distinct: true})),
    /** Whether older versions of objects are kept. Without this key: on where the environment is protected. */
    versions: optional(flag),
    /** What happens to objects as they grow old. */
    lifecycle: section(list(rule, {max: 100})),
    /**
     * What S3 calls the bucket, where you want to choose, or what it does in each environment: `{ dev: …, prod: … }`. Without
     * this key, and in an environment that it does not name: project, environment and the name here, with the account's id and
     * the region, in the namespace of the account.
     * @permanent
     */
    name: optional(nameBy(chosenBucketName)),
  },
  ({cors = ['clients'], versions, lifecycle = [], name}) => ({
    name,
    cors,
    versions,
    lifecycle: [UNFINISHED, ...lifecycle.map((one, at) => ({id: `${OURS}${at + 1}`, ...one}))],
  }),
)

/** `data.buckets`; `uploads: {}` is one with every default. */
export const buckets: Read<ReadonlyMap<string, Bucket>> = record({name: bucketKey, read: bucket, max: 50})
