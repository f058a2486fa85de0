import type {Command, Flag, Table} from './table.js'

/** A command line up to the cursor, read as awsup would read it. */
export interface Line {
  /** `env switch`, as far as it is typed; `env` where only the topic is. */
  readonly words: readonly string[]
  readonly command: Command | undefined
  /** Names of the flags that were given, with their dashes: `--env`. */
  readonly given: ReadonlySet<string>
  /** Values of flags that were given. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly args: readonly string[]
  /** The flag whose value is being typed, as its own word. */
  readonly pending: string | undefined
  /** After `--`, or after all arguments of a command that passes words on. */
  readonly isPassedOn: boolean
  readonly isHelp: boolean
  /** Something that awsup refuses: there is nothing to offer. */
  readonly isLost: boolean
}

/** Reads the words before the one at the cursor. Pure. */
export function readLine(before: readonly string[], table: Table): Line {
  const words: string[] = []
  const args: string[] = []
  const given = new Set<string>()
  const values = new Map<string, string[]>()
  let command: Command | undefined
  let pending: string | undefined
  let [isPassedOn, isHelp, isLost] = [false, false, false]
  const give = (name: string, value: string): void => void values.set(name, [...(values.get(name) ?? []), value])
  for (const word of before) {
    if (pending !== undefined) {
      give(pending, word)
      pending = undefined
    } else if (isPassedOn) args.push(word)
    else if (word === '--') isPassedOn = true
    else if (word.startsWith('-') && word !== '-') {
      const {name, flag, value} = readFlag(word, {...table.globals, ...command?.flags})
      given.add(name)
      if (flag?.value !== undefined && value === undefined) pending = name
      else if (value !== undefined) give(name, value)
      // No command has its flags between its words.
      if (!command && words.length > 0) isLost = true
    } else if (command) {
      args.push(word)
      if (command.passesOn && args.length > command.args.length) isPassedOn = true
    } else if (words.length === 0 && !isHelp && word === 'help') isHelp = true
    else {
      words.push(word)
      const name = words.join(' ')
      if (Object.hasOwn(table.commands, name)) command = isHelp ? undefined : table.commands[name]
      else if (!Object.hasOwn(table.topics, name)) isLost = true
    }
  }
  return {words, command, given, values, args, pending, isPassedOn, isHelp, isLost}
}

interface Read {
  /** With its dashes; `--env` for `-e`. */
  readonly name: string
  readonly flag: Flag | undefined
  readonly value: string | undefined
}

/** `--env`, `--env=dev`, `-C`, `-Cfolder`; a name that is not known has no flag. */
export function readFlag(word: string, flags: Readonly<Record<string, Flag>>): Read {
  if (word.startsWith('--')) {
    const end = word.indexOf('=')
    const name = end === -1 ? word : word.slice(0, end)
    const key = name.slice(2)
    const flag = Object.hasOwn(flags, key) ? flags[key] : undefined
    return {name, flag, value: end === -1 ? undefined : word.slice(end + 1)}
  }
  const found = Object.entries(flags).find(([, {char}]) => char !== undefined && char === word[1])
  if (!found) return {name: word, flag: undefined, value: undefined}
  const rest = word.slice(2)
  return {name: `--${found[0]}`, flag: found[1], value: rest === '' ? undefined : rest}
}
