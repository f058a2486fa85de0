/**
 * An expression as a pattern of JSON Schema, which knows no flags and is read as Unicode by some editors and not by
 * others. Throws where that cannot be said.
 */
export function patternOf({source, flags}: RegExp): string {
  let pattern = ''
  let isClass = false
  for (const [part] of source.matchAll(/\\p\{[^}]*\}|\\u[\da-f]{4}|\\.|\[\^\]|[^]/giu)) {
    if (part === '[^]') pattern += '[\\s\\S]'
    else if (part === '.' && !isClass && flags.includes('s')) pattern += '[\\s\\S]'
    else if (/^[a-z]$/i.test(part) && flags.includes('i')) {
      const both = `${part.toLowerCase()}${part.toUpperCase()}`
      pattern += isClass ? both : `[${both}]`
    } else pattern += part
    if (part === '[') isClass = true
    else if (part === ']') isClass = false
    if (isClass && part === '-' && flags.includes('i'))
      throw new Error(`a range without a case cannot be said: ${source}`)
  }
  // An expression that is wrong as Unicode would be ignored, or an error, where it is read so.
  new RegExp(pattern, 'u')
  return pattern
}
