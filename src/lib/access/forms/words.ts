import type {Owner} from '../owner.js'

/** As it follows “whose key is”. */
export const sayOwner = (owner: Owner): string =>
  owner === 'identity' ? 'their identity id' : owner === 'sub' ? 'their sub in the user pool' : `their ${owner}`

/** `read and write` where all verbs of the words are there, else the verbs one by one. */
export function sayVerbs(verbs: readonly string[], words: readonly (readonly [string, readonly string[]])[]): string {
  const whole = words.filter(([, of]) => of.every((verb) => verbs.includes(verb)))
  const covered = whole.flatMap(([, of]) => of)
  return listed([...whole.map(([word]) => word), ...verbs.filter((verb) => !covered.includes(verb))])
}

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
