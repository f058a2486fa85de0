import type {Failure} from './failure.js'

/** The one JSON document of a run, on one line, safe to show on a terminal. Maps become objects, sets arrays. */
export function renderDocument(document: unknown): string {
  const json = JSON.stringify(document, (_key, value: unknown): unknown => {
    if (value instanceof Map) return Object.fromEntries<unknown>(value)
    if (value instanceof Set) return Array.from<unknown>(value)
    return value
  })
  return json.replaceAll(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escapeUnit)
}

export const successDocument = (command: string, result: unknown, warnings: readonly string[]) => ({
  ok: true,
  command,
  result: result ?? null,
  warnings,
})

/** Never the stack: a log that keeps the document must not keep paths of somebody's home. */
export const failureDocument = (command: string, {code, message, hint, exitCode, details}: Failure) => ({
  ok: false,
  command,
  error: {code, message, hint, exitCode, details},
})

const escapeUnit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
