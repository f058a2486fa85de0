import type {Shape} from '../../models/model.js'
import {lowerFirst, type Model} from '../core/model.js'

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

/** What values are held against. */
interface Rules {
  readonly model: Model
  /** Also types, and members that the model does not have: the codecs have left those out of what was sent. */
  readonly strict: boolean
}

/** Rules, the place of the value that is looked at, and what was found up to it. */
interface Search extends Rules {
  /** Parts of its path, from the outermost; an item's is its number, from 1. */
  readonly place: (string | number)[]
  readonly found: Violation[]
}

/**
 * What a value breaks of its shape: required members, lengths, patterns, enumerations, ranges; with `strict` types and
 * unknown members too. `undefined` and `null` are members that do not exist. Sensitive values are not repeated.
 */
export function findViolations(name: string, value: unknown, {model, strict}: Rules): readonly Violation[] {
  const found: Violation[] = []
  search(model.shape(name), value, {model, strict, place: [], found})
  return found
}

/** Every answer is looked through, so that what breaks no rule costs as little as can be: places are worded late. */
function search(shape: Shape, value: unknown, at: Search): void {
  if (at.strict && !isOfType(value, shape.type)) {
    const rule = `Member must be of the type ${shape.type}`
    at.found.push(violation(shape, value, {path: pathOf(at), rule, reason: 'INVALID_TYPE'}))
    return
  }
  if (shape.type === 'structure') {
    searchMembers(shape, isObject(value) ? value : {}, at)
    return
  }
  if (hasRules(shape))
    for (const broken of brokenRules(value, shape, at.model))
      at.found.push(violation(shape, value, {path: pathOf(at), ...broken}))
  if (shape.member !== undefined && Array.isArray(value)) {
    const inner = at.model.shape(shape.member)
    for (let index = 0; index < value.length; index++) searchBelow(index + 1, inner, {value: value[index], at})
  } else if (shape.key !== undefined && shape.value !== undefined && isObject(value)) {
    const [keys, values] = [at.model.shape(shape.key), at.model.shape(shape.value)]
    for (const [key, item] of Object.entries(value)) {
      searchBelow('key', keys, {value: key, at})
      searchBelow(`${key}.member`, values, {value: item, at})
    }
  }
}

function searchBelow(part: string | number, shape: Shape, {value, at}: {value: unknown; at: Search}): void {
  at.place.push(part)
  search(shape, value, at)
  at.place.pop()
}

function searchMembers(shape: Shape, value: object, at: Search): void {
  const members = at.model.members(shape)
  for (const {name, shown, shape: inner, required} of members.values()) {
    const part: unknown = Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined
    if (isThere(part)) searchBelow(shown, at.model.shape(inner), {value: part, at})
    else if (required) {
      const path = pathOf(at, shown)
      const text = `Value null at '${path}' failed to satisfy constraint: Member must not be null`
      at.found.push({path, text, reason: 'INPUT_REQUIRED'})
    }
  }
  if (!at.strict) return
  for (const name of Object.keys(value)) {
    if (members.has(name) || !isThere(value[name as keyof typeof value])) continue
    const path = pathOf(at, lowerFirst(name))
    at.found.push({path, text: `Value at '${path}' is of no member that the model has`, reason: 'UNKNOWN_MEMBER'})
  }
}

interface BrokenRule {
  readonly rule: string
  readonly reason: string
}

const hasRules = ({min, max, pattern, enum: allowed}: Shape): boolean =>
  min !== undefined || max !== undefined || pattern !== undefined || allowed !== undefined

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

const pathOf = ({place}: Search, ...below: string[]): string =>
  [...place, ...below].map((part) => (typeof part === 'number' ? `${part}.member` : part)).join('.')
