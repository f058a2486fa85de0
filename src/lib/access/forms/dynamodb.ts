import type {Grant} from '../grants.js'
import {unique} from '../grants.js'
import {ownerVariable, presence} from '../owner.js'
import type {TableRule, TableVerb} from '../rules.js'
import {arnIn, type Condition, type Place} from '../statement.js'

const ACTIONS: Readonly<Record<TableVerb, readonly string[]>> = {
  get: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
  query: ['dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  scan: ['dynamodb:Scan'],
}

/**
 * Items whose partition key is the owner. `ForAllValues` is also true when a request names no keys at all, hence the
 * guard by `Null`, and hence no Scan (DynamoDB developer guide, "Using IAM policy conditions for fine-grained access
 * control").
 */
export const tableGrant = ({table, indexes, owner, actions, attributes}: TableRule, place: Place): Grant => ({
  sid: owner === 'none' ? 'SharedItems' : 'OwnItems',
  thing: table,
  actions: [
    ...actions.flatMap((verb) => ACTIONS[verb]),
    // One action stands for both verbs: who may only put must not delete by batch.
    ...(actions.includes('put') && actions.includes('delete') ? ['dynamodb:BatchWriteItem'] : []),
  ],
  // Indexes are resources of their own.
  resources: [`table/${table}`, ...indexes.map((index) => `table/${table}/index/${index}`)].map((name) =>
    arnIn(place, 'dynamodb', name),
  ),
  condition: condition({owner, attributes}, place),
})

/**
 * With attributes, a request has to name the ones that it wants, and may not have the whole item returned after a write
 * (same guide, example 2).
 */
function condition({owner, attributes}: Pick<TableRule, 'owner' | 'attributes'>, place: Place): Condition {
  const own = owner === 'none' ? {} : {'dynamodb:LeadingKeys': [ownerVariable(owner, place)]}
  const some = attributes.length === 0 ? {} : {'dynamodb:Attributes': unique(attributes)}
  const every = {...own, ...some}
  const guarded = Object.fromEntries(Object.keys(every).map((key) => [key, 'false']))
  return Object.keys(every).length === 0
    ? {}
    : {
        'ForAllValues:StringEquals': every,
        Null: {...presence(owner, place)['Null'], ...guarded},
        ...(attributes.length > 0 && {
          StringEqualsIfExists: {
            'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
            'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'],
          },
        }),
      }
}
