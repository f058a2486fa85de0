import type {AccessNote} from './forms/form.js'
import {bodiesOf, fromForms} from './forms/registry.js'
import type {AccessRule, AccessRules} from './rules.js'

/** What is to be known of these rules beside the policies that they become, each once. Pure. */
export function notesOf(rules: readonly AccessRule[]): readonly AccessNote[] {
  const notes = fromForms(rules, ({notes}, rule) => notes?.(rule) ?? []).flat()
  return [...new Map(notes.map((note) => [note.message, note])).values()]
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
  const denies = bodiesOf(rules.get(group) ?? [], 'statement').some(({effect}) => effect === 'deny')
  if (!denies || groups.length < 2) return []
  return [
    {
      code: 'DENY_BY_GROUP',
      message: `the denial under access.groups.${group} does not bind members who are in another group as well: they may ask for the role of any of their groups. Put it under access.authenticated to bind everybody`,
    },
  ]
}
