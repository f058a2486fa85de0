import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {inlineCode} from './page.js'

const root = path.resolve(import.meta.dirname, '..', '..', '..')

export interface Command {
  readonly summary?: string
  readonly examples: readonly string[]
  readonly flags: Readonly<Record<string, {readonly allowNo?: boolean; readonly options?: readonly string[]}>>
}

/** Every command by its words, from the built files that oclif finds: one file, one command. */
export const commands: readonly string[] = readdirSync(path.join(root, 'dist/commands'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -'.js'.length).split(path.sep).join(' '))

const topics = new Set(commands.map((name) => name.split(' ')[0] ?? ''))

let built: Readonly<Record<string, Command>> | undefined

/** A command as the built manifest has it. */
export function commandOf(name: string): Command | undefined {
  built ??= (
    JSON.parse(readFileSync(path.join(root, 'oclif.manifest.json'), 'utf8')) as {
      readonly commands: Readonly<Record<string, Command>>
    }
  ).commands
  return built[name.replaceAll(' ', ':')]
}

/** The command lines of awsup in a text of a shell: comments, continued lines, pipes and `&&` are taken apart. */
export const awsupLines = (text: string): readonly string[] =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*/, '').split(/ \| | && | \|\| |; |\$\(/))
    .map((line) => line.replace(/^\s*(\$ )?([A-Z_]+=\S+ )*/, '').trim())
    .filter((line) => /^awsup( |$)/.test(line))

/** What is wrong with a command line of awsup: a command that does not exist, or a flag or choice that it does not have. */
export function wrongIn(line: string): readonly string[] {
  const [own = ''] = line.slice(line.indexOf('awsup')).split(/ -- | \| | > | && |\)/)
  const words = own.trim().split(/\s+/).slice(1)
  const name = nameOf(own)
  if (name === undefined) {
    const plain = plainWords(own)
    const isHelp = plain.length === 0 || plain[0] === 'help' || (topics.has(plain[0] ?? '') && plain.length === 1)
    return isHelp ? [] : [line]
  }
  const command = commandOf(name)
  const known = flagsOf(command)
  return words.flatMap((word, index) => {
    const [, flag = '', value = words[index + 1] ?? ''] = /^--([a-z][\w-]*)(?:=(.*))?$/.exec(word) ?? []
    if (flag === '') return []
    if (!known.includes(flag)) return [`${name} --${flag}`]
    const {options} = command?.flags[flag] ?? {}
    return options === undefined || value === '…' || options.includes(value) ? [] : [`${name} --${flag} ${value}`]
  })
}

/** The words after `awsup` that could name a command. */
function plainWords(line: string): readonly string[] {
  const words = line.replace(/^.*?awsup\s*/s, '').split(/\s+/)
  return words.slice(0, words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word)) >>> 0)
}

/** The command that a line runs; undefined where there is none of that name. */
function nameOf(line: string): string | undefined {
  const words = plainWords(line)
  return [3, 2, 1].map((count) => words.slice(0, count).join(' ')).find((some) => commands.includes(some))
}

const flagsOf = (command: Command | undefined): readonly string[] => [
  'help',
  ...Object.entries(command?.flags ?? {}).flatMap(([flag, {allowNo}]) => (allowNo ? [flag, `no-${flag}`] : [flag])),
]

/** The command lines of awsup in the text of a page, outside of its blocks. */
export const inlineLines = (markdown: string): readonly string[] =>
  inlineCode(markdown).filter((code) => /^awsup [a-z]/.test(code))

/** The same text of a shell with `--yes` in each command of awsup that asks. */
export const withYes = (text: string): string =>
  text.replaceAll(/^((?:\$ )?awsup (?:.*\\\n)*[^#|>\n]*?)(?=\s*(?:[#|>].*)?$)/gm, (_, line: string) =>
    'yes' in (commandOf(nameOf(line) ?? '')?.flags ?? {}) && !line.includes(' --yes') ? `${line} --yes` : line,
  )
