const LONGEST = 80
// C0 and C1 controls, line separators and the marks that turn text around: they could make a terminal lie.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu

/** A text between quotes, safe to print on a terminal: control characters are escaped, what is long is cut. */
export function show(value: string): string {
  const characters = Array.from(value)
  const cut = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : value
  const quoted = cut.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return `"${quoted.replace(UNSAFE, escaped)}"`
}

/** One step of a path such as `environments.dev`: quoted where it would not read well. */
export const showName = (name: string): string => (/^[\w+=,@-]{1,80}$/.test(name) ? name : show(name))

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
