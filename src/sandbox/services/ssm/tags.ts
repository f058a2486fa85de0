import type * as sdk from '@aws-sdk/client-ssm'
import {ServiceError} from '../../core/errors.js'
import type {Call, Operations} from '../../core/service.js'
import {arnOf, findParameter, saveParameter, type Parameter} from './parameters.js'

/** Systems Manager endpoints and quotas, "Tags per resource". */
const MAX_TAGS = 50

/** Tags of a request as a record. @throws ServiceError TooManyTagsError */
export function withTags(tags: readonly sdk.Tag[] = [], before: Parameter['tags'] = {}): Record<string, string> {
  const all = {...before, ...Object.fromEntries(tags.map(({Key = '', Value = ''}) => [Key, Value]))}
  if (Object.keys(all).length > MAX_TAGS)
    throw new ServiceError('TooManyTagsError', `At most ${MAX_TAGS} tags can be on a resource.`)
  return all
}

interface Meant {
  readonly ResourceType?: sdk.ResourceTypeForTagging | undefined
  readonly ResourceId?: string | undefined
}

const onResource = ({ResourceId}: Meant, call: Call): string => arnOf(ResourceId, call)

/** Of all that Systems Manager has there are only parameters here: nothing else is found. */
function requireTagged({ResourceType, ResourceId}: Meant, call: Call): Parameter {
  const found = ResourceType === 'Parameter' ? findParameter(ResourceId, call) : undefined
  if (!found) throw new ServiceError('InvalidResourceId', `The resource ID "${ResourceId ?? ''}" is not valid.`)
  return found
}

/** Tags of parameters. */
export const tagOperations: Operations<typeof sdk> = {
  AddTagsToResource: {
    resource: onResource,
    run({Tags, ...meant}, call) {
      const found = requireTagged(meant, call)
      saveParameter({...found, tags: withTags(Tags, found.tags)}, call)
      return {}
    },
  },

  RemoveTagsFromResource: {
    resource: onResource,
    run({TagKeys = [], ...meant}, call) {
      const found = requireTagged(meant, call)
      const left = Object.entries(found.tags ?? {}).filter(([key]) => !TagKeys.includes(key))
      saveParameter({...found, tags: Object.fromEntries(left)}, call)
      return {}
    },
  },

  ListTagsForResource: {
    resource: onResource,
    run: (meant, call) => ({
      TagList: Object.entries(requireTagged(meant, call).tags ?? {}).map(([Key, Value]) => ({Key, Value})),
    }),
  },
}
