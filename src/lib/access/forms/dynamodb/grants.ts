import {dynamodbKeys} from '../../../../models/condition-keys.js'
import {groupBy, unique, type Grant} from '../../policy/grants.js'
import {ownerVariable, presence} from '../../owner.js'
import {canRead, type TableRule, type TableVerb} from './rule.js'
import {arnIn, type Condition, type Place} from '../../policy/statement.js'

const ACTIONS: Readonly<Record<TableVerb, readonly string[]>> = {
  get: ['BatchGetItem', 'GetItem'],
  query: ['Query'],
  put: ['PutItem'],
  update: ['UpdateItem'],
  delete: ['DeleteItem'],
  scan: ['Scan'],
}

/**
 * Items whose partition key is the owner, a grant for all actions that rest on the same conditions. `ForAllValues` is
 * also true when a request names no keys at all, hence the guard by `Null`, and hence no Scan (DynamoDB developer guide,
 * "Using IAM policy conditions for fine-grained access control").
 */
export function tableGrants(rule: TableRule, place: Place): readonly Grant[] {
  const {table, indexes, owner, actions} = rule
  const all = [
    ...actions.flatMap((verb) => ACTIONS[verb]),
    // One action stands for both verbs: who may only put must not delete by batch.
    ...(actions.includes('put') && actions.includes('delete') ? ['BatchWriteItem'] : []),
  ]
  // Indexes are resources of their own.
  const resources = [`table/${table}`, ...indexes.map((index) => `table/${table}/index/${index}`)].map((name) =>
    arnIn(place, 'dynamodb', name),
  )
  const sid = owner === 'none' ? 'SharedItems' : 'OwnItems'
  const alike = groupBy(all, (action) => JSON.stringify(condition(action, rule, place)))
  return [...alike.values()].map((same) => ({
    sid,
    // With other indexes it is another thing: what one rule opens on the table, another may not on an index.
    thing: JSON.stringify([table, ...unique(indexes)]),
    actions: same.map((action) => `dynamodb:${action}`),
    resources,
    condition: condition(same[0] ?? '', rule, place),
  }))
}

/** With attributes, a request has to name the ones that it wants (same guide, example 2). */
function condition(action: string, rule: TableRule, place: Place): Condition {
  const {owner, attributes} = rule
  const own = owner === 'none' ? {} : {'dynamodb:LeadingKeys': [ownerVariable(owner, place)]}
  const some = attributes.length === 0 ? {} : {'dynamodb:Attributes': unique(attributes)}
  const every = {...own, ...some}
  const guarded = Object.fromEntries(Object.keys(every).map((key) => [key, 'false']))
  return {
    ...(Object.keys(every).length > 0 && {
      'ForAllValues:StringEquals': every,
      Null: {...presence(owner, place)['Null'], ...guarded},
    }),
    ...selecting(action, rule),
    ...returning(action, rule),
  }
}

/**
 * AWS fills `dynamodb:Select` for every operation that reads, also where the request leaves it out: it must be there.
 */
const selecting = (action: string, {attributes}: TableRule): Condition =>
  attributes.length > 0 && dynamodbKeys(action).includes('dynamodb:Select')
    ? {StringEquals: {'dynamodb:Select': 'SPECIFIC_ATTRIBUTES'}}
    : {}

/**
 * What a write answers is a read: nothing where the rule reads nothing, else never more than its attributes. A request
 * that does not ask answers nothing, whether AWS fills the key then or not.
 */
function returning(action: string, rule: TableRule): Condition {
  if (!WRITES.includes(action) || !dynamodbKeys(action).includes('dynamodb:ReturnValues')) return {}
  if (!canRead(rule)) return {StringEqualsIfExists: {'dynamodb:ReturnValues': 'NONE'}}
  if (rule.attributes.length === 0) return {}
  return {StringEqualsIfExists: {'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD']}}
}

/** Operations with the parameter ReturnValues: of a Query or a Scan AWS lists the key, and they have none. */
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem']
