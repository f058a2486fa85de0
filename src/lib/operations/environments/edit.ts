import type {Applied, Plan} from '../../engine/plan/plan.js'
import {UsageError} from '../../base/errors.js'
import {removeEnvironment} from '../../manifest/edit/edit.js'
import {recordsFolder, requireEnvironment, type Project} from '../../project/project.js'
import {makeProject} from '../../project/load/from-text.js'
import {clearCurrent, loadCurrent} from '../../records/current.js'
import {loadEnvironment} from '../../records/environment.js'
import {makeSealer} from '../../records/journal/seal.js'
import type {Session} from '../../project/session.js'
import {applyChanges, requireUnprotected} from '../changes/apply.js'
import {asked} from '../asked.js'
import {saveManifest} from './manifest-file.js'

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
 * What is left of an environment that `env remove` took out of awsup.yaml: its account, which stays on record.
 * `undefined` where awsup.yaml still has it, where it never existed, and where more than the account is on record.
 */
export function findRemoved(project: Project, name: string): EnvironmentRemoved | undefined {
  if (project.manifest.environments.has(name)) return undefined
  const [account, ...others] = loadEnvironment(recordsFolder(project), name) ?? []
  if (account?.address !== `${name}.account` || others.length > 0) return undefined
  const changes = {created: [], adopted: [], updated: [], deleted: [], unchanged: 0}
  return {environment: name, accountId: account.id, changes}
}

/**
 * Does the plan to nothing, switches the environment off where it is on, and takes it out of awsup.yaml, in this order:
 * as long as awsup.yaml has it, the same command finishes what a run that died left.
 */
export async function dropEnvironment(
  session: Session,
  changed: Project,
  {name, plan}: {readonly name: string; readonly plan: Plan},
): Promise<EnvironmentRemoved> {
  const {project, engine} = session
  const changes = await applyChanges(session, plan)
  forgetCurrent(project, name)
  saveManifest(project, changed)
  const account = await engine.records.load(`${name}.account`)
  return {environment: name, accountId: account?.id, changes}
}

function forgetCurrent({root, target}: Project, name: string): void {
  const current = loadCurrent(root)
  if (current?.environment === name && current.target === target) {
    clearCurrent(root, makeSealer(root))
  }
}
