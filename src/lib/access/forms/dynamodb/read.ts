import {fields, list, oneOrMore} from '../../../manifest/read/collections.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Spot} from '../../../manifest/read/spot.js'
import {attributeName, indexName} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import {template} from '../../../manifest/rules/placeholders.js'
import {reason} from '../../../manifest/rules/statements.js'
import {verbs} from '../verbs.js'
import {TABLE_WORDS, type TableRule} from './rule.js'

/** `dynamodb {table, index, owner, actions, attributes, opens}`. */
export function readTable(spot: Spot): TableRule {
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
      'allows scan, which reads all items, of every owner',
      'Use query; or say owner: none when all who have this rule may read all of the table.',
    )
  }
  if (attributes.length > 0 && (actions.includes('put') || actions.includes('delete'))) {
    throw refused(
      spot,
      'allows put or delete with attributes, which would also replace or delete the attributes that are not listed',
      'Use update: it makes the item when it does not exist yet.',
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
