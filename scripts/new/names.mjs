/** Why nothing is made; the message is for people. */
export class Refusal extends Error {}

/** What JavaScript keeps for itself: no constant can be called so. */
const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  ),
)

const RULE = '2–40 lower-case letters, digits and single hyphens that begin with a letter'

/** Lower-case words with hyphens. Throws a Refusal. */
export function requireName(name, what) {
  if (!/^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Refusal(`"${name}" cannot be the name of ${what}: it must be ${RULE}.`)
  return name
}

/** The same for what becomes a constant. Throws a Refusal. */
export function requireIdentifier(name, what) {
  if (RESERVED.has(requireName(name, what)))
    throw new Refusal(`"${name}" cannot be the name of ${what}: it is a word of JavaScript.`)
  return name
}

/** The one name that was given. Throws a Refusal. */
export function requireOne(words, usage) {
  if (words.length === 1) return words[0]
  throw new Refusal(
    `${words.length === 0 ? 'The name is missing' : `"${words.join(' ')}" is more than one name`}. Write: ${usage}`,
  )
}

/** `account-alias` → `accountAlias` */
export const camel = (name) => name.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase())

/** `account-alias` → `AccountAlias` */
export const pascal = (name) => camel(`-${name}`)

/** `user-pool` as a key of an object. */
export const key = (name) => (name.includes('-') ? `'${name}'` : name)

/** What is still to be written. test/house/architecture.test.ts refuses every file that has it. */
export const OPEN = 'TO WRITE:'
