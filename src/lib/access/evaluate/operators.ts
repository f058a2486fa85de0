import {BlockList, isIP} from 'node:net'
import {matches, matchesArn, type Context, readTokens} from './pattern.js'

/** Compares one value of the policy with one of the request; `undefined` when the policy's value makes no sense. */
export type Compare = (wanted: string, given: string, reading: Reading) => boolean | undefined

interface Reading {
  readonly variables: boolean
  readonly context: Context
}

export interface Operator {
  readonly compare: Compare
  /** `StringNotEquals` and its like: true when none of the policy's values matches. */
  readonly negated: boolean
}

const text =
  (wildcards: boolean): Compare =>
  (wanted, given, reading) => {
    const tokens = readTokens(wanted, {...reading, wildcards})
    return tokens !== undefined && matches(tokens, given)
  }

const ignoringCase: Compare = (wanted, given, reading) => {
  const tokens = readTokens(wanted, {...reading, wildcards: false})
  return tokens !== undefined && tokens.join('').toLowerCase() === given.toLowerCase()
}

const arn: Compare = (wanted, given, reading) => {
  const tokens = readTokens(wanted, {...reading, wildcards: true})
  return tokens !== undefined && matchesArn(tokens, given)
}

const ordered =
  (numberOf: (text: string) => number, fits: (wanted: number, given: number) => boolean): Compare =>
  (wanted, given) => {
    const [a, b] = [numberOf(wanted), numberOf(given)]
    return Number.isNaN(a) ? undefined : !Number.isNaN(b) && fits(a, b)
  }

const numberOf = (value: string): number => (/^[-+]?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN)

/** ISO 8601, or seconds since 1970. */
const timeOf = (value: string): number => (/^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value))

const truth: Compare = (wanted, given) =>
  /^(true|false)$/i.test(wanted) ? wanted.toLowerCase() === given.toLowerCase() : undefined

const address: Compare = (wanted, given) => {
  const [base = '', bits] = wanted.split('/')
  const family = isIP(base)
  if (family === 0 || isIP(given) === 0) return family === 0 ? undefined : false
  const prefix = Number(bits ?? (family === 4 ? 32 : 128))
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return undefined
  const list = new BlockList()
  list.addSubnet(base, prefix, family === 4 ? 'ipv4' : 'ipv6')
  return list.check(given, isIP(given) === 4 ? 'ipv4' : 'ipv6')
}

const is = (compare: Compare): Operator => ({compare, negated: false})
const isNot = (compare: Compare): Operator => ({compare, negated: true})

const EQUAL = (a: number, b: number): boolean => a === b

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". `Null` is no comparison and not here. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', is(text(false))],
  ['StringNotEquals', isNot(text(false))],
  ['StringEqualsIgnoreCase', is(ignoringCase)],
  ['StringNotEqualsIgnoreCase', isNot(ignoringCase)],
  ['StringLike', is(text(true))],
  ['StringNotLike', isNot(text(true))],
  ['ArnEquals', is(arn)],
  ['ArnLike', is(arn)],
  ['ArnNotEquals', isNot(arn)],
  ['ArnNotLike', isNot(arn)],
  ...orderedOperators('Numeric', numberOf),
  ...orderedOperators('Date', timeOf),
  ['Bool', is(truth)],
  ['BinaryEquals', is((wanted, given) => wanted === given)],
  ['IpAddress', is(address)],
  ['NotIpAddress', isNot(address)],
])

function orderedOperators(type: string, valueOf: (text: string) => number): readonly (readonly [string, Operator])[] {
  const operator = (fits: (wanted: number, given: number) => boolean): Operator => is(ordered(valueOf, fits))
  return [
    [`${type}Equals`, operator(EQUAL)],
    [`${type}NotEquals`, isNot(ordered(valueOf, EQUAL))],
    [`${type}LessThan`, operator((wanted, given) => given < wanted)],
    [`${type}LessThanEquals`, operator((wanted, given) => given <= wanted)],
    [`${type}GreaterThan`, operator((wanted, given) => given > wanted)],
    [`${type}GreaterThanEquals`, operator((wanted, given) => given >= wanted)],
  ]
}

/** How an operator was asked for: `ForAllValues:StringEqualsIfExists`. */
export interface OperatorName {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined
  readonly base: string
  readonly ifExists: boolean
}

/** Takes the name of an operator apart; whether there is such a base is for `findOperator` to say. */
export function splitOperator(name: string): OperatorName {
  const [, set, rest = ''] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/s.exec(name) ?? []
  const ifExists = rest.endsWith('IfExists')
  return {
    set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
    base: ifExists ? rest.slice(0, -'IfExists'.length) : rest,
    ifExists,
  }
}

/** The operator of that base name; `undefined` when IAM has none. */
export const findOperator = (base: string): Operator | undefined => OPERATORS.get(base)
