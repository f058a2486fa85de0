import {findDrift, type Drifted} from '../../engine/plan/drift.js'
import {requireEnvironments, type Target} from '../../project/project.js'
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
  {project, engine, nodes}: Session,
  {environments}: {readonly environments?: readonly string[] | undefined},
): Promise<Drift> {
  const drifted = await findDrift(engine, nodes, environments)
  return {target: project.target, environments: requireEnvironments(project, environments), drifted}
}
