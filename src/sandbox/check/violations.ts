import type {Shape} from '../../models/model.js'
import type {Model} from '../core/model.js'

/** Longer values are cut in messages. */
const SHOWN = 256

/** One rule of AWS's models that a value breaks. */
export interface Violation {
  /** As AWS writes it: `tags.1.member.key`. */
  readonly path: string
  /** In AWS's words. */
  readonly text: string
  /** As Organizations calls it: `MAX_LENGTH_EXCEEDED`. */
  readonly reason: string
}

/** Where a value stands, and what to look for beyond its limits. */
interface Place {
  readonly model: Model
  /** Empty for the whole input, or output. */
  readonly path: string
  /** Also types, and members that the model does not have: the codecs have left those out of what was sent. */
  readonly strict: boolean
}

/**
 * What a value breaks of its shape: required members, lengths, patterns, enumerations, ranges; with `strict` types and
 * unknown members too. `undefined` and `null` are members that do not exist. Sensitive values are not repeated.
 */
export function* findViolations(name: string, value: unknown, place: Place): Generator<Violation> {
  const {model, path, strict} = place
  const shape = model.shape(name)
  if (strict && !isOfType(value, shape.type)) {
    yield violation(shape, value, {path, rule: `Member must be of the type ${shape.type}`, reason: 'INVALID_TYPE'})
    return
  }
  if (shape.type === 'structure') {
    yield* structureViolations(shape, isObject(value) ? value : {}, place)
    return
  }
  for (const broken of brokenRules(value, shape, model)) yield violation(shape, value, {path, ...broken})
  if (shape.member !== undefined && Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* findViolations(shape.member, item, {...place, path: `${path}.${index + 1}.member`})
  } else if (shape.key !== undefined && shape.value !== undefined && isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* findViolations(shape.key, key, {...place, path: `${path}.key`})
      yield* findViolations(shape.value, item, {...place, path: `${path}.${key}.member`})
    }
  }
}

function* structureViolations(
  {members = {}, required = []}: Shape,
  value: object,
  {path, ...place}: Place,
): Generator<Violation> {
  const values = new Map<string, unknown>(Object.entries(value).filter(([, part]) => isThere(part)))
  for (const [name, inner] of Object.entries(members)) {
    const at = below(path, name)
    if (values.has(name)) yield* findViolations(inner, values.get(name), {...place, path: at})
    else if (required.includes(name))
      yield {
        path: at,
        text: `Value null at '${at}' failed to satisfy constraint: Member must not be null`,
        reason: 'INPUT_REQUIRED',
      }
  }
  if (!place.strict) return
  for (const name of values.keys()) {
    if (Object.hasOwn(members, name)) continue
    const at = below(path, name)
    yield {path: at, text: `Value at '${at}' is of no member that the model has`, reason: 'UNKNOWN_MEMBER'}
  }
}

interface BrokenRule {
  readonly rule: string
  readonly reason: string
}

function* brokenRules(value: unknown, {min, max, pattern, enum: allowed}: Shape, model: Model): Generator<BrokenRule> {
  const size = typeof value === 'number' ? value : sizeOf(value)
  const what = typeof value === 'number' ? 'value' : 'length'
  const suffix = typeof value === 'number' ? 'VALUE' : 'LENGTH'
  if (min !== undefined && size !== undefined && size < min)
    yield {rule: `Member must have ${what} greater than or equal to ${min}`, reason: `MIN_${suffix}_EXCEEDED`}
  if (max !== undefined && size !== undefined && size > max)
    yield {rule: `Member must have ${what} less than or equal to ${max}`, reason: `MAX_${suffix}_EXCEEDED`}
  if (typeof value !== 'string') return
  if (pattern !== undefined && !model.matches(value, pattern))
    yield {rule: `Member must satisfy regular expression pattern: ${pattern}`, reason: 'INVALID_PATTERN'}
  if (allowed?.includes(value) === false)
    yield {rule: `Member must satisfy enum value set: [${allowed.join(', ')}]`, reason: 'INVALID_ENUM'}
}

function violation(
  {sensitive}: Shape,
  value: unknown,
  {path, rule, reason}: BrokenRule & {readonly path: string},
): Violation {
  const shown = sensitive ? 'Value' : `Value '${render(value)}'`
  return {path, text: `${shown} at '${path}' failed to satisfy constraint: ${rule}`, reason}
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'long':
      return Number.isSafeInteger(value)
    case 'float':
    case 'double':
      return typeof value === 'number'
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime())
    case 'blob':
      return value instanceof Uint8Array
    case 'list':
      return Array.isArray(value)
    case 'structure':
    case 'map':
      return isObject(value) && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)
    default:
      return true
  }
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string' || value instanceof Uint8Array || Array.isArray(value)) return value.length
  return isObject(value) ? Object.keys(value).length : undefined
}

function render(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined)
  return (text ?? '').slice(0, SHOWN)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isThere = (value: unknown): boolean => value !== undefined && value !== null

const below = (path: string, name: string): string => (path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`)

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
