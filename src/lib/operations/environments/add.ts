import {makePlan} from '../../engine/plan/make-plan.js'
import {changesOf, type Applied, type Plan} from '../../engine/plan/plan.js'
import {UsageError} from '../../base/errors.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import {addEnvironment, type EnvironmentEdit} from '../../manifest/edit/edit.js'
import type {Environment} from '../../manifest/manifest.js'
import {show} from '../../manifest/read/show.js'
import {expand} from '../../manifest/rules/placeholders.js'
import {MANIFEST, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {environmentOf} from '../../records/places.js'
import type {Session} from '../../project/session.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import {asked} from '../asked.js'
import {requireRegion} from './regions.js'
import {applyUsers} from '../users/users.js'

/** An environment to be; without a region it is where the first one is. */
export type EnvironmentRequest = Omit<EnvironmentEdit, 'region'> & {readonly region?: string | undefined}

/**
 * The project as it would be with this environment in it. The very same project where awsup.yaml has this environment
 * already: then `env add` continues, or has nothing to do. Throws UsageError where awsup.yaml has it with other
 * settings, and on what cannot be. Nothing is written.
 */
export function withEnvironment(project: Project, request: EnvironmentRequest): Project {
  const existing = project.manifest.environments.get(request.name)
  if (existing) {
    requireSame(existing, request, project)
    return project
  }
  requireOrganization(project, request)
  const [first] = project.manifest.environments.values()
  if (request.region !== undefined) requireRegion('--region', request.region)
  const region = request.region ?? first?.region ?? GLOBAL_REGION
  return makeProject(
    asked(() => addEnvironment(project.source, {...request, region})),
    project,
  )
}

/** Values as flags say them: `name=text`. Throws UsageError. */
export function readValues(flags: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const flag of flags) {
    const [, name, text] = /^([^=]+)=(.+)$/s.exec(flag) ?? []
    if (name === undefined || text === undefined || found.has(name)) {
      const why = name !== undefined && found.has(name) ? `says ${name} twice` : `is ${show(flag)}, must be name=text`
      throw new UsageError(`--value ${why}`, {
        hint: 'For example: --value apiUrl=https://api.acme.dev',
        details: {flag: '--value', asked: flag},
      })
    }
    found.set(name, text)
  }
  return found
}

/** A flag is never ignored silently; what no flag says may be anything. */
function requireSame(existing: Environment, request: EnvironmentRequest, {manifest}: Project): void {
  const {name, region, protected: isProtected, values = new Map<string, string>()} = request
  const expandIn = (text: string): string => expand(text, {project: manifest.project, env: name})
  const email = request.email === undefined ? undefined : expandIn(request.email)
  const said: readonly (readonly [setting: string, asked: string | undefined, has: string | undefined])[] = [
    ['region', region, existing.region],
    ['email', email, existing.email],
    ['protected', isProtected === true ? 'true' : undefined, String(existing.protected)],
    ...[...values].map(([key, text]) => [`value ${key}`, expandIn(text), existing.values.get(key)] as const),
  ]
  const wrong = said.find(([, value, has]) => value !== undefined && value !== has)
  if (!wrong) return
  const [setting, value = '', has] = wrong
  throw new UsageError(
    `environment ${show(name)} already exists, and its ${setting} is ${has === undefined ? 'not set' : show(has)}, not ${show(value)}`,
    {
      hint: `Leave out --${setting.split(' ')[0] ?? ''}, or change environments.${name} in ${MANIFEST} and run: awsup apply --env ${name}`,
      details: {flag: `--${setting.split(' ')[0] ?? ''}`, asked: value, has},
    },
  )
}

/** An import writes none; without it no account can be made. */
function requireOrganization({manifest}: Project, {name, email = ''}: EnvironmentRequest): void {
  if (manifest.organization) return
  const [, local = 'aws', domain = 'example.com'] = /^([^@+]+)[^@]*@(.+)$/.exec(email) ?? []
  throw new UsageError(`${MANIFEST} has no organization, so no account can be made for ${show(name)}`, {
    hint: `Add this line to ${MANIFEST}, then run the same command again: organization: { email: "${local}+{env}@${domain}" }`,
  })
}

/** What making this environment takes: its account, its pools, its roles. Writes nothing. */
export const planEnvironment = ({engine}: Session, changed: Project, name: string): Promise<Plan> =>
  makePlan(engine, makeDesired(changed.manifest), {environments: [name], added: name})

/**
 * Whether the making of an environment was begun and did not end: something of it does not exist yet, is not on record,
 * is under way, or failed. Settings that differ are no unfinished work: they are for `apply`.
 */
export async function isUnfinished({engine}: Session, plan: Plan, name: string): Promise<boolean> {
  if (changesOf(plan).some(({action}) => action === 'create' || action === 'adopt')) return true
  const begun = [...(await engine.records.intents()), ...(await engine.records.failures())]
  return begun.some(({address, kind}) => environmentOf(address) === name && engine.rooms.has(kind))
}

/** Says in awsup.yaml what is asked now, then makes it: a run that dies in between is finished by the same command. */
export const applyEnvironment = (session: Session, changed: Project, plan: Plan): Promise<Applied> =>
  applyUsers(session, changed, plan)
