import {JsonShapeDeserializer2, JsonShapeSerializer2} from '@aws-sdk/core/protocols'
import type {NormalizedSchema} from '@smithy/core/schema'
import {ServiceError} from '../core/errors.js'

/** AWS JSON 1.1: timestamps are seconds since 1970. */
const SETTINGS = {timestampFormat: {useTrait: true, default: 7}, jsonName: false} as const

/** One for all replies: each begins with its own buffer, of two kilobytes or more. */
const SERIALIZER = new JsonShapeSerializer2(SETTINGS)

/**
 * A request's body as typed values: `Date`, `Uint8Array`, numbers. Members that the schema does not know are left out.
 *
 * @throws ServiceError `SerializationException` for what is no JSON, or JSON of another shape, as AWS does.
 */
export function decodeJson(schema: NormalizedSchema, text: string): object {
  const value = parse(text)
  const misfit = findMisfit(schema, value, '')
  if (misfit !== undefined) throw new ServiceError('SerializationException', misfit)
  return schema.isStructSchema()
    ? (new JsonShapeDeserializer2(SETTINGS).readObject(schema, value as never) as object)
    : {}
}

/** A reply's body. */
export function encodeJson(schema: NormalizedSchema, value: object): string {
  if (!schema.isStructSchema()) return '{}'
  SERIALIZER.write(schema, value)
  const {buffer, byteOffset, byteLength} = SERIALIZER.flush()
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8')
}

/** What `encodeJson` wrote, as plain objects. */
export const readObject = (text: string): object => parse(text) as object

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not valid JSON.')
  }
}

type Sort = 'STRING_VALUE' | 'NUMBER_VALUE' | 'TRUE_VALUE' | 'FALSE_VALUE' | 'START_ARRAY' | 'START_OBJECT'

/** Sorts of JSON values, as AWS's own messages call them. */
function sortOf(value: unknown): Sort {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'number') return 'NUMBER_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT'
}

function wantedSorts(schema: NormalizedSchema): readonly [type: string, ...sorts: Sort[]] | undefined {
  if (schema.isStructSchema()) return ['a structure', 'START_OBJECT']
  if (schema.isMapSchema()) return ['a map', 'START_OBJECT']
  if (schema.isListSchema()) return ['a list', 'START_ARRAY']
  if (schema.isBooleanSchema()) return ['Boolean', 'TRUE_VALUE', 'FALSE_VALUE']
  if (schema.isTimestampSchema()) return ['Timestamp', 'NUMBER_VALUE', 'STRING_VALUE']
  if (schema.isNumericSchema()) return ['Number', 'NUMBER_VALUE']
  if (schema.isStringSchema() || schema.isBlobSchema()) return ['String', 'STRING_VALUE']
  return undefined
}

/** The codec passes on what does not fit; AWS refuses it. */
function findMisfit(schema: NormalizedSchema, value: unknown, path: string): string | undefined {
  const wanted = wantedSorts(schema)
  if (value === null || wanted === undefined) return undefined
  const [type, ...sorts] = wanted
  const sort = sortOf(value)
  if (!sorts.includes(sort)) return `${sort} can not be converted to ${type}${path === '' ? '' : ` at ${path}`}`
  for (const [name, inner, part] of parts(schema, value as object)) {
    const misfit = findMisfit(inner, part, path === '' ? name : `${path}.${name}`)
    if (misfit !== undefined) return misfit
  }
  return undefined
}

function* parts(schema: NormalizedSchema, value: object): Generator<[string, NormalizedSchema, unknown]> {
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator())
      if (Object.hasOwn(value, name)) yield [name, member, (value as Record<string, unknown>)[name]]
  } else if (schema.isListSchema() || schema.isMapSchema()) {
    for (const [name, part] of Object.entries(value)) yield [name, schema.getValueSchema(), part]
  }
}
