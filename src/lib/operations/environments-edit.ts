import type {Applied, Plan} from '../engine/plan.js'
import {makePlan} from '../engine/make-plan.js'
import {UsageError} from '../errors.js'
import {makeDesired} from '../manifest/desired.js'
import {addEnvironment, removeEnvironment, type EnvironmentEdit} from '../manifest/edit.js'
import {makeProject, requireEnvironment, type Project} from '../project.js'
import {GLOBAL_REGION} from '../regions.js'
import {clearCurrent, loadCurrent} from '../records/current.js'
import {makeSealer} from '../records/seal.js'
import type {Session} from '../session.js'
import {applyChanges, requireUnprotected} from './apply.js'
import {asked} from './asked.js'
import {saveManifest} from './manifest-file.js'
import {requireRegion} from './regions.js'
import {applyUsers} from './users.js'

/** An environment to be; without a region it is where the first one is. */
export type EnvironmentRequest = Omit<EnvironmentEdit, 'region'> & {readonly region?: string | undefined}

/** The project as it would be with this environment in it. Throws UsageError on what cannot be. Nothing is written. */
export function withEnvironment(project: Project, request: EnvironmentRequest): Project {
  const [first] = project.manifest.environments.values()
  if (request.region !== undefined) requireRegion('--region', request.region)
  const region = request.region ?? first?.region ?? GLOBAL_REGION
  return makeProject(
    asked(() => addEnvironment(project.source, {...request, region})),
    project,
  )
}

/** What making this environment takes: its account, its pools, its roles. Writes nothing. */
export const planEnvironment = ({engine}: Session, changed: Project, name: string): Promise<Plan> =>
  makePlan(engine, makeDesired(changed.manifest), {environments: [name], added: name})

/** Says in awsup.yaml what is asked now, then makes it: a run that dies in between is finished by `apply`. */
export const applyEnvironment = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  applyUsers(session, changed, plan)

/**
 * The project without this environment, and without those of its IAM users who were nowhere else. Throws UsageError
 * when it is the only one, ConflictError when it is protected. Nothing is written.
 */
export function withoutEnvironment(project: Project, name: string): Project {
  requireEnvironment(project, name)
  requireUnprotected(project, [name])
  if (project.manifest.environments.size === 1) {
    throw new UsageError(`${name} is the only environment`, {
      hint: `To delete what is in it: awsup destroy --env ${name}`,
    })
  }
  return makeProject(
    asked(() => removeEnvironment(project.source, name)),
    project,
  )
}

/** What `env remove` came to. The account is never closed: it stays on record, and in the organization. */
export interface EnvironmentRemoved {
  readonly environment: string
  /** Of the account that stays; absent where none was made. */
  readonly accountId: string | undefined
  readonly changes: Applied
}

/**
 * Does the plan to nothing, then takes the environment out of awsup.yaml: a run that dies in between is finished by
 * running it again. When it was switched on, none is any more.
 */
export async function dropEnvironment(
  session: Session,
  changed: Project,
  {name, plan}: {readonly name: string; readonly plan: Plan},
): Promise<EnvironmentRemoved> {
  const {project, engine} = session
  const changes = await applyChanges(session, plan)
  await saveManifest(project, changed)
  const current = loadCurrent(project.root)
  if (current?.environment === name && current.target === project.target)
    await clearCurrent(project.root, makeSealer(project.root))
  const account = await engine.records.load(`${name}.account`)
  return {environment: name, accountId: account?.id, changes}
}
