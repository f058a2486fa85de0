import {tagsOf} from './desired/access.js'
import type {Environment, Manifest} from './manifest.js'

/** Standard attributes that users may write; `sub` and whether an address is verified are Cognito's to say. */
const STANDARD = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]

/**
 * Custom attributes that access rules, session tags or role mapping go by: who could write them would choose their
 * rights.
 */
export function trustedClaims(manifest: Manifest, environment: Environment): readonly string[] {
  const {roleMapping} = environment.auth.identityPool
  const mapped = typeof roleMapping === 'object' ? roleMapping.map(({claim}) => claim) : []
  const claims = [...tagsOf(manifest, environment).claims.values(), ...mapped]
  return [...new Set(claims.filter((claim) => claim.startsWith('custom:')))]
}

/**
 * What a client may let users write of themselves: everything but what is trusted. `undefined` where nothing is, so
 * that AWS's own default (everything) or what somebody chose stays (Cognito developer guide, "Attributes for access
 * control").
 */
export function safeToWrite(manifest: Manifest, environment: Environment): readonly string[] | undefined {
  const trusted = trustedClaims(manifest, environment)
  if (trusted.length === 0) return undefined
  const custom = Object.keys(environment.auth.attributes).map((name) => `custom:${name}`)
  return [...STANDARD, ...custom].filter((name) => !trusted.includes(name))
}
