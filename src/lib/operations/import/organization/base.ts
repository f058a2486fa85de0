import {UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import type {Environment} from '../../../manifest/manifest.js'
import {writeImported} from '../../../manifest/edit/imported.js'
import {MANIFEST, type Project, type Target} from '../../../project/project.js'
import {loadProject, makeProject} from '../../../project/load/from-text.js'
import {hasManifest} from '../../init/init.js'
import {asked} from '../../asked.js'
import {requireRegion} from '../../environments/regions.js'
import {firstText, type ImportBase} from '../read/place.js'

/** What accounts are taken into: awsup.yaml as it is, or a first one. */
export interface OrganizationBase extends ImportBase {
  /** The project, to open a session with. Of a new one the environment is made up: no file may be without one. */
  readonly project: Project
  /** Environments that awsup.yaml has. */
  readonly environments: ReadonlyMap<string, Environment>
  /** Region of the new environments. */
  readonly region: string
}

export interface OrganizationAnswers {
  readonly root: string
  readonly target: Target | undefined
  /** Needed where there is no awsup.yaml. */
  readonly project: string | undefined
  /** Needed where there is no awsup.yaml; else the region of the first environment. */
  readonly region: string | undefined
}

/** Throws UsageError where a flag says what cannot be, or otherwise than awsup.yaml. Nothing is called. */
export function openOrganizationImport({root, target, project, region}: OrganizationAnswers): OrganizationBase {
  if (region !== undefined) requireRegion('--region', region)
  if (!hasManifest(root)) {
    const source = firstText(project ?? '', target, 'each in an account that existed before')
    const settings = {region: region ?? '', account: 'management'}
    const made = asked(() => makeProject(writeImported(source, {name: 'dev', settings}), {root, target}))
    return {source, isNew: true, project: made, environments: new Map(), region: region ?? ''}
  }
  const existing = loadProject({root, target})
  const {environments, project: name} = existing.manifest
  if (project !== undefined && project !== name) {
    throw new UsageError(`--project says ${show(project)}, but ${MANIFEST} says ${show(name)}`, {
      hint: `Leave --project out: ${MANIFEST} is what counts.`,
      details: {flag: '--project'},
    })
  }
  const [first] = environments.values()
  return {
    source: existing.source,
    isNew: false,
    project: existing,
    environments,
    region: region ?? first?.region ?? '',
  }
}
