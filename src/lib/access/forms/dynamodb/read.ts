import {fields, list, oneOrMore} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {shaped} from '../../../manifest/read/shape.js'
import {refused, type Read} from '../../../manifest/read/spot.js'
import {attributeName, indexName} from '../../../manifest/rules/access.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import {tableName} from '../../../manifest/rules/places.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import {reason} from '../../../manifest/rules/statements.js'
import {verbs} from '../verbs.js'
import {TABLE_WORDS, type TableRule} from './rule.js'

const SINGLES = ['get', 'query', 'put', 'update', 'delete', 'scan'] as const

const KEYS = {
  /** Name of the table: one of `data.tables`, or of another stack. */
  table: required(text(templateOf(tableName))),
  /** Indexes that may be queried too: a name, several, or `"*"` for all. */
  index: optional(oneOrMore(text(indexName), {max: 20})),
  /**
   * Whose the items are, by their partition key: `identity` (the identity id), `sub`, a claim such as `custom:tenant`, or
   * `none` for all who have the rule.
   * @default identity
   */
  owner: optional(text(ownerName)),
  /**
   * What is allowed: `read` (`get`, `query`), `write` (`put`, `update`, `delete`), or single ones. `scan` only with
   * `owner: none`. Without this key: `read` and `write`; with `attributes`, `read`.
   * @example read
   */
  actions: optional(verbs(TABLE_WORDS, SINGLES)),
  /** The only attributes that may be read and updated, the keys too. Without this key: all. */
  attributes: optional(list(text(attributeName), {min: 1, max: 100, distinct: true})),
  /** Why the rule may open what AWS cannot close: an update whose condition fails can answer the whole item. */
  opens: optional(text(reason)),
}

/** `dynamodb {table, index, owner, actions, attributes, opens}`. */
export const readTable: Read<TableRule> = shaped({sort: 'mapping', keys: KEYS}, (spot) => {
  const get = fields(spot, KEYS)
  const table = get('table')
  const owner = get('owner') ?? 'identity'
  const attributes = get('attributes') ?? []
  // Writing some attributes only is updating: put and delete take the others along.
  const words = attributes.length === 0 ? TABLE_WORDS : {...TABLE_WORDS, write: ['update'] as const}
  const actions = get('actions', verbs(words, SINGLES)) ?? [
    ...words.read,
    ...(attributes.length === 0 ? words.write : []),
  ]
  const indexes = get('index') ?? []
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
  const opens = get('opens')
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
})
