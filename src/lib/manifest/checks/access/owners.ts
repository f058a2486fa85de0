import {ManifestError} from '../../../base/errors.js'
import {fromForms} from '../../../access/forms/registry.js'
import {dotted} from '../../read/becomes.js'
import type {Placed} from './placed-rules.js'
import {tagsOf} from '../../desired/access.js'
import type {Auth, Environment, Manifest} from '../../manifest.js'
import type {Source} from '../../read/source.js'

/**
 * Whether those who own data by a claim will have that claim, and each a session tag of its own. Throws ManifestError.
 */
export function checkOwners(
  rules: readonly Placed[],
  {manifest, environment, source}: {manifest: Manifest; environment: Environment; source: Source},
): void {
  const owned = rules.flatMap(({path, rule}) =>
    fromForms([rule], ({ownerOf}, body, form) => ({path, form, owner: ownerOf?.(body) ?? 'none'})),
  )
  for (const {path, form, owner} of owned) {
    if (owner === 'identity' || owner === 'none') continue
    const at = [...path, form, 'owner']
    if (path[1] === 'guests') {
      throw refusal(
        {path: at, what: `is ${owner}, but guests have no token and so no claims`, hint: 'Use identity, or none.'},
        source,
      )
    }
    const problem = claimProblem(owner, environment.auth)
    if (problem) throw refusal({path: at, what: `is ${owner}, ${problem.what}`, hint: problem.hint}, source)
  }
  const {clash} = tagsOf(manifest, environment)
  if (!clash) return
  throw refusal(
    {
      path: ['auth', 'identityPool', 'principalTags'],
      what: `would have to make the tag ${clash.tag} of both ${clash.claims.join(' and ')}`,
      hint: `Give one of them a tag of its own: principalTags: { ${clash.tag}-2: "${clash.claims[1]}" }`,
    },
    source,
  )
}

/** What keeps a claim from ever being in a token. */
export function claimProblem(
  claim: string,
  {attributes, triggers}: Auth,
): {readonly what: string; readonly hint: string} | undefined {
  if (claim === 'sub' || claim === 'aud' || claim === 'iss' || claim === 'cognito:groups') return undefined
  if (triggers?.preTokenGeneration !== undefined) return undefined
  if (!claim.startsWith('custom:')) {
    return {
      what: 'a claim that is in no ID token unless a trigger adds it',
      hint: `Use sub or a custom attribute (custom:${claim}), or set auth.triggers.preTokenGeneration.`,
    }
  }
  const name = claim.slice('custom:'.length)
  return attributes[name] === undefined
    ? {
        what: 'which is no attribute of the user pool',
        hint: `Declare it: auth: { attributes: { ${name}: { type: string, mutable: false } } }`,
      }
    : undefined
}

interface Refusal {
  readonly path: readonly string[]
  readonly what: string
  readonly hint: string
}

const refusal = ({path, what, hint}: Refusal, source: Source): ManifestError =>
  new ManifestError(`${dotted(path)} ${what}`, {at: source.at(path), hint})
