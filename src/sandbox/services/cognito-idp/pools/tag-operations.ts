import {invalid} from '../checks.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call, Operation} from '../../../core/service.js'

type Tags = Readonly<Record<string, string>>

interface Named {
  readonly ResourceArn: string | undefined
}

interface Pools<P> {
  /** The pool that an ARN names, in the account and region of the caller. */
  readonly find: (arn: string, call: Call) => P | undefined
  readonly tagsOf: (pool: P) => Tags | undefined
  readonly retag: (pool: P, tags: Record<string, string>, call: Call) => void
  /** As Cognito calls one: "A user pool". */
  readonly one: string
}

/** Amazon Cognito developer guide, "Quotas": tags per user pool, and per identity pool. */
const MOST = 50

/** Tag, untag and list tags of what Cognito names by ARN: user pools and identity pools. */
export function tagOperations<P>({find, tagsOf, retag, one}: Pools<P>) {
  const resource = ({ResourceArn}: Named): string => ResourceArn ?? '*'
  const required = ({ResourceArn = ''}: Named, call: Call): P => {
    const pool = find(ResourceArn, call)
    if (!pool) throw new ServiceError('ResourceNotFoundException', `Resource '${ResourceArn}' not found.`)
    return pool
  }
  const TagResource: Operation<Named & {Tags: Record<string, string> | undefined}, object> = {
    resource,
    run(input, call) {
      const pool = required(input, call)
      const tags = {...tagsOf(pool), ...input.Tags}
      if (Object.keys(tags).length > MOST) throw invalid(`${one} can have at most ${MOST} tags.`)
      retag(pool, tags, call)
      return {}
    },
  }
  const UntagResource: Operation<Named & {TagKeys: string[] | undefined}, object> = {
    resource,
    run({TagKeys = [], ...input}, call) {
      const pool = required(input, call)
      const left = Object.entries(tagsOf(pool) ?? {}).filter(([key]) => !TagKeys.includes(key))
      retag(pool, Object.fromEntries(left), call)
      return {}
    },
  }
  const ListTagsForResource: Operation<Named, {Tags: Record<string, string>}> = {
    resource,
    run: (input, call) => ({Tags: {...tagsOf(required(input, call))}}),
  }
  return {TagResource, UntagResource, ListTagsForResource}
}
