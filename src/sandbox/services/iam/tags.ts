import type {Call, Operation} from '../../core/service.js'
import {required, pageOf, withoutEntries} from './input.js'
import {invalidInput, limitExceeded} from './refusals.js'

/** A tag as the API writes it. */
export interface Tag {
  Key: string | undefined
  Value: string | undefined
}

/** IAM user guide, "IAM and AWS STS quotas". */
const TAGS_PER_ENTITY = 50

/**
 * Tags of a request as a record.
 * @throws ServiceError InvalidInputException for a key given twice (case does not count) or of AWS's own.
 */
export function tagsIn(tags: readonly Tag[] | undefined): Record<string, string> {
  const pairs = (tags ?? []).map(({Key, Value}): [string, string] => [required(Key, 'Key'), required(Value, 'Value')])
  if (new Set(pairs.map(([key]) => key.toLowerCase())).size < pairs.length)
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  if (pairs.some(([key]) => key.toLowerCase().startsWith('aws:')))
    throw invalidInput('Tag keys beginning with aws: are reserved for system use.')
  return withinQuota(Object.fromEntries(pairs))
}

/** Tags as the API writes them. */
export const tagList = (tags: Readonly<Record<string, string>>): {Key: string; Value: string}[] =>
  Object.entries(tags).map(([Key, Value]) => ({Key, Value}))

/** Condition keys for tags: `aws:RequestTag/team`, or `aws:ResourceTag/team` and `iam:ResourceTag/team`. */
export const tagConditions = (
  of: 'RequestTag' | 'ResourceTag',
  tags: Readonly<Record<string, string>>,
): Record<string, string[]> =>
  Object.fromEntries(
    (of === 'ResourceTag' ? ['aws', 'iam'] : ['aws']).flatMap((prefix) =>
      Object.entries(tags).map(([key, value]): [string, string[]] => [`${prefix}:${of}/${key}`, [value]]),
    ),
  )

/** Condition keys of a request that sets tags. */
export function requestTags({Tags}: {readonly Tags?: readonly Tag[] | undefined}): Record<string, string[]> {
  const pairs = (Tags ?? []).map(({Key = '', Value = ''}): [string, string] => [Key, Value])
  if (pairs.length === 0) return {}
  return {...tagConditions('RequestTag', Object.fromEntries(pairs)), 'aws:TagKeys': pairs.map(([key]) => key)}
}

/** A tag whose key differs only in case takes the place of the one before. */
function withTags(tags: Readonly<Record<string, string>>, added: readonly Tag[] | undefined): Record<string, string> {
  const more = tagsIn(added)
  const replaced = Object.keys(more).map((key) => key.toLowerCase())
  const kept = Object.entries(tags).filter(([key]) => !replaced.includes(key.toLowerCase()))
  return withinQuota(Object.fromEntries([...kept, ...Object.entries(more)]))
}

function withinQuota(tags: Record<string, string>): Record<string, string> {
  if (Object.keys(tags).length > TAGS_PER_ENTITY)
    throw limitExceeded(`Cannot exceed quota for TagsPerEntity: ${TAGS_PER_ENTITY}`)
  return tags
}

interface Tagged {
  readonly tags: Readonly<Record<string, string>>
}

interface Builders<T, N> {
  readonly on: <I extends N, O>(run: (entity: T, input: I, call: Call) => O) => Operation<I, O>
  readonly change: <I extends N>(
    run: (entity: T, input: I, call: Call) => T,
    asked?: (input: I) => Record<string, string[]>,
  ) => Operation<I, object>
}

/** Tag, untag and list tags, for whatever has tags. */
export const tagOperations = <T extends Tagged, N extends object>({on, change}: Builders<T, N>) => ({
  tag: change<N & {Tags: Tag[] | undefined}>(
    (entity, {Tags}) => ({...entity, tags: withTags(entity.tags, Tags)}),
    requestTags,
  ),
  untag: change<N & {TagKeys: string[] | undefined}>(
    (entity, {TagKeys = []}) => ({...entity, tags: withoutEntries(entity.tags, TagKeys)}),
    ({TagKeys = []}) => ({'aws:TagKeys': TagKeys}),
  ),
  list: on<N & {Marker?: string | undefined; MaxItems?: number | undefined}, ListedTags>((entity, input, call) => {
    const {items, rest} = pageOf(tagList(entity.tags), {...input, key: ({Key}) => Key}, call)
    return {Tags: items, ...rest}
  }),
})

interface ListedTags {
  Tags: {Key: string; Value: string}[]
  IsTruncated: boolean
  Marker: string | undefined
}
