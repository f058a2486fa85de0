import {made} from '../../../manifest/read/collections.js'
import {optional} from '../../../manifest/read/keys.js'
import {tableName} from '../../../manifest/rules/places.js'
import type {AccessRule} from '../../rules.js'
import type {Form} from '../form.js'
import {tableGrants} from './grants.js'
import {readTable} from './read.js'
import {answersOnFailure} from './rule.js'

export const dynamodb: Form<'dynamodb'> = {
  /** Items of a DynamoDB table whose partition key is the owner. The table is one of `data`, or made elsewhere. */
  key: optional(made(readTable, (rule): AccessRule => ({dynamodb: rule}))),
  expand: (rule, names) => ({dynamodb: {...rule, table: names.table(rule.table)}}),
  nameOf: ({table}) => ({field: 'table', value: table, rule: tableName}),
  ownerOf: ({owner}) => owner,
  grants: (rules, place) => rules.flatMap((rule) => tableGrants(rule, place)),
  notes: (rule) =>
    answersOnFailure(rule)
      ? [
          {
            code: 'ANSWERS_ON_FAILED_CONDITION',
            message: `a write to table ${rule.table} whose condition fails can answer the whole item that it met (ReturnValuesOnConditionCheckFailure), which the rule does not let people read: AWS has no condition key for it`,
          },
        ]
      : [],
}
