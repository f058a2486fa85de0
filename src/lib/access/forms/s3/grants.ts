import {groupBy, unique, type Grant} from '../../policy/grants.js'
import {ownerVariable, patternGuard} from '../../owner.js'
import type {BucketRule, ObjectVerb} from './rule.js'
import {withAccount, type Condition, type Place} from '../../policy/statement.js'

const ACTIONS: Readonly<Record<ObjectVerb, readonly string[]>> = {
  get: ['s3:GetObject'],
  // Listing is an action on the bucket: a grant of its own.
  list: [],
  // An upload in parts that was given up can be cleared away by who began it.
  put: ['s3:AbortMultipartUpload', 's3:PutObject'],
  delete: ['s3:DeleteObject'],
}

/** Objects below the prefix, and listing limited to that prefix. */
export function bucketGrants(rules: readonly BucketRule[], place: Place): readonly Grant[] {
  return [...rules.map((rule) => objectGrant(rule, place)), ...listGrants(rules, place)].filter(
    ({actions}) => actions.length > 0,
  )
}

const objectGrant = (rule: BucketRule, place: Place): Grant => ({
  sid: rule.owner === 'none' ? 'SharedObjects' : 'OwnObjects',
  thing: `${rule.bucket}/${folder(rule, place)}`,
  actions: rule.actions.flatMap((verb) => ACTIONS[verb]),
  resources: [withAccount(`arn:aws:s3:::${rule.bucket}/${folder(rule, place)}*`, place.account)],
  condition: {...patternGuard(rule.owner, place), ...ownAccount(place)},
})

/** One grant for a bucket and sort of owner: `s3:prefix` holds all folders that may be listed in it. */
function listGrants(rules: readonly BucketRule[], place: Place): readonly Grant[] {
  const listed = rules.filter(({actions}) => actions.includes('list'))
  return [...groupBy(listed, ({bucket, owner}) => JSON.stringify([bucket, owner])).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const sid = first.owner === 'none' ? 'ListSharedObjects' : 'ListOwnObjects'
    const condition = listCondition(same, first.owner, place)
    const resources = [withAccount(`arn:aws:s3:::${first.bucket}`, place.account)]
    return [{sid, thing: first.bucket, actions: ['s3:ListBucket'], resources, condition}]
  })
}

/** `*` matches nothing as well: `a/*` is also the folder `a/` itself. A request with no prefix matches no pattern. */
function listCondition(rules: readonly BucketRule[], owner: string, place: Place): Condition {
  const folders = rules.map((rule) => folder(rule, place))
  const guard = {...patternGuard(owner, place), ...ownAccount(place)}
  if (folders.includes('')) return guard
  return {...guard, StringLike: {'s3:prefix': unique(folders.map((name) => `${name}*`)), ...guard['StringLike']}}
}

/**
 * Names of buckets belong to the account that takes them first: an upload must not land with a stranger who took
 * one that was given up, or is still to be made (S3 user guide, "Bucket owner condition").
 */
const ownAccount = ({account}: Place): Condition => ({
  StringEquals: {'aws:ResourceAccount': withAccount('{account}', account)},
})

/** With a slash at its end, so that `a` is not the beginning of `ab`; '' is the whole bucket. */
const folder = ({prefix, owner}: BucketRule, place: Place): string =>
  prefix === '' ? '' : `${prefix.replaceAll('{owner}', ownerVariable(owner, place))}/`
