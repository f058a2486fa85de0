import {ConflictError} from '../../base/errors.js'
import {apisOf} from '../../manifest/desired/access.js'
import type {Environment} from '../../manifest/manifest.js'
import {idsOf, type EnvironmentIds} from '../../outputs/content/ids.js'
import type {Told} from '../../outputs/content/settings.js'
import {
  recordsFolder,
  requireEnvironment,
  requireEnvironments,
  type Project,
  type Target,
} from '../../project/project.js'
import {loadCurrent} from '../../records/current.js'
import {loadAccountIds, openEnvironments} from '../../records/environment.js'
import {findInterruptedSwitch} from './switch/interrupted-switch.js'

/** One line of `env list`. */
export interface EnvironmentSummary {
  readonly name: string
  readonly region: string
  readonly protected: boolean
  readonly current: boolean
  /** Absent until `org init` or `apply` made it. */
  readonly accountId: string | undefined
}

/** What `env show` tells. */
export interface EnvironmentDetails extends EnvironmentSummary {
  readonly target: Target
  /** Of the account that is made for it; absent where it lives in one that was there. */
  readonly email: string | undefined
  readonly ids: EnvironmentIds | undefined
}

/** All environments of the manifest, from the manifest and the records alone. */
export function listEnvironments(project: Project): readonly EnvironmentSummary[] {
  const look = lookAt(project)
  return requireEnvironments(project, undefined).map((name) => summaryOf(project, name, look))
}

/** What is read once for all environments. */
interface Look {
  readonly current: ReturnType<typeof loadCurrent>
  readonly accounts: ReturnType<typeof loadAccountIds>
}

const lookAt = (project: Project): Look => ({
  current: loadCurrent(project.root),
  accounts: loadAccountIds(recordsFolder(project), {cache: project.cache}),
})

/** The environment that is switched on; throws ConflictError when none is, which says whether an interrupted switch is why. */
export function currentEnvironment(project: Project): EnvironmentSummary {
  const current = loadCurrent(project.root)
  if (current?.target !== project.target || !project.manifest.environments.has(current.environment)) {
    const interrupted = findInterruptedSwitch(project)
    const first = [...project.manifest.environments.keys()][0] ?? 'dev'
    throw new ConflictError(
      `no environment is switched on${interrupted ? ' yet: a switch was interrupted, or is under way' : ''}`,
      {
        code: 'NO_CURRENT',
        hint: interrupted ? `Finish it: ${interrupted.command}` : `Switch one on: awsup env switch ${first}`,
        ...(interrupted ? {details: {interrupted: interrupted.command}} : {}),
      },
    )
  }
  return summaryOf(project, current.environment)
}

/** The named environment; without a name the one that is switched on, else the first of the manifest. */
export function pickEnvironment(project: Project, name: string | undefined): string {
  if (name !== undefined) return requireEnvironment(project, name)
  const names = [...project.manifest.environments.keys()]
  const current = loadCurrent(project.root)
  const known = current?.target === project.target && names.includes(current.environment)
  return known ? current.environment : (names[0] ?? '')
}

/** One environment with all its ids, from the records alone. */
export function showEnvironment(project: Project, name: string): EnvironmentDetails {
  const summary = summaryOf(project, requireEnvironment(project, name))
  const {email} = settingsOf(project, name)
  return {...summary, target: project.target, email, ids: findIds(project, name)}
}

/** The ids of an environment. Throws ConflictError when it was not made yet, or not wholly. */
export function requireIds(project: Project, name: string): EnvironmentIds {
  const ids = findIds(project, name)
  if (ids) return ids
  throw new ConflictError(`environment ${name} has no ids on record yet (target ${project.target})`, {
    code: 'NOT_MADE',
    hint: project.manifest.records
      ? `If it is made, bring its ids from S3: awsup records pull. If not, make it: awsup apply --env ${name}`
      : `Make it first: awsup apply --env ${name}`,
    details: {environment: name, target: project.target},
  })
}

/** The ids of an environment; `undefined` when it was not made yet. Throws ConflictError when it was in part. */
export const findIds = (project: Project, name: string): EnvironmentIds | undefined => openIds(project)(name)

/** The same for many environments: their records are looked at once, and what is wrong with them is thrown here. */
export function openIds(project: Project): (name: string) => EnvironmentIds | undefined {
  const load = openEnvironments(recordsFolder(project), {cache: project.cache})
  return (name) => {
    const records = load(name)
    return records && idsOf(records, {environment: name, target: project.target})
  }
}

function summaryOf(project: Project, name: string, {current, accounts}: Look = lookAt(project)): EnvironmentSummary {
  const {region, protected: isProtected} = settingsOf(project, name)
  return {
    name,
    region,
    protected: isProtected,
    current: current?.environment === name && current.target === project.target,
    accountId: accounts.get(name),
  }
}

/** What outputs say of an environment beside ids. */
export function toldOf({manifest}: Project, {auth, values, ...environment}: Environment): Told {
  const data = {tables: [...manifest.data.tables.keys()], buckets: [...manifest.data.buckets.keys()]}
  return {settings: auth, values, data, apis: apisOf(manifest, environment)}
}

/** What awsup.yaml says of an environment that is known to be there. */
export function settingsOf({manifest}: Project, name: string): Environment {
  const environment = manifest.environments.get(name)
  if (!environment) throw new Error(`${name} was not checked`)
  return environment
}
