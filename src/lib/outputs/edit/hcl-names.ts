/** A variable that a .tfvars file sets, and its line, from 1. */
export interface Assigned {
  readonly name: string
  readonly line: number
}

/**
 * Names that a .tfvars file sets. Names in maps, in texts of several lines and in comments are none (HCL native syntax
 * specification, "Attribute Definitions", "Comments", "Template Expressions"). Pure.
 */
export function assignedIn(text: string): readonly Assigned[] {
  const found: Assigned[] = []
  let depth = 0
  let line = 1
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at)
    const name = depth === 0 && isLineStart(text, at) ? /^([A-Za-z_][\w-]*)[ \t]*=(?!=)/.exec(rest) : null
    const token = name?.[0] ?? tokenAt(rest)
    if (name?.[1] !== undefined) found.push({name: name[1], line})
    if (/^[{[(]$/.test(token)) depth += 1
    else if (/^[}\])]$/.test(token)) depth = Math.max(0, depth - 1)
    line += token.split('\n').length - 1
    at += token.length
  }
  return found
}

/** A comment, a text, or one character: what stands inside of it is nothing else. */
function tokenAt(rest: string): string {
  const heredoc = /^<<-?([A-Za-z_]\w*)\r?\n(?:[^]*?\n)?[ \t]*\1(?=\r?\n|$)/.exec(rest)
  const found = heredoc ?? /^(?:#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"?|[\w-]+|[ \t]+)/.exec(rest)
  return found?.[0] ?? rest.charAt(0)
}

const isLineStart = (text: string, at: number): boolean =>
  text
    .slice(text.lastIndexOf('\n', at - 1) + 1, at)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trim() === ''
