import {findDrift, type Drifted} from '../../engine/plan/drift.js'
import {requireEnvironments, type Target} from '../../project/project.js'
import {withinReach} from '../../project/reach.js'
import type {Session} from '../../project/session.js'

/** What `drift` tells. */
export interface Drift {
  readonly target: Target
  /** Environments that were looked at, with what they share. */
  readonly environments: readonly string[]
  readonly drifted: readonly Drifted[]
}

/** How what is on record differs on AWS from awsup.yaml. Only reads. */
export async function readDrift(
  session: Session,
  {environments: asked}: {readonly environments?: readonly string[] | undefined},
): Promise<Drift> {
  const {project, engine, nodes, door} = session
  const environments = withinReach(session, asked)
  // Who asks for drift wants to know of tags that somebody took away, too.
  const drifted = await door.whileReading(() => findDrift(engine, nodes, environments), {accounts: 'each'})
  return {target: project.target, environments: requireEnvironments(project, environments), drifted}
}
