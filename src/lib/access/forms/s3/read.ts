import {mapping} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Read} from '../../../manifest/read/spot.js'
import {objectPrefix} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import {bucketName} from '../../../manifest/rules/places.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import {requireNoOwner} from '../no-owner.js'
import {verbs} from '../verbs.js'
import {OBJECT_WORDS, type BucketRule} from './rule.js'

/** `s3 {bucket, prefix, owner, actions}`. */
export const readBucket: Read<BucketRule> = mapping(
  {
    /** Name of the bucket: one of `data.buckets`, or of another stack. */
    bucket: required(text(templateOf(bucketName))),
    /**
     * Whose the objects are: `identity` (the identity id), `sub`, a claim such as `custom:tenant`, or `none` for all who have
     * the rule.
     * @default identity
     */
    owner: optional(text(ownerName)),
    /**
     * Beginning of the keys of the objects. `{owner}` is the owner; a prefix without it has it at its end. With `owner: none`
     * it must be written; `""` is the whole bucket.
     * @example private
     */
    prefix: optional(text(objectPrefix)),
    /** What is allowed: `read` (`get`, `list`), `write` (`put`, `delete`), or single ones. Without this key: `read` and `write`. */
    actions: optional(verbs(OBJECT_WORDS, ['get', 'list', 'put', 'delete'])),
  },
  ({bucket, owner = 'identity', prefix: said, actions}, spot, at) => {
    if (owner === 'none' && said === undefined) {
      throw refused(
        spot,
        'has owner: none and no prefix',
        'Say which objects: prefix: public; or "" for the whole bucket.',
      )
    }
    const prefix = said?.replace(/\/$/, '') ?? ''
    if (owner === 'none') requireNoOwner(at('prefix'), prefix)
    return {
      bucket,
      prefix: owner === 'none' ? prefix : withOwner(prefix),
      owner,
      actions: actions ?? [...OBJECT_WORDS.read, ...OBJECT_WORDS.write],
    }
  },
)

/** `private` with an owner is `private/{owner}`: a prefix that does not say where the owner comes has it at its end. */
const withOwner = (prefix: string): string =>
  prefix.includes('{owner}') ? prefix : prefix === '' ? '{owner}' : `${prefix}/{owner}`
