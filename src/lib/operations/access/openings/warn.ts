import {notAccepted, sayOpening} from '../../../access/openings/opening.js'
import {explain} from '../../../aws/calls/refusals.js'
import {idsOf, type EnvironmentIds} from '../../../outputs/content/ids.js'
import {AccessError, AwsRefusedError, ConflictError} from '../../../base/errors.js'
import type {Recorded} from '../../../records/records.js'
import type {Session} from '../../../project/session.js'
import {findRuleOpenings} from './rule-openings.js'
import {findOpenings} from './openings.js'

/** Records of one environment. */
export type RecordsOf = (environment: string) => readonly Recorded[]

/** A warning, as it is reported. */
interface Warned {
  readonly code: 'OPENS_MORE' | 'NOT_LOOKED'
  readonly message: string
}

/**
 * What an environment's pools have beyond awsup.yaml and could open more than its access rules mean.
 * A line each; nothing where the environment is not made yet. Where AWS does not let us look, that is said, and is no failure: a plan needs none of it.
 */
export async function openingsOf(
  session: Session,
  environment: string,
  {records, latent}: {readonly records: readonly Recorded[]; readonly latent: boolean},
): Promise<readonly Warned[]> {
  const ids = idsIfWhole(records, {environment, target: session.project.target})
  if (!ids) return []
  try {
    return notAccepted(await findOpenings(session, ids, {latent})).map((opening) => ({
      code: 'OPENS_MORE',
      message: `${environment}: ${sayOpening(opening)}`,
    }))
  } catch (error) {
    const told = explain(error)
    if (!(told instanceof AccessError || told instanceof AwsRefusedError)) throw error
    const message = `${environment}: what opens more than the access rules was not looked for: ${told.message}`
    return [{code: 'NOT_LOOKED', message}]
  }
}

/**
 * Says, a line each, what the access rules of awsup.yaml themselves open beyond what they keep apart: what `access test`
 * fails for. Needs no network.
 */
export function warnOfRuleOpenings(
  {engine, project}: Session,
  environments: readonly string[],
  recorded: RecordsOf,
): void {
  const found = new Map<string, string[]>()
  for (const environment of environments)
    for (const opening of notAccepted(findRuleOpenings(project, environment, recorded(environment)))) {
      const said = sayOpening(opening)
      found.set(said, [...(found.get(said) ?? []), environment])
    }
  for (const [said, names] of found)
    engine.report({type: 'warning', code: 'OPENS_MORE', message: `${names.join(', ')}: ${said}`})
}

/** Of an environment that is made in part only there is nothing to look at yet. */
function idsIfWhole(records: readonly Recorded[], of: Pick<EnvironmentIds, 'environment' | 'target'>) {
  try {
    return idsOf(records, of)
  } catch (error) {
    if (error instanceof ConflictError) return undefined
    throw error
  }
}
