import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {PlanDescription} from '../../engine/plan/describe.js'
import type {Applied} from '../../engine/plan/plan.js'
import {ConflictError, UsageError} from '../../base/errors.js'
import type {Manifest} from '../../manifest/manifest.js'
import {show} from '../../manifest/read/show.js'
import {renderManifest} from '../../manifest/edit/write.js'
import {findClients} from '../../outputs/content/clients.js'
import {MANIFEST, type Project, type Target} from '../../project/project.js'
import {loadProject, makeProject} from '../../project/load/from-text.js'
import type {Session} from '../../project/session.js'
import {writeDurably} from '../../records/files/durable.js'
import {asked} from '../asked.js'
import {requireIds} from '../environments/environments.js'
import {requireRegion} from '../environments/regions.js'

/** What `org init` is told; absent answers come from awsup.yaml, or must be asked for where there is none. */
export interface InitAnswers {
  readonly project?: string | undefined
  readonly email?: string | undefined
  readonly environments?: readonly string[] | undefined
  readonly region?: string | undefined
}

/** A complete set of answers for a first awsup.yaml. */
export type CompleteAnswers = {readonly [K in keyof InitAnswers]-?: NonNullable<InitAnswers[K]>}

/** What `org init` made, environment by environment. */
export interface Initialized {
  readonly organizationId: string
  readonly target: Target
  readonly environments: Readonly<Record<string, InitializedEnvironment>>
  readonly changes: Applied
}

/** What `org init --dry-run` answers: what would be made. */
export interface InitPreview {
  readonly dryRun: true
  readonly target: Target
  readonly plan: PlanDescription
}

export interface InitializedEnvironment {
  readonly accountId: string
  readonly region: string
  readonly userPoolId: string
  readonly userPoolClientId: string
  readonly identityPoolId: string
}

export const hasManifest = (root: string): boolean => existsSync(join(root, MANIFEST))

/** The project of an awsup.yaml that is to be written once the reader said yes. Throws UsageError on a bad answer. */
export function proposeProject(root: string, answers: CompleteAnswers, target: Target | undefined): Project {
  requireRegion('--region', answers.region)
  return asked(() => makeProject(renderManifest({...answers, target}), {root, target}))
}

/**
 * The project that already exists. Throws UsageError when a flag says otherwise than awsup.yaml: a flag must never be
 * silently ignored, and awsup.yaml never silently changed.
 */
export function continueProject(root: string, answers: InitAnswers, target: Target | undefined): Project {
  const project = loadProject({root, target})
  const {manifest} = project
  const said: readonly (readonly [flag: string, asked: string | undefined, have: string])[] = [
    ['--project', answers.project, manifest.project],
    ['--email', answers.email, manifest.organization?.email ?? 'nothing: no account is to be made'],
    ...(answers.environments ?? []).map((name) => ['--env', name, knownOr(manifest, name)] as const),
    ['--region', answers.region, regionOr(manifest, answers.region)],
  ]
  const wrong = said.find(([, asked, have]) => asked !== undefined && asked !== have)
  if (wrong) {
    const [flag, value = '', have] = wrong
    throw new UsageError(`${flag} says ${show(value)}, but ${MANIFEST} says ${show(have)}`, {
      hint: `${MANIFEST} is what counts now: change it there, then run awsup apply.`,
    })
  }
  return project
}

const knownOr = ({environments}: Manifest, name: string): string =>
  environments.has(name) ? name : [...environments.keys()].join(', ')

const regionOr = ({environments}: Manifest, asked: string | undefined): string => {
  const regions = [...new Set([...environments.values()].map(({region}) => region))]
  return asked !== undefined && regions.includes(asked) ? asked : regions.join(', ')
}

/** Writes the first awsup.yaml, whole or not at all; refuses to write over one that appeared meanwhile. */
export function writeManifest({root, source}: Project): void {
  const path = join(root, MANIFEST)
  if (existsSync(path))
    throw new ConflictError(`${path} appeared while you were asked`, {hint: 'Run the command again.'})
  writeDurably(path, source, 0o644)
}

/** The ids of everything, read back from the records. */
export async function summarize({project, engine}: Session, changes: Applied): Promise<Initialized> {
  const organization = await engine.records.load('organization')
  const environments = [...project.manifest.environments].map(
    ([name, environment]): [string, InitializedEnvironment] => {
      const ids = requireIds(project, name)
      const {accountId, region, userPoolId, identityPoolId} = ids
      const {main, others} = findClients(environment.auth, ids)
      return [name, {accountId, region, userPoolId, userPoolClientId: (main ?? others[0])?.id ?? '', identityPoolId}]
    },
  )
  return {
    organizationId: organization?.id ?? '',
    target: project.target,
    environments: Object.fromEntries(environments),
    changes,
  }
}
