import {UsageError} from '../base/errors.js'

/** A state of Terraform with thousands of resources has some megabytes; what is larger is some other file. */
export const MOST_BYTES = 32 * 1024 * 1024

/** One value of somebody else's file, with the way to it. Every question throws UsageError that names file and place. */
export interface Part {
  /** `resources[3].instances[0].attributes.id` */
  readonly path: string
  /** What is there, unchecked. */
  readonly value: unknown
  /** Below a key; a part with `undefined` in it where there is nothing. */
  at(key: string): Part
  /** The entries of a list; none where there is nothing. */
  items(): readonly Part[]
  /** The values of an object by key; none where there is nothing. */
  entries(): readonly (readonly [key: string, part: Part])[]
  /** A text that has this shape; `undefined` where there is nothing, or an empty text. */
  text(shape: Shape): string | undefined
  /** What is wrong with it, and what to do instead. */
  refuse(what: string, hint?: string): UsageError
}

/** What a text must be: in words, and as a pattern. */
export interface Shape {
  readonly must: string
  readonly pattern: RegExp
}

export const ANY: Shape = {
  must: 'be a text of at most 2048 characters on one line',
  pattern: /^[^\u0000-\u001f\u007f]{1,2048}$/u,
}
// The models of CreateUserPool, CreateUserPoolClient and CreateIdentityPool.
export const USER_POOL_ID: Shape = {
  must: 'be the id of a user pool',
  pattern: /^[a-z]{2}(-[a-z]+)+-\d_[0-9A-Za-z]{1,40}$/,
}
export const CLIENT_ID: Shape = {must: 'be the id of an app client', pattern: /^[\w+]{1,128}$/}
export const IDENTITY_POOL_ID: Shape = {
  must: 'be the id of an identity pool',
  pattern: /^[a-z]{2}(-[a-z]+)+-\d:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
}

/** A JSON text as a part. Throws UsageError, with the hint, where it is too large or no JSON. */
export function openJson(file: string, text: string, hint = 'Is this the right file?'): Part {
  requireSize(file, text.length)
  try {
    return makePart(file, '', JSON.parse(text) as unknown)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`${file} is not JSON: ${error.message}`, {hint, cause: error})
  }
}

/** Throws UsageError for a file that is larger than any that people import. */
export function requireSize(file: string, bytes: number): void {
  if (bytes <= MOST_BYTES) return
  throw new UsageError(`${file} has ${bytes} bytes, at most ${MOST_BYTES} are read`, {hint: 'Is this the right file?'})
}

export function makePart(file: string, path: string, value: unknown): Part {
  const refuse = (
    what: string,
    hint = 'Is this the file as the tool wrote it? It is only read, never changed.',
  ): UsageError =>
    new UsageError(`${file}: ${path === '' ? 'it' : path} ${what}`, {
      code: 'IMPORT_SOURCE',
      hint,
      details: {file, path},
    })
  const fields = (): ReadonlyMap<string, unknown> => {
    if (value === undefined || value === null) return new Map()
    if (typeof value !== 'object' || Array.isArray(value)) throw refuse('must be an object')
    return new Map(Object.entries(value))
  }
  const below = (key: string, found: unknown): Part => makePart(file, path === '' ? key : `${path}.${key}`, found)
  return {
    path,
    value,
    refuse,
    at: (key) => below(key, fields().get(key)),
    entries: () => [...fields()].map(([key, found]) => [key, below(key, found)] as const),
    items: () => {
      if (value === undefined || value === null) return []
      if (!Array.isArray(value)) throw refuse('must be a list')
      return value.map((found: unknown, index) => makePart(file, `${path}[${index}]`, found))
    },
    text: ({must, pattern}) => {
      if (value === undefined || value === null || value === '') return undefined
      if (typeof value !== 'string' || !pattern.test(value)) throw refuse(`must ${must}`)
      return value
    },
  }
}
