import {tagsOf} from './access.js'
import type {Environment, Manifest} from '../manifest.js'
import {STANDARD_ATTRIBUTES} from '../rules/pool.js'

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
  return [...STANDARD_ATTRIBUTES, ...custom].filter((name) => !trusted.includes(name))
}
