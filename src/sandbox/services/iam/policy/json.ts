/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One or several, as policies write both. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

export const textsIn = (value: unknown): string[] => listOf(value).filter((item) => typeof item === 'string')

/** A value of an element or of its Not… twin; `undefined` where a statement has neither. */
export const either = (statement: Json, element: string): unknown => statement[element] ?? statement[`Not${element}`]
