/** What `\s` is in AWS's patterns, which are Java's: no-break spaces and the like are not in it. */
const SPACE = ' \\t\\n\\v\\f\\r'

/** A pattern of AWS's models as an expression that a whole value fits, or does not. */
export function compilePattern(pattern: string): RegExp {
  const ours = pattern.replaceAll('[\\s\\S]', '[^]').replaceAll('[\\S]', `[^${SPACE}]`).replaceAll('\\s', SPACE)
  return new RegExp(`^(?:${ours})$`, 'u')
}
