import {applyPlan} from '../../engine/apply/apply.js'
import {makePlan} from '../../engine/plan/make-plan.js'
import type {Applied, Plan} from '../../engine/plan/plan.js'
import {ConflictError, UsageError} from '../../base/errors.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {addAttribute, type AttributeEdit} from '../../manifest/edit/attribute.js'
import {show} from '../../manifest/read/show.js'
import type {CustomAttribute} from '../../resources/cognito/user-pool/desired.js'
import {requireEnvironments, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {locked, type Session} from '../../project/session.js'
import {asked} from '../asked.js'
import {openIds} from '../environments/environments.js'
import {saveManifest} from '../environments/manifest-file.js'
import {openOwnPool} from '../pool-users/own-pool.js'

/** What was asked for; without environments it is for all of them. */
export type AttributeRequest = AttributeEdit

/**
 * The project as it would be with this attribute. It is the very same project where every environment has just this
 * attribute already: then the command continues, or has nothing to do. Throws UsageError where one has it with other
 * settings, and on what cannot be. Nothing is written.
 */
export function withAttribute(project: Project, request: AttributeRequest): Project {
  const environments = requireEnvironments(project, request.environments)
  const missing = environments.filter((environment) => {
    const existing = attributeOf(project, environment, request.name)
    if (existing) requireSame(existing, {...request, environment})
    return existing === undefined
  })
  if (missing.length === 0) return project
  const edit = {...request, environments: request.environments && missing}
  return makeProject(
    asked(() => addAttribute(project.source, edit)),
    project,
  )
}

const attributeOf = ({manifest}: Project, environment: string, name: string): CustomAttribute | undefined =>
  new Map(Object.entries(manifest.environments.get(environment)?.auth.attributes ?? {})).get(name)

/** A limit that was not asked for may be anything. */
function requireSame(
  existing: CustomAttribute,
  {environment, name, ...request}: AttributeRequest & {readonly environment: string},
): void {
  const wrong = (['type', 'mutable', 'maxLength'] as const).find(
    (setting) => request[setting] !== undefined && request[setting] !== existing[setting],
  )
  if (wrong === undefined) return
  const [has, asks] = [existing[wrong], request[wrong]].map((value) => String(value ?? 'not set'))
  throw new UsageError(
    `${environment} has an attribute ${show(name)} already, and its ${wrong} is ${has ?? ''}, not ${asks ?? ''}`,
    {
      hint: 'AWS never changes or removes one that exists: choose another name.',
      details: {argument: 'name', environment, setting: wrong},
    },
  )
}

/** Whether a plan would still add an attribute, or let a client write one. */
export const isAttributeMissing = (plan: Plan): boolean =>
  plan.steps.some(({changes}) =>
    changes.some(({field}) => /^(attributes|readAttributes|writeAttributes)\b/.test(field)),
  )

/**
 * What adding it takes: the pools, and the clients that let users write it. Throws ConflictError before the first
 * apply, and where a pool on record is another environment's: an attribute can never be taken away again.
 */
export async function planAttribute(
  {engine, project}: Session,
  changed: Project,
  environments: readonly string[] | undefined,
): Promise<Plan> {
  const chosen = requireEnvironments(changed, environments)
  const findIds = openIds(project)
  for (const environment of chosen) {
    const ids = findIds(environment)
    if (ids) await openOwnPool(engine, project, ids)
  }
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

/**
 * Says it in awsup.yaml, then does it: in this order a run that dies in between is finished by the same command, or by
 * the next apply.
 */
export const applyAttribute = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  locked(session, async () => {
    saveManifest(session.project, changed)
    return applyPlan(session.engine, plan)
  })
