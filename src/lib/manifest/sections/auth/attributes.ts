import type {CustomAttribute} from '../../../resources/cognito/user-pool/desired.js'
import {attributeName} from '../../rules/pool.js'
import {fields, record} from '../../read/collections.js'
import {flag, integer, oneOf} from '../../read/scalars.js'
import {isNothing, refused, type Spot} from '../../read/spot.js'

/** A user pool has at most so many (Cognito quotas). */
const MOST = 50
/** Characters that an attribute can hold (AttributeType `Value`). */
const LONGEST = 2048

/** `auth.attributes`: custom attributes by name. */
export const attributes = record({name: attributeName, read: attribute, max: MOST})

function attribute(spot: Spot): CustomAttribute {
  if (isNothing(spot)) return {type: 'string', mutable: true}
  const {optional} = fields(spot, ['type', 'mutable', 'minLength', 'maxLength', 'min', 'max'])
  const type = optional('type', oneOf('string', 'number', 'date', 'boolean')) ?? 'string'
  const length = integer({min: 0, max: LONGEST})
  const number = integer({min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER})
  const limits = {
    minLength: optional('minLength', only('string', type, length)),
    maxLength: optional('maxLength', only('string', type, length)),
    min: optional('min', only('number', type, number)),
    max: optional('max', only('number', type, number)),
  }
  requireOrder(spot, limits)
  const said = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))
  return {type, mutable: optional('mutable', flag) ?? true, ...said}
}

/** A limit that only attributes of one type have. */
const only =
  (wanted: CustomAttribute['type'], type: CustomAttribute['type'], read: (spot: Spot) => number) =>
  (spot: Spot): number => {
    if (type === wanted) return read(spot)
    throw refused(
      spot,
      `is a limit of ${wanted}s, but the attribute is a ${type}`,
      `Remove it, or set type: ${wanted}.`,
    )
  }

function requireOrder(spot: Spot, {minLength, maxLength, min, max}: Partial<CustomAttribute>): void {
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    throw refused(spot, `has minLength ${minLength}, which is more than maxLength ${maxLength}`)
  if (min !== undefined && max !== undefined && min > max)
    throw refused(spot, `has min ${min}, which is more than max ${max}`)
}
