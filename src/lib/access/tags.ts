import {fromForms} from './forms/registry.js'
import {tagOf} from './owner.js'
import type {AccessRules} from './rules.js'

/** Session tags of those who sign in. */
export interface PrincipalTags {
  /** Tag → claim: what the identity pool is told. */
  readonly claims: ReadonlyMap<string, string>
  /** Claim → tag: what policies say. */
  readonly tags: ReadonlyMap<string, string>
  /** A tag that would have to carry two claims. */
  readonly clash: {readonly tag: string; readonly claims: readonly [string, string]} | undefined
}

/** The tags that the manifest maps itself, and those that owners of access rules need besides. Pure. */
export function makePrincipalTags(access: AccessRules, declared: ReadonlyMap<string, string>): PrincipalTags {
  const claims = new Map(declared)
  const tags = new Map([...declared].map(([tag, claim]) => [claim, tag] as const))
  let clash: PrincipalTags['clash']
  for (const claim of ownerClaims(access)) {
    if (tags.has(claim)) continue
    const tag = tagOf(claim)
    const other = claims.get(tag)
    if (other !== undefined) clash ??= {tag, claims: [other, claim]}
    claims.set(tag, claim)
    tags.set(claim, tag)
  }
  return {claims, tags, clash}
}

/** Claims by which data is owned, sorted. Pure. */
export function ownerClaims({authenticated, groups}: Pick<AccessRules, 'authenticated' | 'groups'>): readonly string[] {
  const rules = [...authenticated, ...[...groups.values()].flat()]
  const owners = fromForms(rules, ({ownerOf}, rule) => ownerOf?.(rule) ?? []).flat()
  return [...new Set(owners)].filter((owner) => owner !== 'identity' && owner !== 'none').sort()
}
