import {createHash} from 'node:crypto'

/** SHA-256 of a text, in hexadecimal. Pure. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * What plain data is known by: the same for the same values, in whatever order keys and lists stand. AWS promises no order
 * for most of its lists, and where order counts the change itself is compared. Pure.
 */
export const digestOf = (value: unknown): string => sha256(canonical(value))

/** The text of awsup.yaml as every machine has it: git may have changed the ends of lines, an editor the mark before it. */
export const digestOfManifest = (source: string): string =>
  sha256(source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))

/** JSON with keys and lists sorted, and without what is undefined. Pure. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
  return `{${entries.sort().join(',')}}`
}
