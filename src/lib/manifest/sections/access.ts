import {FORM_NAMES, FORMS} from '../../access/forms/registry.js'
import type {AccessRule, AccessRules} from '../../access/rules.js'
import {fields, list, mapping, record} from '../read/collections.js'
import {section, type Key} from '../read/keys.js'
import {shaped} from '../read/shape.js'
import {refused, type Read} from '../read/spot.js'
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

const RULE: Readonly<Record<string, Key<AccessRule | undefined>>> = Object.fromEntries(
  FORM_NAMES.map((name) => [name, FORMS[name].key]),
)

const rule: Read<AccessRule> = shaped({sort: 'mapping', keys: RULE, one: [FORM_NAMES]}, (spot) => {
  const get = fields(spot, RULE)
  const [first, second] = FORM_NAMES.map((name) => get(name)).filter((found) => found !== undefined)
  if (first && !second) return first
  throw refused(
    spot,
    `must have one of ${FORM_NAMES.join(', ')}`,
    'Write each rule as an entry of its own: - dynamodb: { table: todos }',
  )
})

const rules = list(rule, {max: MOST_RULES})

/** `access`: rules per sort of identity. Names may hold `{env}`; they are checked once it is known what they become. */
export const access: Read<AccessRules> = mapping(
  {
    /** What every signed-in user may reach from the browser. */
    authenticated: section(rules),
    /** What visitors may reach who did not sign in. Needs `auth.guests: true`. */
    guests: section(rules),
    /** What the members of a group of `auth.groups` may reach, beyond what every signed-in user may. */
    groups: section(record({name: roleGroupName, read: rules, max: 1000})),
    /** What `awsup access test --deployed` finds on AWS beyond awsup.yaml, and you accept: its name there, and why. */
    accepted: section(record({name: opening, read: text(reason), max: 100})),
  },
  ({authenticated = [], guests = [], groups = new Map(), accepted}) => ({authenticated, guests, groups, accepted}),
)
