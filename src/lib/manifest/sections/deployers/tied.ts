import {refused, type Spot} from '../../read/spot.js'
import {expand} from '../../rules/placeholders.js'

/** What may apply, as it is written for a repository or for one of its environments. */
export interface Tied {
  readonly branch?: string | undefined
  readonly environment?: string | undefined
  readonly tag?: string | undefined
  readonly subject?: string | undefined
  readonly environmentId?: string | undefined
}

/** One environment of a deployer. */
export interface Tie {
  readonly env: string
  readonly project: string
  /** What the environment says itself; it takes the place of what the repository says. */
  readonly own: Tied
  readonly where: Spot
}

type TieName = keyof Tied

/**
 * The one thing that is allowed of these, with placeholders replaced: the environment's own, or the repository's. Throws
 * ManifestError where there is none, more than one, or one that the provider does not have.
 */
export function tieOf<N extends TieName>(
  names: readonly N[],
  shared: Tied,
  {env, project, own, where}: Tie,
): {readonly by: N; readonly name: string} {
  const other = (Object.keys(own) as TieName[]).find(
    (name) => own[name] !== undefined && !names.some((known) => known === name),
  )
  if (other !== undefined)
    throw refused(where, `has ${other} for ${env}, which this provider does not have`, `Use ${names.join(' or ')}.`)
  const from = names.some((name) => own[name] !== undefined) ? own : shared
  const [first, second] = names.filter((name) => from[name] !== undefined)
  if (first === undefined)
    throw refused(
      where,
      `does not say what may apply in ${env}`,
      `Add ${names.join(' or ')}: without one, every run of the repository would get in.`,
    )
  if (second !== undefined)
    throw refused(where, `has ${first} and ${second} for ${env}`, 'A token has one of the two. Keep one of them.')
  return {by: first, name: expand(from[first] ?? '', {project, env})}
}
