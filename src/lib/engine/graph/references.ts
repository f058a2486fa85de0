import {UNKNOWN, type Actual, type Node, type Ref, type Template} from '../../base/resource.js'

const isRef = (value: object): value is Ref => '$ref' in value
const isTemplate = (value: object): value is Template => '$text' in value

/** Addresses that a value refers to, however deep. Pure. */
export function refsIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if (isRef(part)) found.add(part.$ref)
    else Object.values(part).forEach(visit)
  }
  visit(value)
  return found
}

/** Answers a reference: the value, or UNKNOWN where the node that has it is still to be made. */
export type Lookup = (ref: Ref) => string

/**
 * The same value with every reference answered. A template with one unknown part is unknown as a whole, so no half-made
 * name can ever reach AWS. Pure.
 */
export function resolve(value: unknown, lookup: Lookup): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isRef(value)) return lookup(value)
  if (isTemplate(value)) return joined(value.$text.map((part) => (typeof part === 'string' ? part : lookup(part))))
  if (Array.isArray(value)) return value.map((part) => resolve(part, lookup))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part, lookup)]))
}

const joined = (parts: readonly string[]): string => (parts.includes(UNKNOWN) ? UNKNOWN : parts.join(''))

/** Whether any part of a resolved value is still unknown. Pure. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown)
}

/** One named value of what AWS answered. A name that the kind does not answer is a bug. */
export function outputOf(actual: Actual, address: string, output: string): string {
  const value = actual[output]
  if (typeof value !== 'string') throw new Error(`${address} has no ${output}`)
  return value
}

/** The account id that a node lives in, `management`, or UNKNOWN. */
export const accountOf = ({account}: Node, lookup: Lookup): string =>
  account === 'management' ? account : lookup(account)
