import {answersOnFailure, type AccessRule} from './rules.js'

/** What a rule opens that no condition of AWS can close. */
export interface AccessNote {
  readonly code: 'ANSWERS_ON_FAILED_CONDITION'
  readonly message: string
}

/** What is to be known of these rules beside the policies that they become, each once. Pure. */
export function notesOf(rules: readonly AccessRule[]): readonly AccessNote[] {
  const tables = rules.flatMap((rule) =>
    'dynamodb' in rule && answersOnFailure(rule.dynamodb) ? [rule.dynamodb.table] : [],
  )
  return [...new Set(tables)].map((table) => ({
    code: 'ANSWERS_ON_FAILED_CONDITION',
    message: `a write to table ${table} whose condition fails can answer the whole item that it met (ReturnValuesOnConditionCheckFailure), which the rule does not let people read: AWS has no condition key for it`,
  }))
}
