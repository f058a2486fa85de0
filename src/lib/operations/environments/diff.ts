import {resolve} from '../../engine/graph/references.js'
import {makeData} from '../../manifest/desired/data/data.js'
import {expand, type Placeholders} from '../../manifest/rules/placeholders.js'
import {requireEnvironments, type Project} from '../../project/project.js'
import {findIds, settingsOf} from './environments.js'

/** One thing that two environments do not have alike; absent where one of them does not have it. */
export interface Difference {
  /** `auth.password.minLength`, `userPoolId` */
  readonly field: string
  readonly left?: unknown
  readonly right?: unknown
}

/** What `env diff` tells: from awsup.yaml and the records, no network. */
export interface EnvironmentDiff {
  readonly left: string
  readonly right: string
  /** What awsup.yaml asks for: region, sign-in, access rules… with every default and placeholder filled in. */
  readonly settings: readonly Difference[]
  /** What AWS gave, as recorded. */
  readonly ids: readonly Difference[]
}

/** How two environments differ. Throws UsageError when awsup.yaml does not have one of them. */
export function diffEnvironments(project: Project, left: string, right: string): EnvironmentDiff {
  requireEnvironments(project, [left, right])
  return {
    left,
    right,
    settings: differences(settingsFor(project, left), settingsFor(project, right)),
    ids: differences(idsFor(project, left), idsFor(project, right)),
  }
}

function settingsFor(project: Project, env: string): unknown {
  const environment = settingsOf(project, env)
  const {region, protected: isProtected, email, auth, values} = environment
  const access = expandAll(project.manifest.access, {project: project.manifest.project, env})
  const data = Object.fromEntries(
    makeData(project.manifest, environment).map(({address, desired}) => [
      address.slice(env.length + 1),
      resolve(desired, () => '{account}'),
    ]),
  )
  return {region, protected: isProtected, email, auth, values, access, ...(Object.keys(data).length > 0 && {data})}
}

function idsFor(project: Project, env: string): unknown {
  const ids = findIds(project, env)
  if (!ids) return {}
  const {accountId, userPoolId, userPoolClientIds, identityPoolId, groupRoleArns, tables, buckets} = ids
  return {
    accountId,
    userPoolId,
    userPoolClientIds,
    identityPoolId,
    ...(groupRoleArns ? {groupRoleArns} : {}),
    tables,
    buckets,
  }
}

function differences(left: unknown, right: unknown): readonly Difference[] {
  const [lefts, rights] = [new Map(leavesOf(left)), new Map(leavesOf(right))]
  return [...new Set([...lefts.keys(), ...rights.keys()])].flatMap((field) => {
    const [one, other] = [lefts.get(field), rights.get(field)]
    if (JSON.stringify(one) === JSON.stringify(other)) return []
    return [{field, ...(one === undefined ? {} : {left: one}), ...(other === undefined ? {} : {right: other})}]
  })
}

/** Every value by the way to it; a list of plain values is one, because its order and length are part of it. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  const entries = entriesOf(value)
  if (entries === undefined) return value === undefined ? [] : [[path, value]]
  if (entries.length === 0) return []
  return entries.flatMap(([key, part]) => leavesOf(part, Array.isArray(value) ? `${path}[${key}]` : joined(path, key)))
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (value instanceof Map) return [...value].map(([key, part]) => [String(key), part] as const)
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object')) return undefined
  return Object.entries(value)
}

function expandAll(value: unknown, placeholders: Placeholders): unknown {
  if (typeof value === 'string') return expand(value, placeholders)
  if (Array.isArray(value)) return value.map((part) => expandAll(part, placeholders))
  const entries = entriesOf(value)
  return entries ? Object.fromEntries(entries.map(([key, part]) => [key, expandAll(part, placeholders)])) : value
}
