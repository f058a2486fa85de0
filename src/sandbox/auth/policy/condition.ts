import type {Context} from './context.js'
import type {Condition} from './document.js'
import {OPERATORS, type Operator} from './operators.js'

/** `unknown`: we can not tell, so an Allow does not count and a Deny does. */
export type Verdict = boolean | 'unknown'

const SETS = /^(ForAllValues|ForAnyValue):(.*)$/i
const IF_EXISTS = /IfExists$/i

/** All of a statement's conditions; one that we can not tell makes the whole unknown. */
export function meets(conditions: readonly Condition[], context: Context, variables: Context | undefined): Verdict {
  const verdicts = conditions.map((condition) => meetsOne(condition, context, variables))
  return verdicts.includes('unknown') ? 'unknown' : verdicts.every(Boolean)
}

function meetsOne({operator, key, values}: Condition, context: Context, variables: Context | undefined): Verdict {
  const given = context.valuesOf(key)
  if (operator.toLowerCase() === 'null') return isNull(values, given)

  const [, set, rest = operator] = SETS.exec(operator) ?? []
  const known = OPERATORS.get(rest.replace(IF_EXISTS, '').toLowerCase())
  if (known === undefined) return 'unknown'
  // What "missing" means to a set operator, it says itself: all of none are fine, any of none is not.
  if (given.length === 0 && IF_EXISTS.test(rest)) return true
  return compareAll(known, {set: set?.toLowerCase(), wanted: compile(known, values, variables), given})
}

/** `"true"`: the key must not be there. */
function isNull(values: readonly string[], given: readonly string[]): Verdict {
  const wanted = values.map((value) => value.toLowerCase())
  if (!wanted.every((value) => value === 'true' || value === 'false')) return 'unknown'
  return wanted.includes(given.length === 0 ? 'true' : 'false')
}

type Test = (given: string) => boolean

/** A value that means nothing matches nothing; under a negated operator that would let all pass, so it is unknown. */
function compile(
  {compare, negated}: Operator,
  values: readonly string[],
  variables: Context | undefined,
): Test[] | 'unknown' {
  if (values.length === 0) return 'unknown'
  const tests = values.map((value) => compare(value, variables))
  if (negated && tests.includes(undefined)) return 'unknown'
  return tests.filter((test) => test !== undefined)
}

interface Comparing {
  readonly set: string | undefined
  readonly wanted: readonly Test[] | 'unknown'
  readonly given: readonly string[]
}

function compareAll({negated}: Operator, {set, wanted, given}: Comparing): Verdict {
  if (wanted === 'unknown') return 'unknown'
  const passes = (value: string): boolean => wanted.some((test) => test(value)) !== negated
  if (set === 'forallvalues') return given.every(passes)
  if (set === 'foranyvalue') return given.some(passes)
  // Several values under a plain operator: any may match; negated, none may. A missing key meets a negated operator.
  return negated ? given.every(passes) : given.some(passes)
}
