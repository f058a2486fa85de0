import type * as sdk from '@aws-sdk/client-amplify'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import {apps, branches} from './tables.js'

/** AWS General Reference, "Tagging your AWS resources". */
const MAX_TAGS = 50

type Tags = Readonly<Record<string, string>>

interface Tagged {
  readonly tags: Tags
  save(tags: Tags): void
}

/** An app or a branch by its ARN. @throws ServiceError ResourceNotFoundException */
function requireTagged(arn = '', {tx, accountId, region}: Call): Tagged {
  const [, account, appId = '', branchName] =
    /^arn:[\w-]+:amplify:[\w-]+:(\d{12}):apps\/([^/]+)(?:\/branches\/(.+))?$/.exec(arn) ?? []
  const app = apps.get(tx, [appId])
  const isOwn = account === accountId && app?.accountId === accountId && app.region === region
  const branch = branchName === undefined ? undefined : branches.get(tx, [appId, branchName])
  if (!isOwn || (branchName !== undefined && !branch))
    throw new ServiceError('ResourceNotFoundException', `Resource ${arn} not found.`, {
      code: 'ResourceNotFoundException',
    })
  return branch
    ? {tags: branch.tags, save: (tags) => branches.put(tx, [appId, branch.branchName], {...branch, tags})}
    : {tags: app.tags, save: (tags) => apps.put(tx, [appId], {...app, tags})}
}

const onArn = ({resourceArn = '*'}: {readonly resourceArn: string | undefined}): string => resourceArn

const TagResource: Operation<sdk.TagResourceCommandInput, sdk.TagResourceResponse> = {
  resource: onArn,
  run({resourceArn, tags = {}}, call) {
    const tagged = requireTagged(resourceArn, call)
    const all = {...tagged.tags, ...tags}
    if (Object.keys(all).length > MAX_TAGS)
      throw new ServiceError('BadRequestException', `At most ${MAX_TAGS} tags can be on a resource.`)
    tagged.save(all)
    return {}
  },
}

const UntagResource: Operation<sdk.UntagResourceCommandInput, sdk.UntagResourceResponse> = {
  resource: onArn,
  run({resourceArn, tagKeys = []}, call) {
    const tagged = requireTagged(resourceArn, call)
    tagged.save(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !tagKeys.includes(key))))
    return {}
  },
}

const ListTagsForResource: Operation<sdk.ListTagsForResourceCommandInput, sdk.ListTagsForResourceResponse> = {
  resource: onArn,
  run: ({resourceArn}, call) => ({tags: requireTagged(resourceArn, call).tags}),
}

export const tagOperations = {TagResource, UntagResource, ListTagsForResource} satisfies Operations<typeof sdk>
