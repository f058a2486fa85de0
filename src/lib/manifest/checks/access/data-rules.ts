import {ManifestError} from '../../../base/errors.js'
import type {TableRule} from '../../../access/forms/dynamodb/rule.js'
import type {Table} from '../../data.js'
import {declaredTable} from '../../desired/data/names.js'
import {expandRules} from '../../desired/access.js'
import type {Environment, Manifest} from '../../manifest.js'
import {dotted} from '../../read/becomes.js'
import type {Source} from '../../read/source.js'
import {findNearest} from '../../../text/nearest.js'
import type {Placed} from './placed-rules.js'

interface Around {
  readonly manifest: Manifest
  readonly environment: Environment
  readonly source: Source
}

/**
 * Whether rules about tables of `data` fit what is declared: the owner is matched with the partition key, so that has to be a
 * text, in indexes too; and a list of attributes holds the keys. Throws ManifestError.
 */
export function checkDataRules(rules: readonly Placed[], {manifest, environment, source}: Around): void {
  for (const {path, rule} of rules) {
    const [expanded] = expandRules([rule], manifest, environment)
    if (!expanded || !('dynamodb' in expanded)) continue
    const found = declaredTable(expanded.dynamodb.table, manifest, environment)
    const problem = found && problemOf(expanded.dynamodb, ...found)
    if (!problem) continue
    const at = [...path, 'dynamodb', problem.key]
    throw new ManifestError(`${dotted(at)} ${problem.what}`, {at: source.at(at), hint: problem.hint})
  }
}

interface Problem {
  readonly key: 'table' | 'index' | 'attributes'
  readonly what: string
  readonly hint: string
}

function problemOf(rule: TableRule, name: string, table: Table): Problem | undefined {
  return unmatchedKey(rule, name, table) ?? wrongIndex(rule, name, table) ?? missingKeys(rule, name, table)
}

function unmatchedKey({owner}: TableRule, name: string, {key}: Table): Problem | undefined {
  if (owner === 'none' || key.type === 'S') return undefined
  return {
    key: 'table',
    what: `is ${name}, whose partition key ${key.name} is not a string: no owner can be matched with it`,
    hint: `Give the table a key of type string, or say owner: none where everybody who has the rule may share its items.`,
  }
}

function wrongIndex({indexes, owner}: TableRule, name: string, table: Table): Problem | undefined {
  const known = [...Object.keys(table.indexes), ...Object.keys(table.localIndexes)]
  const unknown = indexes.find((index) => index !== '*' && !known.includes(index))
  if (unknown !== undefined) {
    const meant = findNearest(unknown, known)
    return {
      key: 'index',
      what: `names ${unknown}, which is no index of data.tables.${name}`,
      hint:
        meant !== undefined
          ? `Did you mean ${meant}?`
          : known.length === 0
            ? 'The table has none: add it below indexes.'
            : `It has: ${known.join(', ')}.`,
    }
  }
  if (owner === 'none') return undefined
  const open = indexes.includes('*') ? Object.keys(table.indexes) : indexes
  const other = open.find((index) => (table.indexes[index] ?? table).key.name !== table.key.name)
  if (other === undefined) return undefined
  return {
    key: 'index',
    what: `opens ${other} of data.tables.${name}, whose key ${table.indexes[other]?.key.name ?? ''} is not that of the table (${table.key.name}): it does not hold the owner`,
    hint: `Give the index the key ${table.key.name}, leave it out of the rule, or say owner: none.`,
  }
}

function missingKeys({attributes, indexes}: TableRule, name: string, table: Table): Problem | undefined {
  if (attributes.length === 0) return undefined
  const open = indexes.includes('*') ? [...Object.keys(table.indexes), ...Object.keys(table.localIndexes)] : indexes
  const keys = [
    table.key,
    table.sort,
    ...open.flatMap((index) => [table.indexes[index]?.key, (table.indexes[index] ?? table.localIndexes[index])?.sort]),
  ].flatMap((one) => one?.name ?? [])
  const missing = [...new Set(keys)].filter((key) => !attributes.includes(key))
  if (missing.length === 0) return undefined
  return {
    key: 'attributes',
    what: `lacks ${missing.join(', ')} of the keys of data.tables.${name}`,
    hint: 'AWS refuses every request of a rule whose attributes do not hold all keys: add them.',
  }
}
