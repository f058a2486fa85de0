import {isMap} from 'yaml'
import {
  OBJECT_WORDS,
  TABLE_WORDS,
  TOPIC_WORDS,
  type ApiRule,
  type BucketRule,
  type FunctionRule,
  type Owner,
  type TableRule,
  type TopicRule,
} from '../../../access/rules.js'
import {fields, list, oneOrMore, record} from '../../read/collections.js'
import {text} from '../../read/scalars.js'
import {refused, type Read, type Spot} from '../../read/spot.js'
import {ownerName} from '../../rules/owners.js'
import {apiId, attributeName, graphqlField, indexName, objectPrefix, topicName} from '../../rules/access.js'
import {environmentName} from '../../rules/names.js'
import {reason} from '../../rules/statements.js'
import {template} from '../../rules/placeholders.js'
import {verbs} from './verbs.js'

/** `dynamodb {table, index, owner, actions, attributes, opens}`. */
export function dynamodb(spot: Spot): TableRule {
  const {required, optional} = fields(spot, ['table', 'index', 'owner', 'actions', 'attributes', 'opens'])
  const table = required('table', text(template))
  const owner = optional('owner', text(ownerName)) ?? 'identity'
  const attributes = optional('attributes', list(text(attributeName), {min: 1, max: 100, distinct: true})) ?? []
  // Writing some attributes only is updating: put and delete take the others along.
  const words = attributes.length === 0 ? TABLE_WORDS : {...TABLE_WORDS, write: ['update'] as const}
  const singles = ['get', 'query', 'put', 'update', 'delete', 'scan'] as const
  const actions = optional('actions', verbs(words, singles)) ?? [
    ...words.read,
    ...(attributes.length === 0 ? words.write : []),
  ]
  const indexes = optional('index', oneOrMore(text(indexName), {max: 20})) ?? []
  if (owner !== 'none' && actions.includes('scan')) {
    throw refused(
      spot,
      'allows scan, which reads everybody’s items whoever owns them',
      'Use query; or say owner: none when all who have this rule may read all of the table.',
    )
  }
  if (attributes.length > 0 && (actions.includes('put') || actions.includes('delete'))) {
    throw refused(
      spot,
      'allows put or delete with attributes, which would also replace or delete the attributes that are not listed',
      'Use update: it makes the item when it is not there yet.',
    )
  }
  if (indexes.length > 0 && !actions.includes('query') && !actions.includes('scan')) {
    throw refused(spot, 'names an index, but does not allow query', 'Indexes can only be queried: add query.')
  }
  const opens = optional('opens', text(reason))
  const isOpen = attributes.length > 0 && actions.includes('update')
  if (isOpen && opens === undefined) {
    throw refused(
      spot,
      'allows update with attributes: an update whose condition fails can answer the whole item, and AWS has no condition key for that',
      'Let a Lambda function write, or say why it may: opens: "the other attributes are no secret".',
    )
  }
  if (!isOpen && opens !== undefined) {
    throw refused(spot, 'has opens, but opens nothing that has to be accepted', 'Remove opens.')
  }
  return {table, indexes, owner, actions, attributes, ...(opens !== undefined && {opens})}
}

/** `s3 {bucket, prefix, owner, actions}`. */
export function s3(spot: Spot): BucketRule {
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

/** `lambda {function}`. */
export const lambda = (spot: Spot): FunctionRule => ({
  function: fields(spot, ['function']).required('function', text(template)),
})

/** `appsync {api, fields}`. */
export function appsync(spot: Spot): ApiRule {
  const {required} = fields(spot, ['api', 'fields'])
  const names = list(text(graphqlField), {min: 1, max: 200, distinct: true})
  return {...required('api', apiOf), fields: required('fields', names)}
}

/** One API, or one for each environment. */
const apiOf: Read<Pick<ApiRule, 'api' | 'apis'>> = (spot) =>
  isMap(spot.node)
    ? {api: '', apis: Object.fromEntries(record({name: environmentName, read: text(apiId), max: 1000})(spot))}
    : {api: text(template)(spot)}

/** `iot {topics, owner, actions}`. */
export function iot(spot: Spot): TopicRule {
  const {required, optional} = fields(spot, ['topics', 'owner', 'actions'])
  const owner = optional('owner', text(ownerName)) ?? 'identity'
  const topics = required(
    'topics',
    oneOrMore((at) => topic(at, owner), {max: 100}),
  )
  const actions = optional('actions', verbs(TOPIC_WORDS, ['publish', 'subscribe']))
  return {topics, owner, actions: actions ?? [...TOPIC_WORDS.read, ...TOPIC_WORDS.write]}
}

function topic(spot: Spot, owner: Owner): string {
  const name = text(topicName)(spot)
  if (owner === 'none') requireNoOwner(spot, name)
  else if (!name.includes('{owner}')) {
    throw refused(
      spot,
      'does not say where the owner comes',
      'For example: todos/{owner}/*; or owner: none when all who have this rule share it.',
    )
  }
  return name
}

function requireNoOwner(spot: Spot, value: string): void {
  if (value.includes('{owner}')) throw refused(spot, 'has {owner} in it, but the rule says owner: none', 'Remove one.')
}
