import type {AccessRule, AccessRules} from '../access/rules.js'
import {ManifestError} from '../errors.js'
import {becomes} from './becomes.js'
import {expandRule} from './desired/access.js'
import type {Environment, Manifest} from './manifest.js'
import type {Rule} from './read/scalars.js'
import type {Source} from './read/source.js'
import {apiId} from './rules/access.js'
import {expand} from './rules/placeholders.js'
import {bucketName, functionName, tableName} from './rules/places.js'

/** Checks of `access` that need more than one place of the file. */
export function checkAccess(manifest: Manifest, source: Source): void {
  for (const environment of manifest.environments.values()) {
    for (const at of placed(manifest.access)) checkNames(at, {manifest, environment, source})
  }
  checkGuests(manifest, source)
}

/** A rule and where it stands. */
export interface Placed {
  readonly path: readonly string[]
  readonly rule: AccessRule
}

/** Every rule with the path to it. */
export function placed({authenticated, guests, groups}: AccessRules): readonly Placed[] {
  const sections: readonly (readonly [readonly string[], readonly AccessRule[]])[] = [
    [['authenticated'], authenticated],
    [['guests'], guests],
    ...[...groups].map(([group, rules]) => [['groups', group], rules] as const),
  ]
  return sections.flatMap(([section, rules]) =>
    rules.map((rule, index) => ({path: ['access', ...section, String(index)], rule})),
  )
}

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/** Names of tables, buckets, functions and APIs as each environment will have them. */
function checkNames({path, rule}: Placed, {manifest, environment: {name}, source}: Around): void {
  const named = nameIn(expandRule(rule, (template) => expand(template, {project: manifest.project, env: name})))
  if (!named) return
  const [field, value, check] = named
  const problem = check(value)
  if (problem) throw becomes({path: [...path, ...field], value, name, problem}, source)
}

function nameIn(rule: AccessRule): readonly [field: readonly string[], value: string, rule: Rule] | undefined {
  if ('dynamodb' in rule) return [['dynamodb', 'table'], rule.dynamodb.table, tableName]
  if ('s3' in rule) return [['s3', 'bucket'], rule.s3.bucket, bucketName]
  if ('lambda' in rule) return [['lambda', 'function'], rule.lambda.function, functionName]
  if ('appsync' in rule) return [['appsync', 'api'], rule.appsync.api, apiId]
  return undefined
}

function checkGuests({access, environments}: Manifest, source: Source): void {
  if (access.guests.length === 0 || [...environments.values()].some(({auth}) => auth.guests)) return
  throw new ManifestError('access.guests has rules, but guests are off in every environment', {
    at: source.at(['access', 'guests']),
    hint: 'Set auth.guests to true, or remove the rules.',
  })
}
