import type {IdentityPoolSettings, MappingRule} from '../../manifest.js'
import {list, mapping, orNothing, record} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {flag, oneOf, text, type Rule} from '../../read/scalars.js'
import {shaped, stating, unlessFits} from '../../read/shape.js'
import {describe, refused, type Read} from '../../read/spot.js'
import {every, pattern, poolGroupName} from '../../rules/names.js'
import {ownerClaim} from '../../rules/owners.js'
import {template} from '../../rules/placeholders.js'
import {LIMITS, range, within} from '../../rules/limits.js'
import {cognitoTemplate, existingRoleTemplate} from '../../rules/pool.js'

const IDENTITY = LIMITS['cognito-identity']

/** As Cognito makes them (ClientIdType: 1–128 word characters and +). */
const clientId = pattern('be the id of an app client, for example 1h57kf5cpq17m0eml12EXAMPLE', /^[\w+]{1,128}$/)

/** Roles of the environment's account that awsup does not make. */
const roles: Read<IdentityPoolSettings['roles']> = mapping(
  {
    /** Name of the role of every signed-in user, with its path where it has one. */
    authenticated: optional(text(existingRoleTemplate)),
    /** Name of the role of guests, with its path where it has one. */
    guests: optional(text(existingRoleTemplate)),
  },
  (found) => Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined)),
)

// What AWS grants (Cognito quotas, "Rules for role-based access control"); its model would take 400.
const MOST_RULES = 25

const MATCHES = {equals: 'Equals', contains: 'Contains', startsWith: 'StartsWith', notEqual: 'NotEqual'} as const
const HOW = ['equals', 'contains', 'startsWith', 'notEqual'] as const

/** A role hangs on it: the same claims as an owner may be, and the groups, which users cannot change either. */
const mappedClaim: Rule = every(
  stating(unlessFits('^(?:cognito:groups|aud|iss)$', ownerClaim.clauses), (value) =>
    value === 'cognito:groups' || value === 'aud' || value === 'iss' ? undefined : ownerClaim(value),
  ),
  within(IDENTITY.ClaimName, `have ${range(IDENTITY.ClaimName)} characters`),
)

const mappedValue = within(IDENTITY.ClaimValue, `be ${range(IDENTITY.ClaimValue)} characters`)

const mappingRule: Read<MappingRule> = mapping(
  {
    /** Name of an app client of `auth.clients`. Without this key: all of them. */
    client: optional(text(() => undefined)),
    /**
     * Claim of the ID token that is compared. Users must not be able to change it.
     * @example custom:plan
     */
    claim: required(text(mappedClaim)),
    /** The claim is this text. */
    equals: optional(text(mappedValue)),
    /** The claim has this text in it. */
    contains: optional(text(mappedValue)),
    /** The claim begins with this text. */
    startsWith: optional(text(mappedValue)),
    /** The claim is another text. */
    notEqual: optional(text(mappedValue)),
    /** Group of `access.groups` whose role the user gets. */
    group: optional(text(poolGroupName)),
    /** Name of a role of the environment's account that the user gets. */
    role: optional(text(template)),
  },
  ({client, claim, group, role, ...said}, spot) => {
    const compared = HOW.flatMap((how) => {
      const value = said[how]
      return value === undefined ? [] : [{match: MATCHES[how], value}]
    })
    const [first, second] = compared
    if (!first || second) throw refused(spot, `must have one of ${HOW.join(', ')}`, 'For example: equals: acme')
    if ((group === undefined) === (role === undefined)) {
      throw refused(spot, 'must have group or role', 'group: a group with rules of its own in access.groups')
    }
    return {client, claim, ...first, gets: group === undefined ? {role: role ?? ''} : {group}}
  },
  {one: [HOW, ['group', 'role']]},
)

const mappingRules = mapping(
  {
    /** The rules, at most 25. The first that fits a user wins. */
    rules: required(list(mappingRule, {min: 1, max: MOST_RULES})),
  },
  ({rules}) => rules,
)

const roleMapping: Read<'token' | readonly MappingRule[]> = shaped(
  {sort: 'either', of: [oneOf('token'), mappingRules]},
  (spot) => {
    if (describe(spot) === '"token"') return 'token'
    if (describe(spot).startsWith('a mapping')) return mappingRules(spot)
    throw refused(spot, `is ${describe(spot)}, must be token or { rules: [...] }`)
  },
)

/** The two that Cognito itself proposes (Cognito developer guide, "Attributes for access control"). */
const DEFAULTS = new Map([
  ['username', 'sub'],
  ['client', 'aud'],
])

const tagKey = within(
  IDENTITY.PrincipalTagID,
  `be ${range(IDENTITY.PrincipalTagID)} letters, digits and _.:/=+@- (a tag key)`,
  {also: /^[\w.:/=+@-]*$/},
)

/** Any claim may be a tag; which may own data is a stricter question. */
const claimName = within(IDENTITY.PrincipalTagValue, 'be the name of a claim without wildcards', {
  also: /^[A-Za-z][\w.:-]*$/,
})

const ownTags = record({name: tagKey, read: text(claimName), max: IDENTITY.PrincipalTags.max})

const principalTags: Read<ReadonlyMap<string, string>> = orNothing<ReadonlyMap<string, string>>(
  new Map(),
  shaped({sort: 'either', of: [oneOf('defaults'), ownTags]}, (spot) => {
    if (describe(spot) === '"defaults"') return DEFAULTS
    if (describe(spot).startsWith('a mapping')) return ownTags(spot)
    throw refused(spot, `is ${describe(spot)}, must be defaults or { <tag>: <claim> }`)
  }),
)

/** `auth.identityPool`. */
export const identityPool = mapping({
  /**
   * What Cognito calls the identity pool.
   * @default {project}-{env}
   * @example acme-{env}
   */
  name: optional(text(cognitoTemplate)),
  /** Roles that already exist in the environment's account, instead of those that access rules make. */
  roles: optional(roles),
  /**
   * Whether users who signed out or were deleted get no AWS credentials from then on.
   * @default true
   */
  serverSideTokenCheck: optional(flag),
  /** Whether identities may choose any role that trusts the identity pool. Off without this key. */
  classicFlow: optional(flag),
  /** Ids of app clients that awsup.yaml does not describe, and whose users get AWS credentials. */
  otherClients: optional(list(text(clientId), {max: 100, distinct: true})),
  /** How users get a role: `token`, by their groups, or `{ rules }`. Without this key: `token` as soon as a group has a role. */
  roleMapping: optional(roleMapping),
  /**
   * What users get for whom no role is found.
   * @default authenticated
   * @value authenticated The role of every signed-in user.
   * @value deny No credentials.
   */
  ambiguous: optional(oneOf('authenticated', 'deny')),
  /** Session tags: the name of a tag → a claim of the ID token, or `defaults`. Access rules add those that they need. */
  principalTags: optional(principalTags),
})

/** What an `auth.identityPool` section says: only what is written there. */
export type IdentityPoolSection = ReturnType<typeof identityPool>

/**
 * A user for whom no role is picked gets what every signed-in user gets, unless something else is said: a group's role
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
