import {describePlan, type PlanDescription, type StepDescription} from '../../../engine/plan/describe.js'
import type {Plan, Step} from '../../../engine/plan/plan.js'
import type {Project, Target} from '../../../project/project.js'
import type {Session} from '../../../project/session.js'
import {digestOf, digestOfManifest} from './digest.js'

/** A step with what AWS answered when the plan was made, as a digest. */
export interface SavedStep extends StepDescription {
  /** SHA-256; absent where there was nothing to read. */
  readonly read?: string
}

/**
 * A plan in a file: what would change, and everything that must still be so when it is applied. No secret, no path and no
 * time is in it, so that the same world gives the same file on every machine.
 */
export interface SavedPlan {
  readonly format: typeof FORMAT
  readonly version: 1
  /** Version of the awsup that made it. */
  readonly awsup: string
  readonly project: string
  readonly target: Target
  /** Who planned. Only the account must be the same when it is applied. */
  readonly by: {readonly arn: string; readonly accountId: string}
  /** Absent where there was none yet. */
  readonly organizationId?: string
  /** As they were named; absent: everything. */
  readonly environments?: readonly string[]
  /** SHA-256 of awsup.yaml, whatever the ends of its lines. */
  readonly manifest: string
  readonly plan: Omit<PlanDescription, 'steps'> & {readonly steps: readonly SavedStep[]}
}

export const FORMAT = 'awsup plan'

/** How a plan was asked for. */
export interface Made {
  readonly environments: readonly string[] | undefined
  /** Of this awsup. */
  readonly version: string
}

/** The plan as it is saved. Only reads. */
export async function makeSavedPlan(session: Session, plan: Plan, {environments, version}: Made): Promise<SavedPlan> {
  const {project, door} = session
  const [{arn, accountId}, organizationId] = await Promise.all([door.caller(), organizationOf(session)])
  return {
    format: FORMAT,
    version: 1,
    awsup: version,
    project: project.manifest.project,
    target: project.target,
    by: {arn, accountId},
    ...(organizationId === undefined ? {} : {organizationId}),
    ...(environments === undefined ? {} : {environments}),
    manifest: manifestOf(project),
    plan: describeSaved(plan),
  }
}

/** On record. */
export const organizationOf = async ({engine}: Session): Promise<string | undefined> =>
  (await engine.records.load('organization'))?.id

export const manifestOf = ({source}: Pick<Project, 'source'>): string => digestOfManifest(source)

/** What of a plan is saved, as plain data. Pure. */
export function describeSaved(plan: Plan): SavedPlan['plan'] {
  const {steps, ...rest} = describePlan(plan)
  const byAddress = new Map(plan.steps.map((step) => [step.address, step]))
  return {...rest, steps: steps.map((step) => ({...step, ...readOf(byAddress.get(step.address))}))}
}

const readOf = (step: Step | undefined): Pick<SavedStep, 'read'> =>
  step?.actual ? {read: digestOf({actual: step.actual, twins: (step.twins ?? []).map(({id}) => id)})} : {}
