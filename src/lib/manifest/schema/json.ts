/** A schema of draft-07, as far as this folder makes them. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly pattern?: string
  /** What editors say instead of the pattern. */
  readonly patternErrorMessage?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly properties?: Readonly<Record<string, JsonSchema | false>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | false
  readonly propertyNames?: JsonSchema
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly dependencies?: Readonly<Record<string, readonly string[]>>
  readonly allOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly not?: JsonSchema
  readonly if?: JsonSchema
  readonly then?: JsonSchema
  readonly else?: JsonSchema
  readonly const?: unknown
  readonly $ref?: string
}

/** Several schemas as one: all of them hold. Keywords that two of them have go below `allOf`. */
export function all(...parts: readonly JsonSchema[]): JsonSchema {
  const allOf: JsonSchema[] = []
  const merged: Record<string, unknown> = {}
  for (const part of parts) {
    const {allOf: below = [], ...rest} = part
    allOf.push(...below)
    if (Object.keys(rest).some((key) => key in merged)) allOf.push(rest)
    else Object.assign(merged, rest)
  }
  return allOf.length === 0 ? merged : {...merged, allOf}
}
