import {answersOnFailure, type AccessRule, type AccessRules} from './rules.js'

/** What rules cannot do, whatever policies they become. */
export interface AccessNote {
  readonly code: 'ANSWERS_ON_FAILED_CONDITION' | 'DENY_BY_GROUP'
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

/**
 * Denials of a group that its members can step round: who is in several groups with a role gets the one of the lowest
 * precedence by default, and may ask for any other (GetCredentialsForIdentity, CustomRoleArn: any of `cognito:roles`).
 *
 * @param groups those that have a role
 */
export function notesOfGroup(
  {groups: rules}: AccessRules,
  group: string,
  groups: readonly string[],
): readonly AccessNote[] {
  const denies = (rules.get(group) ?? []).some((rule) => 'statement' in rule && rule.statement.effect === 'deny')
  if (!denies || groups.length < 2) return []
  return [
    {
      code: 'DENY_BY_GROUP',
      message: `the denial under access.groups.${group} does not bind members who are in another group as well: they may ask for the role of any of their groups. Put it under access.authenticated to bind everybody`,
    },
  ]
}
