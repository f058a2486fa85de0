import type {NormalizedSchema} from '@smithy/core/schema'
import {constraintsOf, type Constraint, type ServiceConstraints} from './constraints.js'
import {ServiceError} from './errors.js'
import type {Service} from './service.js'
import {findErrorShape, findOperationShape, requiredMembers} from './wire/schemas.js'

/** Longer values are cut in messages. */
const SHOWN = 256

/** One limit that a value breaks: AWS's words for it, and Organizations' reason. */
interface Violation {
  readonly text: string
  readonly reason: string
}

/**
 * Checks an operation's input against required members and AWS's published limits, as AWS does before anything else.
 * Sensitive values are not repeated.
 *
 * @throws ServiceError named by the service's `validationError`, which lists all violations.
 */
export function validate(service: Service, operation: string, input: object): void {
  const shape = findOperationShape(service.sdk, operation)
  if (shape === undefined) throw new TypeError(`${service.name} has no operation ${operation}`)
  const found = [...violations(shape.input, input, {limits: constraintsOf(service.name), path: ''})]
  const [first] = found
  if (first === undefined) return
  const count = `${found.length} validation error${found.length === 1 ? '' : 's'} detected: `
  const named = findErrorShape(service, service.validationError)?.members.includes('Reason') ?? false
  const reason = named ? {Reason: first.reason} : {}
  throw new ServiceError(service.validationError, count + found.map(({text}) => text).join('; '), reason)
}

interface Place {
  readonly limits: ServiceConstraints
  readonly limit?: Constraint | undefined
  /** As AWS writes it: `tags.1.member.key`. */
  readonly path: string
}

function* violations(schema: NormalizedSchema, value: unknown, place: Place): Generator<Violation> {
  const {limits, limit, path} = place
  if (schema.isStructSchema()) {
    yield* structureViolations(schema, isObject(value) ? value : {}, place)
    return
  }
  const broken = limit === undefined ? [] : brokenRules(value, limit)
  for (const {rule, reason} of broken) {
    const shown = schema.getMergedTraits().sensitive ? 'Value' : `Value '${render(value)}'`
    yield {text: `${shown} at '${path}' failed to satisfy constraint: ${rule}`, reason}
  }
  if (Array.isArray(value) && schema.isListSchema()) {
    for (const [index, item] of value.entries())
      yield* violations(schema.getValueSchema(), item, {
        limits,
        limit: limit?.item,
        path: `${path}.${index + 1}.member`,
      })
  } else if (schema.isMapSchema()) {
    for (const [key, item] of Object.entries(isObject(value) ? value : {})) {
      yield* violations(schema.getKeySchema(), key, {limits, limit: limit?.key, path: `${path}.key`})
      yield* violations(schema.getValueSchema(), item, {limits, limit: limit?.value, path: `${path}.${key}.member`})
    }
  }
}

function* structureViolations(schema: NormalizedSchema, value: object, {limits, path}: Place): Generator<Violation> {
  const members = limits.structures[schema.getName() ?? '']
  const required = requiredMembers(schema)
  const values = new Map<string, unknown>(Object.entries(value))
  for (const [name, inner] of schema.structIterator()) {
    const at = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`
    const part = values.get(name)
    if (part !== undefined && part !== null) yield* violations(inner, part, {limits, limit: members?.[name], path: at})
    else if (required.includes(name))
      yield {
        text: `Value null at '${at}' failed to satisfy constraint: Member must not be null`,
        reason: 'INPUT_REQUIRED',
      }
  }
}

interface BrokenRule {
  readonly rule: string
  readonly reason: string
}

function* brokenRules(value: unknown, {min, max, pattern, enum: allowed}: Constraint): Generator<BrokenRule> {
  const size = typeof value === 'number' ? value : sizeOf(value)
  const what = typeof value === 'number' ? 'value' : 'length'
  const suffix = typeof value === 'number' ? 'VALUE' : 'LENGTH'
  if (min !== undefined && size !== undefined && size < min)
    yield {rule: `Member must have ${what} greater than or equal to ${min}`, reason: `MIN_${suffix}_EXCEEDED`}
  if (max !== undefined && size !== undefined && size > max)
    yield {rule: `Member must have ${what} less than or equal to ${max}`, reason: `MAX_${suffix}_EXCEEDED`}
  if (typeof value !== 'string') return
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value))
    yield {rule: `Member must satisfy regular expression pattern: ${pattern}`, reason: 'INVALID_PATTERN'}
  if (allowed?.includes(value) === false)
    yield {rule: `Member must satisfy enum value set: [${allowed.join(', ')}]`, reason: 'INVALID_ENUM'}
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

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
