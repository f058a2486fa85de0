import type {NormalizedSchema} from '@smithy/core/schema'
import {ServiceError} from '../core/errors.js'

/** `Action=…&Tags.member.1.Key=…` as names and values; the last of two equal names counts. */
export const readForm = (text: string): ReadonlyMap<string, string> => new Map(new URLSearchParams(text))

/**
 * A query request as typed values, by the schema of its input. An empty list is its bare name (`Tags=`).
 *
 * @throws ServiceError `MalformedInput` for a number, boolean or timestamp that is none.
 */
export function decodeQuery(schema: NormalizedSchema, form: ReadonlyMap<string, string>): object {
  const known = new Set<string>()
  for (const name of form.keys()) {
    for (let end = name.indexOf('.'); end !== -1; end = name.indexOf('.', end + 1)) known.add(name.slice(0, end))
    known.add(name)
  }
  return schema.isStructSchema() ? readStructure({form, known}, schema, '') : {}
}

interface Source {
  readonly form: ReadonlyMap<string, string>
  /** Every name, and every beginning of one that a dot follows. */
  readonly known: ReadonlySet<string>
}

function read(source: Source, schema: NormalizedSchema, name: string): unknown {
  if (schema.isStructSchema()) return readStructure(source, schema, name)
  if (schema.isListSchema()) return readList(source, schema, name)
  if (schema.isMapSchema()) return readMap(source, schema, name)
  return readSimple(schema, source.form.get(name) ?? '', name)
}

function readStructure(source: Source, schema: NormalizedSchema, prefix: string): object {
  const members: [string, unknown][] = []
  for (const [member, inner] of schema.structIterator()) {
    const name = join(prefix, xmlName(inner) ?? member)
    if (source.known.has(name)) members.push([member, read(source, inner, name)])
  }
  return Object.fromEntries(members)
}

function readList(source: Source, schema: NormalizedSchema, prefix: string): unknown[] {
  const item = schema.getValueSchema()
  const base = isFlat(schema) ? prefix : join(prefix, xmlName(item) ?? 'member')
  return [...numberedNames(source, base)].map((name) => read(source, item, name))
}

function readMap(source: Source, schema: NormalizedSchema, prefix: string): object {
  const base = isFlat(schema) ? prefix : join(prefix, 'entry')
  const key = xmlName(schema.getKeySchema()) ?? 'key'
  const value = xmlName(schema.getValueSchema()) ?? 'value'
  return Object.fromEntries(
    [...numberedNames(source, base)].map((name) => [
      source.form.get(join(name, key)) ?? '',
      read(source, schema.getValueSchema(), join(name, value)),
    ]),
  )
}

function* numberedNames(source: Source, base: string): Generator<string> {
  for (let number = 1; source.known.has(`${base}.${number}`); number++) yield `${base}.${number}`
}

/** A text as the schema's simple value. @throws ServiceError `MalformedInput` where it is none. */
export function readSimple(schema: NormalizedSchema, text: string, name: string): unknown {
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64')
  if (schema.isBooleanSchema() && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (schema.isTimestampSchema() && !Number.isNaN(Date.parse(text))) return new Date(text)
  if (schema.isNumericSchema() && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (schema.isStringSchema()) return text
  throw new ServiceError('MalformedInput', `The value of ${name} is malformed.`)
}

const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`)

const xmlName = (schema: NormalizedSchema): string | undefined => {
  const {xmlName: name} = schema.getMergedTraits()
  return typeof name === 'string' ? name : undefined
}

const isFlat = (schema: NormalizedSchema): boolean => Boolean(schema.getMergedTraits().xmlFlattened)
