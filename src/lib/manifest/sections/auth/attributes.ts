import type {CustomAttribute} from '../../../resources/cognito/user-pool/desired.js'
import {attributeName} from '../../rules/pool.js'
import {mapping, orNothing, record} from '../../read/collections.js'
import {optional} from '../../read/keys.js'
import {flag, integer, oneOf} from '../../read/scalars.js'
import {refused, type Read, type Spot} from '../../read/spot.js'

/** A user pool has at most so many (Cognito quotas). */
const MOST = 50
/** Characters that an attribute can hold (AttributeType `Value`). */
const LONGEST = 2048

const length = integer({min: 0, max: LONGEST})
const number = integer({min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER})

/** Limits that only attributes of one type have. */
const ONLY = {minLength: 'string', maxLength: 'string', min: 'number', max: 'number'} as const
const LIMITED = ['minLength', 'maxLength', 'min', 'max'] as const

const attribute: Read<CustomAttribute> = mapping(
  {
    /**
     * What the attribute holds.
     * @default string
     * @permanent
     */
    type: optional(oneOf('string', 'number', 'date', 'boolean')),
    /**
     * Whether the value can change once the user has one. Users can write every mutable attribute that the app client lets
     * them write.
     * @default true
     * @permanent
     */
    mutable: optional(flag),
    /**
     * The least characters of a string.
     * @permanent
     */
    minLength: optional(length),
    /**
     * The most characters of a string.
     * @permanent
     */
    maxLength: optional(length),
    /**
     * The least number.
     * @permanent
     */
    min: optional(number),
    /**
     * The greatest number.
     * @permanent
     */
    max: optional(number),
  },
  ({type = 'string', mutable = true, ...limits}, spot, at) => {
    const wrong = LIMITED.find((name) => limits[name] !== undefined && ONLY[name] !== type)
    if (wrong !== undefined) {
      const wanted = ONLY[wrong]
      throw refused(
        at(wrong),
        `is a limit of ${wanted}s, but the attribute is a ${type}`,
        `Remove it, or set type: ${wanted}.`,
      )
    }
    requireOrder(spot, limits)
    return {type, mutable, ...Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined))}
  },
)

/** `auth.attributes`: custom attributes by name. */
export const attributes = record({
  name: attributeName,
  read: orNothing<CustomAttribute>({type: 'string', mutable: true}, attribute),
  max: MOST,
})

function requireOrder(spot: Spot, {minLength, maxLength, min, max}: Limits): void {
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    throw refused(spot, `has minLength ${minLength}, which is more than maxLength ${maxLength}`)
  if (min !== undefined && max !== undefined && min > max)
    throw refused(spot, `has min ${min}, which is more than max ${max}`)
}

type Limits = {readonly [Name in (typeof LIMITED)[number]]: number | undefined}
