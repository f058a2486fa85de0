import {findOperator, splitOperator, type Operator} from './operators.js'
import type {Context} from './pattern.js'
import type {Condition} from './policy.js'

/**
 * Whether a condition holds; `undefined` when it makes no sense (an operator that IAM does not have, a value that is
 * none).
 */
export function holds(condition: Condition, context: Context, variables: boolean): boolean | undefined {
  const {operator, key, values} = condition
  const given = context.get(key.toLowerCase())
  const {set, base, ifExists} = splitOperator(operator)
  if (base === 'Null') return set || ifExists ? undefined : isNull(values, given)
  const found = findOperator(base)
  if (!found) return undefined
  if (given === undefined && ifExists) return true
  const one = compareWith(found, {values, context, variables})
  // Asked even where the request has no such key: a value that makes no sense never allows.
  if (one(given?.[0] ?? '') === undefined) return undefined
  switch (set) {
    case 'ForAllValues':
      // True of no values at all: the reason for the guard by Null beside every `dynamodb:LeadingKeys`.
      return (given ?? []).filter((value) => value !== '').every((value) => one(value) === true)
    case 'ForAnyValue':
      return (given ?? []).some((value) => one(value) === true)
    default:
      if (given === undefined || given.length === 0) return found.negated
      return found.negated ? given.every((value) => one(value) === true) : given.some((value) => one(value) === true)
  }
}

/** `"true"`: the key does not exist, or is empty; `"false"`: it is there (IAM user guide, "Null check"). */
function isNull(values: readonly string[], given: readonly string[] | undefined): boolean | undefined {
  const asked = values.map((value) => value.toLowerCase())
  if (asked.some((value) => value !== 'true' && value !== 'false')) return undefined
  return asked.includes(String((given ?? []).every((value) => value === '')))
}

interface Against {
  readonly values: readonly string[]
  readonly context: Context
  readonly variables: boolean
}

/** One value of the request against all of the policy's: any may match, or with a negated operator none. */
function compareWith({compare, negated}: Operator, {values, ...reading}: Against) {
  return (given: string): boolean | undefined => {
    const results = values.map((wanted) => compare(wanted, given, reading))
    if (results.includes(undefined)) return undefined
    return results.includes(true) !== negated
  }
}
