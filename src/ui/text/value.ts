import {UNKNOWN} from '../../lib/base/resource.js'
import {renderSafe} from './safe.js'

const KNOWN_LATER = 'known after apply'
const WIDEST = 100

/** Any plain value on one line; what only apply will know is called so; long ones are cut. */
export function renderValue(value: unknown): string {
  if (value === undefined || value === null) return '(not set)'
  if (isKnownLater(value)) return KNOWN_LATER
  if (typeof value === 'string') return cut(value.includes(UNKNOWN) ? renderPartly(value) : `"${renderSafe(value)}"`)
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (isKnownLater(part)) return KNOWN_LATER
    return typeof part === 'string' && part.includes(UNKNOWN) ? renderPartly(part) : part
  })
  return cut(renderSafe(json))
}

const renderPartly = (value: string): string => renderSafe(value.replaceAll(UNKNOWN, `(${KNOWN_LATER})`))

/** A reference or a template whose answer only apply will have. */
export const isKnownLater = (value: unknown): boolean =>
  value === UNKNOWN || (typeof value === 'object' && value !== null && ('$ref' in value || '$text' in value))

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text)
