import type {Clause, KeyShape, Shape, Shaped} from '../read/shape.js'
import {readComment} from './comment.js'
import {patternOf} from './expression.js'
import {all, type JsonSchema} from './json.js'

type Mapping = Extract<Shape, {sort: 'mapping'}>

/** Adds to the schema of one reader what its shape cannot say. */
export type Extras = ReadonlyMap<Shaped, (schema: JsonSchema) => JsonSchema>

/** Makes schemas of readers; what is used more than once goes to `definitions`. */
export class SchemaMaker {
  readonly #uses = new Map<Shaped['shape'], number>()
  readonly #names = new Map<Shaped['shape'], string>()
  readonly #extras: Extras
  readonly definitions: Record<string, JsonSchema> = {}

  constructor(root: Shaped, extras: Extras) {
    this.#extras = extras
    this.#count(root)
  }

  #count({shape}: Shaped): void {
    if (!shape) return
    const uses = (this.#uses.get(shape) ?? 0) + 1
    this.#uses.set(shape, uses)
    if (uses > 1) return
    for (const below of belowOf(shape)) this.#count(below)
  }

  /** `name`: of the key, for `definitions`. */
  schemaOf(read: Shaped, name: string): JsonSchema {
    const {shape} = read
    if (!shape) return {}
    if (shape.sort !== 'mapping' || (this.#uses.get(shape) ?? 0) < 2) return this.#made(read, shape, name)
    const known = this.#names.get(shape)
    if (known !== undefined) return {$ref: `#/definitions/${known}`}
    const free = name in this.definitions ? `${name}${Object.keys(this.definitions).length}` : name
    this.#names.set(shape, free)
    this.definitions[free] = {}
    this.definitions[free] = this.#made(read, shape, name)
    return {$ref: `#/definitions/${free}`}
  }

  #made(read: Shaped, shape: Shape, name: string): JsonSchema {
    const schema = this.#plain(shape, name)
    return this.#extras.get(read)?.(schema) ?? schema
  }

  #plain(shape: Shape, name: string): JsonSchema {
    if (shape.sort === 'text') return {type: 'string', ...textOf(shape.clauses)}
    if (shape.sort === 'words') return {enum: shape.words}
    if (shape.sort === 'flag') return {type: 'boolean'}
    if (shape.sort === 'integer') return {type: 'integer', minimum: shape.min, maximum: shape.max}
    if (shape.sort === 'list') {
      return {
        type: 'array',
        items: this.schemaOf(shape.of, name),
        ...(shape.min > 0 && {minItems: shape.min}),
        maxItems: shape.max,
        ...(shape.distinct && {uniqueItems: true}),
      }
    }
    if (shape.sort === 'record') {
      const names = textOf(shape.name)
      return {
        type: 'object',
        ...(Object.keys(names).length > 0 && {propertyNames: names}),
        additionalProperties: this.schemaOf(shape.of, name),
        ...(shape.min > 0 && {minProperties: shape.min}),
        maxProperties: shape.max,
      }
    }
    if (shape.sort === 'maybe') return orNull(this.#inPlace(shape.of, name))
    if (shape.sort === 'either') return this.#either(shape.of, name)
    return this.#mapping(shape)
  }

  /** Not by reference: something is added to it. */
  #inPlace(read: Shaped, name: string): JsonSchema {
    return read.shape ? this.#made(read, read.shape, name) : {}
  }

  /** One schema for several types: what it says of texts, lists and mappings does not meet. */
  #either(readers: readonly Shaped[], name: string): JsonSchema {
    const parts = readers.map((read) => wordsAsPattern(this.#inPlace(read, name)))
    return all({type: parts.flatMap(({type = []}) => type)}, ...parts.map(withoutType))
  }

  #mapping({keys, one = [], apart = [], needs}: Mapping): JsonSchema {
    const needed = Object.keys(keys).filter((name) => keys[name]?.presence === 'required')
    const base: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, this.#key(key, name)])),
      ...(needed.length > 0 && {required: needed}),
      additionalProperties: false,
      ...(needs && {dependencies: Object.fromEntries(Object.entries(needs).map(([key, other]) => [key, [other]]))}),
    }
    return all(
      base,
      ...one.map((names) => oneOfKeys(names, keys)),
      ...apart.map((both): JsonSchema => ({not: {required: both}})),
    )
  }

  #key({read, presence, about}: KeyShape, name: string): JsonSchema {
    if (about === undefined) throw new Error(`the key ${name} of awsup.yaml has no comment that says what it does`)
    const said = readComment(about)
    const schema = presence === 'section' && read.shape ? orNull(this.schemaOf(read, name)) : this.schemaOf(read, name)
    return {
      description: said.isPermanent ? `${said.text} Permanent: it cannot change later.` : said.text,
      ...('default' in said && {default: said.default}),
      ...(said.examples.length > 0 && {examples: said.examples}),
      ...withMeanings(schema, said.values, name),
    }
  }
}

function belowOf(shape: Shape): readonly Shaped[] {
  if (shape.sort === 'mapping') return Object.values(shape.keys).map(({read}) => read)
  if (shape.sort === 'either') return shape.of
  return shape.sort === 'list' || shape.sort === 'record' || shape.sort === 'maybe' ? [shape.of] : []
}

/** What a text must be. */
export function textOf(clauses: readonly Clause[]): JsonSchema {
  const patterns = clauses.flatMap(({pattern, must}): JsonSchema[] =>
    pattern ? [{pattern: patternOf(pattern), patternErrorMessage: `It must ${must}.`}] : [],
  )
  const unique = patterns.filter(({pattern}, index) => patterns.findIndex((one) => one.pattern === pattern) === index)
  const least = Math.max(0, ...clauses.map(({min = 0}) => min))
  const most = Math.min(...clauses.map(({max = Infinity}) => max))
  const fits = (text: string): boolean =>
    text.length >= least && text.length <= most && clauses.every(({pattern}) => !pattern || pattern.test(text))
  const none = [...new Set(clauses.flatMap((clause) => clause.none ?? []))].filter(fits)
  const examples = clauses.flatMap((clause) => clause.examples?.() ?? [])
  return all(
    {
      ...(least > 0 && {minLength: least}),
      ...(most < Infinity && {maxLength: most}),
      ...(none.length > 0 && {not: {enum: none}}),
      ...(examples.length > 0 && {examples}),
    },
    ...unique,
  )
}

/** Words next to other types: `enum` would be about all of them. */
function wordsAsPattern(schema: JsonSchema): JsonSchema {
  if (!schema.enum) return schema
  const {enum: words, ...rest} = schema
  return {
    ...rest,
    type: 'string',
    pattern: `^(?:${words.map(String).join('|')})$`,
    patternErrorMessage: `It must be one of ${words.map(String).join(', ')}.`,
    examples: words,
  }
}

const orNull = ({$ref, ...schema}: JsonSchema): JsonSchema =>
  $ref === undefined
    ? {...schema, ...(schema.type === undefined ? {} : {type: [...[schema.type].flat(), 'null']})}
    : {...schema, oneOf: [{$ref}, {type: 'null'}]}

function oneOfKeys(names: readonly string[], keys: Mapping['keys']): JsonSchema {
  if (Object.keys(keys).every((name) => names.includes(name))) return {minProperties: 1, maxProperties: 1}
  return {
    oneOf: names.map((name) => ({
      required: [name],
      ...(keys[name]?.read.shape?.sort === 'flag' && {properties: {[name]: {const: true}}}),
    })),
  }
}

/** The meanings of words, beside them. Throws where a comment names other words than the reader. */
function withMeanings(schema: JsonSchema, values: ReadonlyMap<string, string>, name: string): JsonSchema {
  if (values.size === 0) return schema
  if (schema.items) return {...schema, items: withMeanings(schema.items, values, name)}
  const words = (schema.enum ?? schema.examples ?? []).map(String)
  if (words.join() !== [...values.keys()].join())
    throw new Error(`the comment of the key ${name} says what ${[...values.keys()].join()} mean, not ${words.join()}`)
  return {...schema, enumDescriptions: [...values.values()]}
}

function withoutType(schema: JsonSchema): JsonSchema {
  const rest = {...schema}
  delete rest.type
  return rest
}
