import {malformed} from '../refusals.js'
import {isObject, type Json, listOf} from './json.js'
import {isDate, isNumber} from './values.js'

/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATOR =
  /^((ForAllValues|ForAnyValue):)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|Arn(Not)?(Equals|Like)|(Numeric|Date)((Not)?Equals|(LessThan|GreaterThan)(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Null)(IfExists)?$/i

/** @throws ServiceError MalformedPolicyDocumentException for an operator that is none. */
export function requireOperators({Condition: condition}: Json): void {
  const wrong = isObject(condition) ? Object.keys(condition).find((name) => !OPERATOR.test(name)) : undefined
  if (wrong !== undefined) throw malformed(`Invalid Condition type : ${wrong}.`)
}

/** An operator that IAM does not know may stand there, as long as it asks for nothing. */
export const isConditions = (conditions: unknown): boolean =>
  isObject(conditions) &&
  Object.entries(conditions).every(
    ([operator, keys]) =>
      isObject(keys) &&
      Object.values(keys).every((values) => !listOf(values).some((value) => typeof value === 'object')) &&
      (OPERATOR.test(operator) || Object.keys(keys).length === 0),
  )

export const LEGACY = 'The policy failed legacy parsing'

/** The case of an effect (github.com/hashicorp/terraform/issues/10057), and what dates and numbers are compared with. */
export function requireLegacy({Effect: effect, Condition: conditions}: Json): void {
  if (effect !== 'Allow' && effect !== 'Deny' && typeof effect === 'string' && /^(allow|deny)$/i.test(effect))
    throw malformed(LEGACY)
  if (!isObject(conditions)) return
  for (const [operator, keys] of Object.entries(conditions)) {
    const isValue = /^(ForAllValues:|ForAnyValue:)?Date/i.test(operator)
      ? isDate
      : /^(ForAllValues:|ForAnyValue:)?Numeric/i.test(operator)
        ? isNumber
        : undefined
    const values = isObject(keys) ? Object.values(keys).flatMap(listOf) : []
    if (isValue && !values.every(isValue)) throw malformed(LEGACY)
  }
}
