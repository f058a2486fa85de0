import type * as sdk from '@aws-sdk/client-sso-admin'
import type {Call, Operation, Operations} from '../../../../core/service.js'
import {instanceArn} from '../arns.js'
import {findInstance} from '../instance.js'
import {denied, quotaExceeded} from '../refusals.js'
import {pageOf, requireSet, saveSet} from '../scope.js'
import type {PermissionSet} from '../tables.js'

/** IAM Identity Center user guide, "Tagging resources". */
const MAX_TAGS = 50

/** Tags of a request as a record. @throws ServiceError ServiceQuotaExceededException */
export function toTags(given: readonly sdk.Tag[] = [], known: PermissionSet['tags'] = {}): Record<string, string> {
  const tags = {...known, ...Object.fromEntries(given.map(({Key = '', Value = ''}) => [Key, Value]))}
  if (Object.keys(tags).length > MAX_TAGS) throw quotaExceeded(`At most ${MAX_TAGS} tags can be on a resource.`)
  return tags
}

/** Condition keys of a request that sets tags. */
export function requestTags(tags: readonly sdk.Tag[] = []): Record<string, string[]> {
  if (tags.length === 0) return {}
  const pairs = tags.map(({Key = '', Value = ''}): [string, string[]] => [`aws:RequestTag/${Key}`, [Value]])
  return {...Object.fromEntries(pairs), 'aws:TagKeys': tags.map(({Key = ''}) => Key)}
}

interface OnTagged {
  readonly InstanceArn?: string | undefined
  readonly ResourceArn?: string | undefined
}

/** On a permission set: of all that has tags the sandbox knows no other. */
const onTagged = <I extends OnTagged, O>(
  run: (set: PermissionSet, input: I, call: Call) => O,
  asked?: (input: I) => Record<string, string[]>,
): Operation<I, O> => ({
  resource: ({ResourceArn = '*'}) => ResourceArn,
  conditions: (input) => asked?.(input) ?? {},
  run(input, call) {
    const instance = findInstance(call)
    const isOwn = instance?.ownerAccountId === call.accountId && instance.region === call.region
    if (!isOwn || (input.InstanceArn !== undefined && input.InstanceArn !== instanceArn(instance)))
      throw denied('You do not have sufficient access to perform this action.')
    return run(requireSet(instance, input.ResourceArn, call), input, call)
  },
})

/** Tags of permission sets. */
export const tagOperations = {
  TagResource: onTagged(
    (set, {Tags}: sdk.TagResourceCommandInput, call) => {
      saveSet({...set, tags: toTags(Tags, set.tags)}, call)
      return {}
    },
    ({Tags}) => requestTags(Tags),
  ),

  UntagResource: onTagged(
    (set, {TagKeys = []}: sdk.UntagResourceCommandInput, call) => {
      const left = Object.entries(set.tags).filter(([key]) => !TagKeys.includes(key))
      saveSet({...set, tags: Object.fromEntries(left)}, call)
      return {}
    },
    ({TagKeys = []}) => ({'aws:TagKeys': TagKeys}),
  ),

  ListTagsForResource: onTagged(
    (set, input: sdk.ListTagsForResourceCommandInput, call): sdk.ListTagsForResourceResponse => {
      const tags = Object.entries(set.tags).map(([Key, Value]) => ({Key, Value}))
      const {items, next} = pageOf(tags, {NextToken: input.NextToken, key: ({Key}) => Key}, call)
      return {Tags: items, NextToken: next}
    },
  ),
} satisfies Operations<typeof sdk>
