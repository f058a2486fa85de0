import type {
  ListTagsOfResourceCommandInput,
  ListTagsOfResourceOutput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-dynamodb'
import listChecks from 'dynalite/validations/listTagsOfResource.js'
import tagChecks from 'dynalite/validations/tagResource.js'
import untagChecks from 'dynalite/validations/untagResource.js'
import {ServiceError} from '../../../core/errors.js'
import {page} from '../../../core/pages.js'
import type {Call, Operation} from '../../../core/service.js'
import {check, toWire, type Validation} from '../requests.js'
import {arnOf, keyOf} from '../table-access.js'
import {tables, tableTags} from '../tables.js'

type Tags = Readonly<Record<string, string>>

/** Quotas: developer guide, "Tagging restrictions in DynamoDB". */
const MOST = 50
/** On a page: API reference, ListTagsOfResource. */
const PAGE = 10

/** Tags as a record, with those that were there. @throws ServiceError ValidationException for more than 50 */
export function withTags(tags: readonly Tag[], before: Tags = {}): Tags {
  const all = {...before, ...Object.fromEntries(tags.map(({Key = '', Value = ''}) => [Key, Value]))}
  if (Object.keys(all).length > MOST)
    throw new ServiceError('ValidationException', `One or more parameter values were invalid: Too many tags`)
  return all
}

interface Meant {
  readonly ResourceArn: string | undefined
}

const onArn = ({ResourceArn: arn = '*'}: Meant): string => arn

/** Where the tags of the table are that an ARN names, once the call is as DynamoDB wants it. */
function requireTagged(
  {operation, validation}: {operation: string; validation: Validation},
  input: Meant,
  call: Call,
): {readonly key: readonly string[]; readonly tags: Tags} {
  // dynalite has no pages of tags.
  check({operation, validation, beside: ['NextToken']}, toWire(operation, input))
  const {ResourceArn: arn = ''} = input
  const named = {TableName: arn.split('/')[1]}
  const key = keyOf(named, call)
  if (arn !== arnOf(named, call) || tables.get(call.tx, key) === undefined)
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn} not found`)
  return {key, tags: tableTags.get(call.tx, key) ?? {}}
}

const TagResource: Operation<TagResourceCommandInput, object> = {
  resource: onArn,
  run(input, call) {
    const {key, tags} = requireTagged({operation: 'TagResource', validation: tagChecks}, input, call)
    tableTags.put(call.tx, key, withTags(input.Tags ?? [], tags))
    return {}
  },
}

const UntagResource: Operation<UntagResourceCommandInput, object> = {
  resource: onArn,
  run(input, call) {
    const {key, tags} = requireTagged({operation: 'UntagResource', validation: untagChecks}, input, call)
    const left = Object.entries(tags).filter(([name]) => !input.TagKeys?.includes(name))
    tableTags.put(call.tx, key, Object.fromEntries(left))
    return {}
  },
}

const ListTagsOfResource: Operation<ListTagsOfResourceCommandInput, ListTagsOfResourceOutput> = {
  resource: onArn,
  run(input, call) {
    const {tags} = requireTagged({operation: 'ListTagsOfResource', validation: listChecks}, input, call)
    const all = Object.entries(tags).map(([Key, Value]) => ({Key, Value}))
    const {items, next} = page(
      all,
      {key: ({Key}) => Key, token: input.NextToken, limit: PAGE, badToken: 'ValidationException'},
      call,
    )
    return {Tags: items, NextToken: next}
  },
}

export const tableTagOperations = {ListTagsOfResource, TagResource, UntagResource}
