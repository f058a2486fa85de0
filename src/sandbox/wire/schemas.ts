import {NormalizedSchema} from '@smithy/core/schema'
import {lowerFirst} from '../core/model.js'
import type {Service} from '../core/service.js'

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0]

/** The SDK's static schemas are tuples; the first place says which sort. */
const OPERATION = 9
const ERROR = -3

export interface OperationShape {
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
}

export interface ErrorShape {
  /** Short code of the query protocol: `NoSuchEntity` for `NoSuchEntityException`. */
  readonly code: string | undefined
  readonly status: number | undefined
  readonly fault: 'client' | 'server'
  readonly members: readonly string[]
}

/** What the SDK's module exports under `<name>$`, when it is a schema of that sort. */
function findSchema(sdk: object, name: string, sort: number): readonly unknown[] | undefined {
  const key = `${name}$`
  const schema: unknown = Object.hasOwn(sdk, key) ? (sdk as Record<string, unknown>)[key] : undefined
  return Array.isArray(schema) && schema[0] === sort ? schema : undefined
}

/** Input and output of one of AWS's operations; `undefined` when the service has none of that name. */
export function findOperationShape(sdk: object, operation: string): OperationShape | undefined {
  const schema = findSchema(sdk, operation, OPERATION)
  if (schema === undefined) return undefined
  const known = shapes.get(schema)
  if (known !== undefined) return known
  const [, , , , input, output] = schema as readonly SchemaRef[]
  const made = {input: normalized(input), output: normalized(output)}
  shapes.set(schema, made)
  return made
}

/** By the SDK's own schema of an operation, which every call of it looks up. */
const shapes = new WeakMap<readonly unknown[], OperationShape>()

const normalized = (ref: SchemaRef | undefined): NormalizedSchema => NormalizedSchema.of(ref ?? 'unit')

/** Method, URI and status of an operation of a REST service: `['GET', '/{Key+}?x-id=GetObject', 200]`. */
export function findHttpTrait(
  sdk: object,
  operation: string,
): readonly [method: string, uri: string, status: number] | undefined {
  const traits = findSchema(sdk, operation, OPERATION)?.[3] as {http?: [string, string, number]} | undefined
  return traits?.http
}

/** Names of all operations of a service, served or not. */
export const operationsOf = (sdk: object): readonly string[] =>
  Object.entries(sdk).flatMap(([key, schema]: [string, unknown]) =>
    key.endsWith('$') && Array.isArray(schema) && schema[0] === OPERATION ? [key.slice(0, -1)] : [],
  )

/** A modelled exception; `undefined` for the codes that AWS leaves out of its models. */
export function findErrorShape({sdk}: Service, name: string): ErrorShape | undefined {
  const schema = findSchema(sdk, name, ERROR)
  if (schema === undefined) return undefined
  const [, , , traits, members] = schema as readonly [
    number,
    string,
    string,
    {error?: 'client' | 'server'; httpError?: number; awsQueryError?: [string, number]},
    readonly string[],
  ]
  const [code, status = traits.httpError] = traits.awsQueryError ?? []
  return {code, status, fault: traits.error ?? 'client', members}
}

/** Names of the members that AWS requires: the schema lists them first, and counts them. */
export function requiredMembers(structure: NormalizedSchema): readonly string[] {
  const schema: unknown = structure.getSchema()
  if (!Array.isArray(schema)) return []
  const members: unknown = schema[4]
  const count: unknown = schema[6]
  return Array.isArray(members) && typeof count === 'number' ? (members as string[]).slice(0, count) : []
}

/**
 * Whether the SDK has a member at a path such as `userPool.acrConfiguration` or `roles.1.member.path`, whose parts are
 * members, numbers and keys, as `findViolations` writes them.
 */
export function hasMember(schema: NormalizedSchema, path: string): boolean {
  const [first, ...rest] = path.split('.')
  if (first === undefined || first === '') return true
  // Behind a number or a key stands `member`.
  if (schema.isListSchema() || schema.isMapSchema()) return hasMember(schema.getValueSchema(), rest.slice(1).join('.'))
  if (!schema.isStructSchema()) return false
  const member = [...schema.structIterator()].find(([name]) => lowerFirst(name) === first)
  return member !== undefined && hasMember(member[1], rest.join('.'))
}
