/** Where a value is written, and how what is around it is written. */
export interface Spot {
  /** One step of indentation; nothing where all is in one line. */
  readonly step: string
  /** How far the line is indented that the value stands in. */
  readonly around: string
  readonly eol: string
  readonly quote: string
  readonly quotesNames: boolean
}

/** Plain data as JavaScript. Pure. */
export function renderCode(value: unknown, spot: Spot): string {
  if (typeof value === 'string') return renderText(value, spot)
  if (Array.isArray(value)) {
    return block(
      value.map((item) => renderCode(item, deeper(spot))),
      spot,
      ['[', ']'],
    )
  }
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${renderName(name, spot)}: ${renderCode(member, deeper(spot))}`)
  return block(members, spot, ['{', '}'])
}

/** The name of a member. Pure. */
export const renderName = (name: string, spot: Spot): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && !spot.quotesNames ? name : renderText(name, spot)

function renderText(text: string, {quote}: Spot): string {
  // Before ES2019 these two ended a line also in a text.
  const json = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
  return quote === '"' ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

const deeper = (spot: Spot): Spot => ({...spot, around: spot.around + spot.step})

function block(parts: readonly string[], spot: Spot, [open = '', close = '']: readonly string[]): string {
  if (parts.length === 0) return `${open}${close}`
  if (spot.step === '') return open === '{' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`
  const inner = `${spot.eol}${spot.around}${spot.step}`
  return `${open}${inner}${parts.join(`,${inner}`)}${spot.eol}${spot.around}${close}`
}
