import {readFlag, readLine, type Line} from './line.js'
import {findNames, type Place} from './names.js'
import {DIRECTIVES, type Answer, type Candidate, type Flag, type Table} from './table.js'
import {kindOf} from './values.js'

interface Asked {
  readonly table: Table
  /** The words after `awsup`; the last is the one at the cursor, up to the cursor, and may be empty. */
  readonly words: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

const NOTHING: Answer = {candidates: [], directive: DIRECTIVES.noFiles}

/** What Tab offers at the end of a command line. Reads awsup.yaml where a name of it is asked for, and nothing else. */
export function answer({table, words, cwd, env}: Asked): Answer {
  const current = words.at(-1) ?? ''
  const line = readLine(words.slice(0, -1), table)
  const offered = offer(line, {current, table, place: placeOf(line, {cwd, env})})
  return {...offered, candidates: offered.candidates.filter(({value}) => value.startsWith(current))}
}

const placeOf = ({values, given}: Line, {cwd, env}: Pick<Asked, 'cwd' | 'env'>): Place => ({
  cwd,
  env,
  named: values.get('--project-dir')?.at(-1),
  pool: given.has('--pool'),
})

interface Open {
  readonly current: string
  readonly table: Table
  readonly place: Place
}

function offer(line: Line, {current, table, place}: Open): Answer {
  const flags = {...table.globals, ...line.command?.flags}
  const name = line.words.join(' ')
  if (line.isLost) return NOTHING
  if (line.pending !== undefined) {
    const flag = flags[line.pending.slice(2)]
    return valuesOf({command: name, name: line.pending, options: flag?.value, line, place})
  }
  if (line.isPassedOn && line.command?.passesOn) return {candidates: [], directive: DIRECTIVES.commandLine}
  if (!line.isPassedOn && current.startsWith('-')) {
    const read = readFlag(current, flags)
    if (!current.startsWith('--') || read.value === undefined) return {...NOTHING, candidates: flagsOf(line, table)}
    if (read.flag?.value === undefined) return NOTHING
    const {candidates, directive} = valuesOf({command: name, name: read.name, options: read.flag.value, line, place})
    return {directive, candidates: candidates.map((one) => ({...one, value: `${read.name}=${one.value}`}))}
  }
  if (!line.command) return {...NOTHING, candidates: next(line, table)}
  const arg = line.command.args[line.args.length]
  if (arg) return valuesOf({command: name, name: arg.name, options: arg.options, line, place})
  if (line.command.passesOn && !line.isPassedOn)
    return {candidates: [{value: '--', description: 'the command to run follows'}], directive: DIRECTIVES.noFiles}
  return line.isPassedOn ? NOTHING : {...NOTHING, candidates: flagsOf(line, table)}
}

interface Asking {
  readonly command: string
  /** Of the flag, with its dashes, or of the argument. */
  readonly name: string
  readonly options: true | readonly string[] | undefined
  readonly line: Line
  readonly place: Place
}

function valuesOf({command, name, options, line, place}: Asking): Answer {
  if (options !== undefined && options !== true)
    return {...NOTHING, candidates: options.map((value) => ({value, description: ''}))}
  const kind = kindOf(command, name) ?? 'nothing'
  if (kind === 'file') return {candidates: [], directive: DIRECTIVES.files}
  if (kind === 'folder') return {candidates: [], directive: DIRECTIVES.folders}
  // What was named once is not named again: two environments to compare, a flag that can be repeated.
  const taken = name.startsWith('--') ? (line.values.get(name) ?? []) : line.args
  return {...NOTHING, candidates: findNames(kind, place).filter(({value}) => !taken.includes(value))}
}

/** The words that may follow: commands and topics of the one that is open. */
function next({words, isHelp}: Line, {topics, commands}: Table): readonly Candidate[] {
  const above = words.length === 0 ? '' : `${words.join(' ')} `
  const found = Object.entries({...topics, ...mapOf(commands)}).flatMap(([name, description]) => {
    const value = name.slice(above.length)
    return name.startsWith(above) && value !== '' && !value.includes(' ') ? [{value, description}] : []
  })
  const help = {value: 'help', description: 'Show help for a command.'}
  return words.length === 0 && !isHelp ? [...found, help] : found
}

const mapOf = (commands: Table['commands']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(commands).map(([name, {summary}]) => [name, summary]))

/** Those of the command and the global ones that were not given yet, or can be repeated, and that fit those given. */
function flagsOf({command, words, given, isHelp}: Line, {globals}: Table): readonly Candidate[] {
  if (isHelp || (!command && words.length > 0)) return isHelp ? [] : [HELP]
  const isFree = ([name, flag]: readonly [string, Flag]): boolean =>
    (flag.multiple === true || !given.has(`--${name}`)) &&
    !flag.excludes?.some((other) => given.has(`--${other}`)) &&
    !excluded.has(name)
  const own = Object.entries(command?.flags ?? {})
  const excluded = new Set(own.flatMap(([name, {excludes = []}]) => (given.has(`--${name}`) ? excludes : [])))
  const found = [...own, ...Object.entries(globals)].filter(isFree)
  const version = command ? [] : [{value: '--version', description: 'Show the version of awsup.'}]
  return [...found.map(([name, {summary}]) => ({value: `--${name}`, description: summary})), HELP, ...version]
}

const HELP: Candidate = {value: '--help', description: 'Show help.'}
