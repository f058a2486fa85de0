/** A policy document that was read: lists are lists, elements are checked, nothing is decided yet. */
export interface Policy {
  /** Name that people know it by: `access`, `AmazonS3ReadOnlyAccess`. */
  readonly name: string
  /** Only version 2012-10-17 has variables; in older ones `${…}` is text. */
  readonly variables: boolean
  readonly statements: readonly PolicyStatement[]
  /** Why it cannot be read: such a policy denies everything. */
  readonly malformed?: string
}

export interface PolicyStatement {
  /** `Sid`, or its place in the document: `#2`. */
  readonly id: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: Selector
  readonly resources: Selector
  readonly conditions: readonly Condition[]
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selector {
  readonly not: boolean
  readonly patterns: readonly string[]
}

/** One line of `Condition`: operator, key and the values, any of which may match. */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** Why a document is no policy; caught where it is read. */
class Malformed extends Error {}

/** Elements of an identity policy (IAM user guide, "Grammar of the IAM JSON policy language"). */
const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/** Reads a policy document, a value or its text. One that cannot be read says why under `malformed`. Pure. */
export function readPolicy(document: unknown, name = 'policy'): Policy {
  try {
    const fields = fieldsOf(typeof document === 'string' ? parse(document) : document, 'the document')
    const {Version: version = '2008-10-17', Statement: statements} = fields
    if (version !== '2012-10-17' && version !== '2008-10-17') throw new Malformed('Version is not known')
    const list = Array.isArray(statements) ? statements : [statements]
    const read = list.map((statement: unknown, index) => readStatement(statement, index))
    return {name, variables: version === '2012-10-17', statements: read}
  } catch (error) {
    if (error instanceof Malformed) return {name, variables: false, statements: [], malformed: error.message}
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Malformed('it is no JSON')
  }
}

function readStatement(value: unknown, index: number): PolicyStatement {
  const place = `statement ${index + 1}`
  const fields = fieldsOf(value, place)
  const unknown = Object.keys(fields).find((element) => !ELEMENTS.includes(element))
  if (unknown !== undefined) throw new Malformed(`${place} has an element ${unknown}`)
  const {Sid: sid, Effect: effect, Condition: conditions = {}} = fields
  if (effect !== 'Allow' && effect !== 'Deny') throw new Malformed(`the Effect of ${place} is neither Allow nor Deny`)
  return {
    id: typeof sid === 'string' && sid !== '' ? sid : `#${index + 1}`,
    effect,
    actions: selectorOf(fields, 'Action', place),
    resources: selectorOf(fields, 'Resource', place),
    conditions: Object.entries(fieldsOf(conditions, `Condition of ${place}`)).flatMap(([operator, keys]) =>
      Object.entries(fieldsOf(keys, `${operator} of ${place}`)).map(([key, values]) => ({
        operator,
        key,
        values: textsOf(values, `${operator} ${key} of ${place}`),
      })),
    ),
  }
}

function selectorOf(fields: Fields, element: 'Action' | 'Resource', place: string): Selector {
  const {[element]: positive, [`Not${element}`]: negative} = fields
  if ((positive === undefined) === (negative === undefined))
    throw new Malformed(`${place} needs either ${element} or Not${element}`)
  const not = positive === undefined
  return {not, patterns: textsOf(not ? negative : positive, `${element} of ${place}`)}
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`${place} is no object`)
  return {...value}
}

/** IAM takes one value for a list of one, and in conditions numbers and booleans for their text. */
function textsOf(value: unknown, place: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw new Malformed(`${place} is empty`)
  return list.map((item) => {
    if (typeof item === 'string') return item
    if (typeof item === 'number' || typeof item === 'boolean') return String(item)
    throw new Malformed(`${place} is no text`)
  })
}
