import type {
  Tag,
  ListTagsForResourceCommandInput as L,
  ListTagsForResourceCommandOutput as LO,
  TagResourceCommandInput as T,
  UntagResourceCommandInput as U,
} from '@aws-sdk/client-organizations'
import type {Call} from '../../core/service.js'
import {constraintViolation, invalidInput, targetNotFound} from './refusals.js'
import {managed, pageOf} from './scope.js'
import {accounts, organizationPolicies, organizations, type Organization, units} from './tables.js'
import {findNode} from './tree.js'

type Tags = Readonly<Record<string, string>>

/** Tags as they are kept. @throws ServiceError InvalidInputException, ConstraintViolationException (more than 50). */
export function toTags(given: readonly Tag[] = [], known: Tags = {}): Tags {
  const keys = given.map(({Key = ''}) => Key)
  if (new Set(keys).size < keys.length) throw invalidInput('DUPLICATE_TAG_KEY')
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) throw invalidInput('INVALID_SYSTEM_TAGS_PARAMETER')
  const tags = Object.fromEntries([
    ...Object.entries(known),
    ...given.map(({Key = '', Value = ''}) => [Key, Value] as const),
  ])
  if (Object.keys(tags).length > 50) {
    throw constraintViolation(
      'MAX_TAG_LIMIT_EXCEEDED',
      'You have exceeded the number of tags allowed on this resource.',
    )
  }
  return tags
}

interface Tagged {
  readonly tags: Tags
  put(tags: Tags): void
}

function requireTagged(id: string | undefined, {tx}: Call, organization: Organization): Tagged {
  const {organizationId} = organization
  const policy = organizationPolicies.get(tx, [organizationId, id ?? ''])
  if (policy?.awsManaged === false) {
    return {
      tags: policy.tags,
      put: (tags) => organizationPolicies.put(tx, [organizationId, policy.policyId], {...policy, tags}),
    }
  }
  const node = findNode(tx, organization, id ?? '')
  switch (node?.type) {
    case 'ROOT':
      return {
        tags: organization.rootTags ?? {},
        put: (rootTags) => organizations.put(tx, [organizationId], {...organization, rootTags}),
      }
    case 'ORGANIZATIONAL_UNIT':
      return {tags: node.unit.tags, put: (tags) => units.put(tx, [organizationId, node.id], {...node.unit, tags})}
    case 'ACCOUNT':
      return {tags: node.account.tags, put: (tags) => accounts.put(tx, [node.id], {...node.account, tags})}
    case undefined:
      throw targetNotFound()
  }
}

const on = 'ResourceId'

export const tagOperations = {
  TagResource: managed({
    on,
    run({ResourceId, Tags}: T, call, organization) {
      const tagged = requireTagged(ResourceId, call, organization)
      tagged.put(toTags(Tags, tagged.tags))
      return {}
    },
  }),

  UntagResource: managed({
    on,
    run({ResourceId, TagKeys = []}: U, call, organization) {
      const tagged = requireTagged(ResourceId, call, organization)
      tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !TagKeys.includes(key))))
      return {}
    },
  }),

  ListTagsForResource: managed({
    on,
    run(input: L, call, organization): Omit<LO, '$metadata'> {
      const {tags} = requireTagged(input.ResourceId, call, organization)
      const list = Object.entries(tags).map(([Key, Value]) => ({Key, Value}))
      const {items, next} = pageOf(list, {key: ({Key}) => Key, NextToken: input.NextToken}, call)
      return {Tags: items, NextToken: next}
    },
  }),
}
