import type {Catalog} from './catalog.js'

/** What a command line asks for, before any command is loaded. */
export type Request =
  | {readonly kind: 'version'}
  | {readonly kind: 'help'; readonly subject: readonly string[]}
  | {
      readonly kind: 'command'
      readonly words: readonly string[]
      readonly argv: readonly string[]
    }
  | {readonly kind: 'unknown'; readonly words: readonly string[]}
  | {readonly kind: 'unknown-flag'; readonly flag: string}

const GLOBAL_WITH_VALUE = new Set(['--profile', '--project-dir', '-C'])
const GLOBAL = new Set([...GLOBAL_WITH_VALUE, '--json', '--no-input', '--sandbox'])
const WORD = /^[a-z][a-z0-9-]*$/

/**
 * Finds the command by its name, the longest one that exists. Global flags may stand before the command too; they are
 * moved behind it.
 */
export function readRequest(argv: readonly string[], commands: Catalog): Request {
  const {leading, rest} = splitLeadingFlags(argv)
  const [first] = rest
  if (leading.includes('--version') || first === '--version') return {kind: 'version'}
  const asked = beforeDashes(rest)
  if (first === 'help') return {kind: 'help', subject: asked.slice(1).filter((word) => WORD.test(word))}
  const words = wordsOf(rest)
  const found = findCommand(words, commands)
  // People type it as they do with git and npm.
  if (!found && first === 'version') return {kind: 'version'}
  if (asksForHelp(argv)) {
    const named = found ?? topicOf(words, commands)
    return named || words.length === 0 ? {kind: 'help', subject: named ?? []} : {kind: 'unknown', words}
  }
  if (found) return {kind: 'command', words: found, argv: [...leading, ...rest.slice(found.length)]}
  if (first === undefined) {
    const flag = leading.find((word) => !GLOBAL.has(word))
    return flag === undefined ? {kind: 'help', subject: []} : {kind: 'unknown-flag', flag}
  }
  const topic = topicOf(words, commands)
  const [next] = rest.slice(words.length)
  if (topic && topic.length === words.length) {
    if (next === undefined || GLOBAL.has(next)) return {kind: 'help', subject: topic}
    return next.startsWith('-') ? {kind: 'unknown-flag', flag: next} : {kind: 'unknown', words: [...words, next]}
  }
  return {kind: 'unknown', words: words.length > 0 ? words : [first]}
}

/** `--json` anywhere before `--`. */
export const asksForJson = (argv: readonly string[]): boolean => beforeDashes(argv).includes('--json')

const beforeDashes = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv

const asksForHelp = (argv: readonly string[]): boolean =>
  beforeDashes(argv).some((word) => word === '--help' || word === '-h')

function splitLeadingFlags(argv: readonly string[]): {leading: readonly string[]; rest: readonly string[]} {
  let end = 0
  for (let word = argv[end]; word?.startsWith('-') && word !== '--'; word = argv[end]) {
    end += GLOBAL_WITH_VALUE.has(word) ? 2 : 1
  }
  return {leading: argv.slice(0, end), rest: argv.slice(end)}
}

/** The words that may name a command: up to the first flag or anything that no command is called. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((word) => !WORD.test(word))
  return end === -1 ? argv : argv.slice(0, end)
}

/** The longest name wins. */
function findCommand(words: readonly string[], commands: Catalog): readonly string[] | undefined {
  const names = [3, 2, 1].filter((length) => length <= words.length).map((length) => words.slice(0, length))
  return names.find((name) => commands.has(name))
}

/** The longest name wins, here too: `auth client` is a topic of its own. */
function topicOf(words: readonly string[], commands: Catalog): readonly string[] | undefined {
  const names = [2, 1].filter((length) => length <= words.length).map((length) => words.slice(0, length))
  return names.find((name) => commands.hasTopic(name))
}
