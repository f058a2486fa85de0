import {fields} from '../../../manifest/read/collections.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Spot} from '../../../manifest/read/spot.js'
import {objectPrefix} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import {template} from '../../../manifest/rules/placeholders.js'
import {requireNoOwner} from '../no-owner.js'
import {verbs} from '../verbs.js'
import {OBJECT_WORDS, type BucketRule} from './rule.js'

/** `s3 {bucket, prefix, owner, actions}`. */
export function readBucket(spot: Spot): BucketRule {
  const {required, optional} = fields(spot, ['bucket', 'prefix', 'owner', 'actions'])
  const bucket = required('bucket', text(template))
  const owner = optional('owner', text(ownerName)) ?? 'identity'
  const said = optional('prefix', (at) => ({at, prefix: text(objectPrefix)(at).replace(/\/$/, '')}))
  if (owner === 'none' && said === undefined) {
    throw refused(
      spot,
      'has owner: none and no prefix',
      'Say which objects: prefix: public; or "" for the whole bucket.',
    )
  }
  const {prefix = ''} = said ?? {}
  if (said && owner === 'none') requireNoOwner(said.at, prefix)
  return {
    bucket,
    prefix: owner === 'none' ? prefix : withOwner(prefix),
    owner,
    actions: optional('actions', verbs(OBJECT_WORDS, ['get', 'list', 'put', 'delete'])) ?? [
      ...OBJECT_WORDS.read,
      ...OBJECT_WORDS.write,
    ],
  }
}

/** `private` with an owner is `private/{owner}`: a prefix that does not say where the owner comes has it at its end. */
const withOwner = (prefix: string): string =>
  prefix.includes('{owner}') ? prefix : prefix === '' ? '{owner}' : `${prefix}/{owner}`
