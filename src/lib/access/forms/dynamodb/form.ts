import {tableName} from '../../../manifest/rules/places.js'
import type {Form} from '../form.js'
import {tableGrants} from './grants.js'
import {readTable} from './read.js'
import {answersOnFailure} from './rule.js'

export const dynamodb: Form<'dynamodb'> = {
  read: (spot) => ({dynamodb: readTable(spot)}),
  expand: (rule, {named}) => ({dynamodb: {...rule, table: named(rule.table)}}),
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
