import type {IdentityPoolSettings, MappingRule} from '../../manifest.js'
import {fields, list, record} from '../../read/collections.js'
import {flag, oneOf, text, type Rule} from '../../read/scalars.js'
import {describe, isNothing, refused, type Read, type Spot} from '../../read/spot.js'
import {every, pattern, poolGroupName} from '../../rules/names.js'
import {ownerClaim} from '../../rules/owners.js'
import {template} from '../../rules/placeholders.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {cognitoTemplate, existingRoleTemplate} from '../../rules/pool.js'

const IDENTITY = LIMITS['cognito-identity']

/** What an `auth.identityPool` section says: only what is written there. */
export type IdentityPoolSection = ReturnType<typeof identityPool>

/** `auth.identityPool`. */
export function identityPool(spot: Spot) {
  const {optional} = fields(spot, [
    'name',
    'serverSideTokenCheck',
    'classicFlow',
    'otherClients',
    'roles',
    'roleMapping',
    'ambiguous',
    'principalTags',
  ])
  return {
    name: optional('name', text(cognitoTemplate)),
    roles: optional('roles', roles),
    serverSideTokenCheck: optional('serverSideTokenCheck', flag),
    classicFlow: optional('classicFlow', flag),
    otherClients: optional('otherClients', list(text(clientId), {max: 100, distinct: true})),
    roleMapping: optional('roleMapping', roleMapping),
    ambiguous: optional('ambiguous', oneOf('authenticated', 'deny')),
    principalTags: optional('principalTags', principalTags),
  }
}

/**
 * Whoever no role is picked for gets what every signed-in user gets, unless something else is said: a group's role
 * holds that and more, so nobody gains by being in no group, and `deny` would lock out all who are in none.
 */
export const makeIdentityPool = (
  shared?: Partial<IdentityPoolSection>,
  own?: Partial<IdentityPoolSection>,
): IdentityPoolSettings => ({
  name: own?.name ?? shared?.name,
  roles: {...shared?.roles, ...own?.roles},
  serverSideTokenCheck: own?.serverSideTokenCheck ?? shared?.serverSideTokenCheck ?? true,
  classicFlow: own?.classicFlow ?? shared?.classicFlow,
  otherClients: own?.otherClients ?? shared?.otherClients ?? [],
  roleMapping: own?.roleMapping ?? shared?.roleMapping,
  ambiguous: own?.ambiguous ?? shared?.ambiguous ?? 'authenticated',
  principalTags: own?.principalTags ?? shared?.principalTags ?? new Map(),
})

/** As Cognito makes them (ClientIdType: 1–128 word characters and +). */
const clientId = pattern('be the id of an app client, for example 1h57kf5cpq17m0eml12EXAMPLE', /^[\w+]{1,128}$/)

/** Roles of the environment's account that awsup does not make. */
function roles(spot: Spot): IdentityPoolSettings['roles'] {
  const {optional} = fields(spot, ['authenticated', 'guests'])
  const found = {
    authenticated: optional('authenticated', text(existingRoleTemplate)),
    guests: optional('guests', text(existingRoleTemplate)),
  }
  return Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined))
}

// What AWS grants (Cognito quotas, "Rules for role-based access control"); its model would take 400.
const MOST_RULES = 25

const roleMapping: Read<'token' | readonly MappingRule[]> = (spot) => {
  if (describe(spot) === '"token"') return 'token'
  if (!describe(spot).startsWith('a mapping')) {
    throw refused(spot, `is ${describe(spot)}, must be token or { rules: [...] }`)
  }
  return fields(spot, ['rules']).required('rules', list(mappingRule, {min: 1, max: MOST_RULES}))
}

const MATCHES = {equals: 'Equals', contains: 'Contains', startsWith: 'StartsWith', notEqual: 'NotEqual'} as const
const HOW = ['equals', 'contains', 'startsWith', 'notEqual'] as const

function mappingRule(spot: Spot): MappingRule {
  const {required, optional} = fields(spot, ['client', 'claim', ...HOW, 'group', 'role'])
  const compared = HOW.flatMap((how) => {
    const value = optional(how, text(mappedValue))
    return value === undefined ? [] : [{match: MATCHES[how], value}]
  })
  const [first, second] = compared
  if (!first || second) throw refused(spot, `must have one of ${HOW.join(', ')}`, 'For example: equals: acme')
  const [group, role] = [optional('group', text(poolGroupName)), optional('role', text(template))]
  if ((group === undefined) === (role === undefined)) {
    throw refused(spot, 'must have group or role', 'group: a group with rules of its own in access.groups')
  }
  return {
    client: optional(
      'client',
      text(() => undefined),
    ),
    claim: required('claim', text(mappedClaim)),
    ...first,
    gets: group === undefined ? {role: role ?? ''} : {group},
  }
}

/** A role hangs on it: the same claims as an owner may be, and the groups, which users cannot change either. */
const mappedClaim: Rule = every(
  (value) => (value === 'cognito:groups' || value === 'aud' || value === 'iss' ? undefined : ownerClaim(value)),
  within(IDENTITY.ClaimName, `have ${range(IDENTITY.ClaimName)} characters`),
)

const mappedValue = within(IDENTITY.ClaimValue, `be ${range(IDENTITY.ClaimValue)} characters`)

/** The two that Cognito itself proposes (Cognito developer guide, "Attributes for access control"). */
const DEFAULTS = new Map([
  ['username', 'sub'],
  ['client', 'aud'],
])

const principalTags: Read<ReadonlyMap<string, string>> = (spot) => {
  if (isNothing(spot)) return new Map()
  if (describe(spot) === '"defaults"') return DEFAULTS
  if (!describe(spot).startsWith('a mapping')) {
    throw refused(spot, `is ${describe(spot)}, must be defaults or { <tag>: <claim> }`)
  }
  return record({name: tagKey, read: text(claimName), max: IDENTITY.PrincipalTags.max})(spot)
}

const tagKey = within(
  IDENTITY.PrincipalTagID,
  `be ${range(IDENTITY.PrincipalTagID)} letters, digits and _.:/=+@- (a tag key)`,
  {also: /^[\w.:/=+@-]*$/},
)

/** Any claim may be a tag; which may own data is a stricter question. */
const claimName = within(IDENTITY.PrincipalTagValue, 'be the name of a claim without wildcards', {
  also: /^[A-Za-z][\w.:-]*$/,
})
