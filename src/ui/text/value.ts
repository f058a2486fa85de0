import {UNKNOWN} from '../../lib/base/resource.js'
import {renderSafe} from './safe.js'

const KNOWN_LATER = 'known after apply'
const WIDEST = 100
/** What is shown before a difference in a long value, at least, characters. */
const BEFORE = 20

/** Any plain value on one line; what only apply will know is called so; long ones are cut. */
export const renderValue = (value: unknown): string => cut(renderWhole(value), 0)

/** A value before and after, each on one line; long ones are cut around the first place where they differ. */
export function renderChange(from: unknown, to: unknown): readonly [from: string, to: string] {
  const [before, after] = [renderWhole(from), renderWhole(to)]
  if (before.length <= WIDEST && after.length <= WIDEST) return [before, after]
  const start = startOf(before, firstDifference(before, after))
  return [cut(before, start), cut(after, start)]
}

function renderWhole(value: unknown): string {
  if (value === undefined || value === null) return '(not set)'
  if (isKnownLater(value)) return KNOWN_LATER
  if (typeof value === 'string') return value.includes(UNKNOWN) ? renderPartly(value) : `"${renderSafe(value)}"`
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (isKnownLater(part)) return KNOWN_LATER
    return typeof part === 'string' && part.includes(UNKNOWN) ? renderPartly(part) : part
  })
  return renderSafe(json)
}

const renderPartly = (value: string): string => renderSafe(value.replaceAll(UNKNOWN, `(${KNOWN_LATER})`))

/** A reference or a template whose answer only apply will have. */
export const isKnownLater = (value: unknown): boolean =>
  value === UNKNOWN || (typeof value === 'object' && value !== null && ('$ref' in value || '$text' in value))

function firstDifference(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at
  return length
}

/** Where a value that differs at `at` is shown from: some characters before, where a part of it begins. */
function startOf(text: string, at: number): number {
  if (at <= WIDEST / 2) return 0
  const before = text.slice(0, at - BEFORE)
  return Math.max(0, ...[',', '{', '[', ' '].map((mark) => before.lastIndexOf(mark) + 1))
}

function cut(text: string, start: number): string {
  const from = Math.min(start, Math.max(0, text.length - 1))
  const shown = from === 0 ? text : `…${text.slice(from)}`
  return shown.length > WIDEST ? `${shown.slice(0, WIDEST - 1)}…` : shown
}
