import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import {replace} from '../../../files/replace.js'
import {deployerRoleName, planRoleName, type Subjects} from '../../access/team/deployer.js'
import {teamPath} from '../../access/team/names.js'
import {ConflictError, UsageError} from '../../base/errors.js'
import {makeWorkflow, ownerOf, type WorkflowJobs} from '../../export/github-workflow.js'
import {show} from '../../manifest/read/show.js'
import {neverOursAnywhere} from '../../project/never-ours.js'
import type {Project} from '../../project/project.js'
import {openIds} from '../environments/environments.js'

/** What `ci github` came to. */
export interface WorkflowWritten {
  /** From the project's folder on. */
  readonly path: string
  readonly text: string
  /** Whether the file was written; false where it is so already, and with `print`. */
  readonly changed: boolean
  /** Environments of GitHub to make, with the environment of awsup that each guards. */
  readonly gates: readonly {readonly name: string; readonly environment: string}[]
}

export interface WorkflowOptions {
  readonly out: string
  /** Of awsup. */
  readonly version: string
  readonly print: boolean
}

const LIMIT = 1_048_576

/**
 * Writes the workflow of the deployers of GitHub. Throws UsageError where awsup.yaml has none, ConflictError where their roles
 * are still to be made, or where the file is somebody else's or was changed; nothing is written then.
 */
export function writeWorkflow(project: Project, {out, version, print}: WorkflowOptions): WorkflowWritten {
  const jobs = jobsOf(project)
  const text = makeWorkflow(jobs, version)
  const gates = jobs.flatMap(({gate: name, environment}) => (name === undefined ? [] : [{name, environment}]))
  if (print) return {path: out, text, changed: false, gates}
  const path = resolve(project.root, out)
  const before = readBefore(path, out)
  if (before === text) return {path: out, text, changed: false, gates}
  if (before !== undefined) requireOurs(before, out)
  mkdirSync(dirname(path), {recursive: true})
  const next = join(dirname(path), `.awsup-${process.pid}.tmp`)
  writeFileSync(next, text, {flag: 'wx'})
  replace(next, path)
  return {path: out, text, changed: true, gates}
}

function readBefore(path: string, out: string): string | undefined {
  const reason = neverOursAnywhere(path)
  if (reason !== undefined || !/\.ya?ml$/.test(path))
    throw new UsageError(`--out ${show(out)} ${reason === undefined ? 'is no file of YAML' : `leads to ${reason}`}`, {
      hint: 'For example: --out .github/workflows/awsup.yml',
      details: {flag: 'out'},
    })
  const refuse = (why: string, cause?: unknown): ConflictError =>
    new ConflictError(`${out} ${why}`, {hint: 'Name another file with --out.', details: {path: out}, cause})
  return readRegularFile(path, {limit: LIMIT, refuse, noLink: () => refuse('is a symbolic link')})?.toString('utf8')
}

function requireOurs(before: string, out: string): void {
  const owner = ownerOf(before)
  if (owner === 'ours') return
  throw new ConflictError(
    owner === 'other' ? `${out} exists, and awsup did not write it` : `${out} was changed since awsup wrote it`,
    {
      code: 'EXISTS',
      hint: 'awsup ci github --print shows what it would write. Name another file with --out, or remove this one first.',
      details: {path: out},
    },
  )
}

function jobsOf(project: Project): readonly WorkflowJobs[] {
  const {manifest} = project
  const found = [...manifest.deployers].flatMap(([name, {github, environments}]) =>
    github ? [...environments].map(([environment, subjects]) => ({name, environment, subjects})) : [],
  )
  if (found.length === 0)
    throw new UsageError('awsup.yaml has no deployer of GitHub', {
      hint: "Add one, then awsup apply: deployers: { web: { github: { repository: acme/web, environment: '{env}' }, environments: [dev] } }",
    })
  const twice = found.find(({environment}, index) => found.findIndex((one) => one.environment === environment) < index)
  if (twice)
    throw new UsageError(`two deployers of GitHub work in ${twice.environment}, and a workflow has one`, {
      hint: `Take ${twice.environment} out of deployers.${twice.name}.environments, or write that workflow by hand.`,
    })
  const findIds = openIds(project)
  return found.map(({name, environment, subjects}) => {
    const ids = findIds(environment)
    if (!ids)
      throw new ConflictError(`${environment} is not made yet`, {
        code: 'NOT_MADE',
        hint: `Make it: awsup apply --env ${environment}`,
      })
    const {accountId, region} = ids
    const arn = (role: string): string => `arn:aws:iam::${accountId}:role${teamPath(manifest.project)}${role}`
    return {
      ...{environment, region, accountId},
      planRole: arn(planRoleName(manifest.project, environment, name)),
      applyRole: arn(deployerRoleName(manifest.project, environment, name)),
      ...placeOf(subjects),
    }
  })
}

/** A job of an environment is guarded by GitHub's own rules; the workflow offers it pushes to main. */
function placeOf({tie}: Subjects): Pick<WorkflowJobs, 'on' | 'gate'> {
  if (tie?.by === 'tag') return {on: {tag: tie.name}, gate: undefined}
  if (tie?.by === 'branch') return {on: {branch: tie.name}, gate: undefined}
  return {on: {branch: 'main'}, gate: tie?.by === 'environment' ? tie.name : undefined}
}
