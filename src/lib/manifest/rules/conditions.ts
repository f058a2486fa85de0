import {isIP} from 'node:net'
import {splitOperator} from '../../access/evaluate/operators.js'
import type {Rule} from '../read/scalars.js'
import {pattern} from './names.js'

// "W3C implementation of ISO 8601", or epoch time (IAM user guide, "Date condition operators"). IAM refuses a policy with
// another one: "The policy failed legacy parsing".
const DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/

const date: Rule = (value) =>
  /^\d{1,15}$/.test(value) || (DATE.test(value) && !Number.isNaN(Date.parse(value)))
    ? undefined
    : {must: 'be a date as in ISO 8601, or seconds since 1970', hint: 'For example: 2026-12-31T23:59:59Z'}

const number = pattern('be a number', /^[-+]?\d+(\.\d+)?$/)

const truth = pattern('be true or false', /^(true|false)$/i)

const address: Rule = (value) => {
  const [base = '', bits, ...rest] = value.split('/')
  const longest = isIP(base) === 4 ? 32 : 128
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
  return isIP(base) !== 0 && isRange && rest.length === 0
    ? undefined
    : {must: 'be an IP address or a range of them', hint: 'For example: 203.0.113.0/24'}
}

const BY_TYPE: readonly (readonly [RegExp, Rule])[] = [
  [/^Date/, date],
  [/^Numeric/, number],
  [/^(Bool|Null)$/, truth],
  [/IpAddress$/, address],
]

/** What an operator can compare with, for those that do not take every text: nothing else could ever match. */
export const comparable = (operator: string): Rule =>
  BY_TYPE.find(([type]) => type.test(splitOperator(operator).base))?.[1] ?? (() => undefined)
