import {FORM_NAMES, FORMS} from '../../access/forms/registry.js'
import type {AccessRule, AccessRules} from '../../access/rules.js'
import {fields, list, record} from '../read/collections.js'
import {refused, type Spot} from '../read/spot.js'
import {text} from '../read/scalars.js'
import {pattern, roleGroupName} from '../rules/names.js'
import {reason} from '../rules/statements.js'

/** `access` where nothing is said: nobody may anything. */
export const NO_ACCESS: AccessRules = {authenticated: [], guests: [], groups: new Map()}

const MOST_RULES = 100

/** As \`access test --deployed\` names it. */
const opening = pattern(
  'name something as access test --deployed does, for example "group supers"',
  /^(client|group|role mapping|identity provider|provider|session tag|classic flow)\b/,
)

/** `access`: rules per sort of identity. Names may hold `{env}`; they are checked once it is known what they become. */
export function access(spot: Spot): AccessRules {
  const {section} = fields(spot, ['authenticated', 'guests', 'groups', 'accepted'])
  const rules = list(rule, {max: MOST_RULES})
  return {
    authenticated: section('authenticated', rules) ?? [],
    guests: section('guests', rules) ?? [],
    groups: section('groups', record({name: roleGroupName, read: rules, max: 1000})) ?? new Map(),
    accepted: section('accepted', record({name: opening, read: text(reason), max: 100})),
  }
}

function rule(spot: Spot): AccessRule {
  const {optional} = fields(spot, FORM_NAMES)
  const [first, second] = FORM_NAMES.map((name) => optional(name, (at): AccessRule => FORMS[name].read(at))).filter(
    (found) => found !== undefined,
  )
  if (first && !second) return first
  throw refused(
    spot,
    `must have one of ${FORM_NAMES.join(', ')}`,
    'Write each rule as an entry of its own: - dynamodb: { table: todos }',
  )
}
