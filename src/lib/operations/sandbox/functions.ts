import {UsageError} from '../../base/errors.js'
import type {Manifest} from '../../manifest/manifest.js'
import {expand} from '../../manifest/rules/placeholders.js'
import {recordsFolder, type Project} from '../../project/project.js'
import {loadProject} from '../../project/load/from-text.js'
import {loadEnvironment} from '../../records/environment.js'
import type {FunctionDefinition} from '../../../sandbox/functions/definition.js'
import {findCode, type FoundFunction} from './code.js'
import {findNode, type NodeForFunctions} from './node.js'
import {isAgreed, keepAgreement} from './trust.js'

/** The functions of a project, found and not yet run. */
export interface ReadyFunctions {
  readonly project: Project
  readonly functions: readonly FoundFunction[]
  readonly node: NodeForFunctions
  /** Whether the person said yes before to exactly these. */
  readonly agreed: boolean
  /** Keeps a yes for the next time. */
  readonly agree: () => void
}

/**
 * Finds what `sandbox serve --functions` would run. Runs nothing of it. Throws UsageError where there is no project, none has functions,
 * or no Node; ManifestError where code is missing.
 */
export function readyFunctions(root: string): ReadyFunctions {
  const project = loadProject({root, target: 'sandbox'})
  if (project.manifest.sandbox.functions.size === 0) {
    throw new UsageError('awsup.yaml has no functions to run', {
      hint: 'Write them under sandbox: functions: (docs/guide/functions.md), or leave out --functions.',
      details: {flag: '--functions'},
    })
  }
  const node = findNode()
  const functions = findCode(project, node.typed)
  return {project, functions, node, agreed: isAgreed(functions), agree: () => keepAgreement(functions)}
}

/**
 * What functions an account has in a region: those of the environment that lives there, as the records say when it is asked; the account
 * that the sandbox begins with has those of the first environment.
 */
export function functionsIn(
  {project, functions}: Pick<ReadyFunctions, 'project' | 'functions'>,
  management: string,
): (place: {readonly accountId: string; readonly region: string}) => readonly FunctionDefinition[] {
  const {manifest} = project
  return ({accountId, region}) => {
    const [first] = manifest.environments.keys()
    const env = accountId === management ? first : environmentIn(project, {accountId, region})
    return env === undefined ? [] : functions.map((one) => definitionOf(one, {project: manifest.project, env}))
  }
}

function environmentIn(
  project: Project,
  {accountId, region}: {readonly accountId: string; readonly region: string},
): string | undefined {
  const {environments}: Manifest = project.manifest
  return [...environments.values()].find(
    (one) =>
      one.region === region &&
      loadEnvironment(recordsFolder(project), one.name)?.some(
        (record) => record.kind === 'user-pool' && record.accountId === accountId,
      ),
  )?.name
}

function definitionOf(
  {name, folder, runs, timeout, memory, environment, aliases, role}: FoundFunction,
  placeholders: Parameters<typeof expand>[1],
): FunctionDefinition {
  return {
    name: expand(name, placeholders),
    folder,
    runs,
    timeout,
    memory,
    aliases,
    role,
    environment: Object.fromEntries([...environment].map(([key, value]) => [key, expand(value, placeholders)])),
  }
}
