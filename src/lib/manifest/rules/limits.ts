import limits from '../../../models/limits.json' with {type: 'json'}
import type {Limits} from '../../../models/model.js'
import {compilePattern} from '../../../models/pattern.js'
import type {Rule} from '../read/scalars.js'
import {stating, whenRead} from '../read/shape.js'
import {isMeaningful, MEANINGFUL} from './meaningful.js'

/** What AWS's public API models ask of values that awsup.yaml has, by service and AWS's own names. */
export const LIMITS = limits

interface Stricter {
  /** What awsup asks beyond AWS. */
  readonly also?: RegExp
  readonly hint?: string
  /** It is no key of anything, so it may be any text that AWS takes. */
  readonly isNoKey?: boolean
}

/** A rule from AWS's own limits of a value; `must` says them, and what `also` asks, in words. */
export function within(limit: Limits, must: string, {also, hint, isNoKey = false}: Stricter = {}): Rule {
  const {min, max, pattern} = limit
  const first = whenRead(
    {must, min, max, ...(isNoKey ? {} : {none: MEANINGFUL})},
    pattern === undefined ? undefined : () => compilePattern(pattern),
  )
  return stating([first, ...(also ? [{must, pattern: also}] : [])], (value) =>
    hasLength(value, limit) &&
    first.pattern?.test(value) !== false &&
    also?.test(value) !== false &&
    (isNoKey || !isMeaningful(value))
      ? undefined
      : {must, hint},
  )
}

/** `1–64`. */
export const range = ({min, max}: {readonly min: number; readonly max: number}): string => `${min}–${max}`

/**
 * Whether AWS takes a text of that length, however it counts: characters beyond U+FFFF are one to some of its services
 * and two to others.
 */
export const hasLength = (value: string, {min = 0, max = Infinity}: Limits): boolean =>
  value.length <= max && Array.from(value).length >= min
