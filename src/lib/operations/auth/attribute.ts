import {applyPlan} from '../../engine/apply.js'
import {makePlan} from '../../engine/make-plan.js'
import type {Applied, Plan} from '../../engine/plan.js'
import {ConflictError, UsageError} from '../../errors.js'
import {makeDesired} from '../../manifest/desired.js'
import {addAttribute, type AttributeEdit} from '../../manifest/edit/attribute.js'
import {show} from '../../manifest/read/show.js'
import {makeProject, requireEnvironments, type Project} from '../../project.js'
import {locked, type Session} from '../../session.js'
import {asked} from '../asked.js'
import {saveManifest} from '../manifest-file.js'

/** What was asked for; without environments it is for all of them. */
export type AttributeRequest = AttributeEdit

/** The project as it would be with this attribute. Throws UsageError on what cannot be. Nothing is written. */
export function withAttribute(project: Project, request: AttributeRequest): Project {
  const environments = requireEnvironments(project, request.environments)
  for (const environment of environments) {
    if (Object.hasOwn(project.manifest.environments.get(environment)?.auth.attributes ?? {}, request.name)) {
      throw new UsageError(`${environment} has an attribute ${show(request.name)} already`, {
        hint: 'AWS never changes or removes one that is there: choose another name.',
        details: {argument: 'name', environment},
      })
    }
  }
  return makeProject(
    asked(() => addAttribute(project.source, request)),
    project,
  )
}

/**
 * What adding it takes: the pools, and the clients that let users write it. Throws ConflictError before the first
 * apply.
 */
export async function planAttribute(
  {engine}: Session,
  changed: Project,
  environments: readonly string[] | undefined,
): Promise<Plan> {
  const chosen = requireEnvironments(changed, environments)
  const nodes = makeDesired(changed.manifest)
  const addresses = nodes
    .filter(({kind, environment}) => chosen.includes(environment ?? '') && ['user-pool', 'app-client'].includes(kind))
    .map(({address}) => address)
  const plan = await makePlan(engine, nodes, {addresses})
  const missing = plan.steps.find(({kind, action}) => kind === 'user-pool' && action === 'create')
  if (!missing) return plan
  throw new ConflictError(`the user pool of ${missing.environment ?? ''} is not made yet`, {
    code: 'NOT_MADE',
    hint: `Make it first: awsup apply --env ${missing.environment ?? ''}`,
  })
}

/** Says it in awsup.yaml, then does it: in this order a run that dies in between is finished by the next apply. */
export const applyAttribute = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  locked(session, async () => {
    await saveManifest(session.project, changed)
    return applyPlan(session.engine, plan)
  })
