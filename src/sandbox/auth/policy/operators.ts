import type {Context} from './context.js'
import {makeNetwork} from './network.js'
import {expandText, makePattern, matches, matchesArn, type Pattern} from './pattern.js'

/** A policy's value made into a test of a request's value; `undefined`: the value means nothing here. */
type Comparison = (value: string, variables: Context | undefined) => ((given: string) => boolean) | undefined

export interface Operator {
  readonly compare: Comparison
  readonly negated: boolean
}

const text =
  (compare: (value: string, given: string) => boolean): Comparison =>
  (value, variables) => {
    const wanted = expandText(value, variables)
    return wanted === undefined ? undefined : (given) => compare(wanted, given)
  }

const wildcards =
  (compare: (pattern: Pattern, given: string) => boolean): Comparison =>
  (value, variables) => {
    const pattern = makePattern(value, variables)
    return pattern === undefined ? undefined : (given) => compare(pattern, given)
  }

const toNumber = (value: string): number => (value.trim() === '' ? NaN : Number(value))

/** ISO 8601, or seconds since 1970. */
const toTime = (value: string): number => (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value))

const ordered =
  (read: (value: string) => number, compare: (given: number, wanted: number) => boolean): Comparison =>
  (value) => {
    const wanted = read(value)
    if (Number.isNaN(wanted)) return undefined
    return (given) => !Number.isNaN(read(given)) && compare(read(given), wanted)
  }

const bool: Comparison = (value) => {
  const wanted = value.toLowerCase()
  return wanted === 'true' || wanted === 'false' ? (given) => given.toLowerCase() === wanted : undefined
}

const bytes = (value: string): string => Buffer.from(value, 'base64').toString('hex')

const equals = (a: number, b: number): boolean => a === b
const less = (a: number, b: number): boolean => a < b
const lessEquals = (a: number, b: number): boolean => a <= b

const is = (compare: Comparison): Operator => ({compare, negated: false})
const not = (compare: Comparison): Operator => ({compare, negated: true})

const sameText = text((a, b) => a === b)
const sameLetters = text((a, b) => a.toLowerCase() === b.toLowerCase())
const like = wildcards(matches)
// ArnEquals and ArnLike behave identically, the documentation says.
const arn = wildcards(matchesArn)

const orderings = (prefix: string, read: (value: string) => number): [string, Operator][] => [
  [`${prefix}Equals`, is(ordered(read, equals))],
  [`${prefix}NotEquals`, not(ordered(read, equals))],
  [`${prefix}LessThan`, is(ordered(read, less))],
  [`${prefix}LessThanEquals`, is(ordered(read, lessEquals))],
  [`${prefix}GreaterThan`, is(ordered(read, (a, b) => less(b, a)))],
  [`${prefix}GreaterThanEquals`, is(ordered(read, (a, b) => lessEquals(b, a)))],
]

const NAMED: readonly (readonly [string, Operator])[] = [
  ['StringEquals', is(sameText)],
  ['StringNotEquals', not(sameText)],
  ['StringEqualsIgnoreCase', is(sameLetters)],
  ['StringNotEqualsIgnoreCase', not(sameLetters)],
  ['StringLike', is(like)],
  ['StringNotLike', not(like)],
  ['ArnEquals', is(arn)],
  ['ArnLike', is(arn)],
  ['ArnNotEquals', not(arn)],
  ['ArnNotLike', not(arn)],
  ['Bool', is(bool)],
  ['BinaryEquals', is((value) => (given) => bytes(given) === bytes(value))],
  ['IpAddress', is(makeNetwork)],
  ['NotIpAddress', not(makeNetwork)],
  ...orderings('Numeric', toNumber),
  ...orderings('Date', toTime),
]

/**
 * Condition operators by lower-case name; `Null`, `…IfExists` and the set operators are elsewhere.
 *
 * Source: IAM User Guide, IAM JSON policy elements: condition operators.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  NAMED.map(([name, operator]) => [name.toLowerCase(), operator]),
)
