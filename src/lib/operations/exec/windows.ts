import {existsSync} from 'node:fs'
import {win32} from 'node:path'
import {UsageError} from '../../base/errors.js'

/** What `spawn` is called with. */
export interface Start {
  readonly file: string
  readonly args: readonly string[]
  /** Of Windows: the arguments are one command line already. */
  readonly verbatim: boolean
}

/** What decides how a program is started; a test gives its own. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly exists: (file: string) => boolean
}

/**
 * How a command is started. Windows alone is special: npm, aws of some installers and most tools of projects are batch files
 * there (`npm.cmd`), which `spawn` does not find, and since CVE-2024-27980 (Node 20.12.2) refuses with EINVAL. cmd.exe runs
 * them, with every word quoted for it; no other shell is asked. Programs are looked for on the PATH alone, and not first in the
 * working folder, which may be a checkout. Throws UsageError for a word that cmd.exe cannot be given. Pure.
 */
export function startOf(command: string, args: readonly string[], machine: Machine): Start {
  if (machine.platform !== 'win32') return {file: command, args, verbatim: false}
  const file = findProgram(command, machine)
  if (file === undefined || !/\.(cmd|bat)$/i.test(file)) return {file: file ?? command, args, verbatim: false}
  const broken = args.find((arg) => /[\r\n\0]/.test(arg))
  if (broken !== undefined) {
    throw new UsageError(`${command} is a batch file, which cannot be given a line break: ${JSON.stringify(broken)}`, {
      hint: 'Put the text into a file, and name the file.',
    })
  }
  // A shim of npm hands the words on to a second batch file, which reads them once more.
  const times = /node_modules[\\/]\.bin[\\/][^\\/]+\.cmd$/i.test(file) ? 2 : 1
  const line = [escapeForCmd(win32.normalize(file)), ...args.map((arg) => quoteForCmd(arg, times))].join(' ')
  const shell = valueOf(machine.env, 'ComSpec') ?? String.raw`C:\Windows\System32\cmd.exe`
  return {file: shell, args: ['/d', '/s', '/c', `"${line}"`], verbatim: true}
}

/** The system that awsup runs on. `env` is the child's. */
export const thisMachine = (env: Machine['env']): Machine => ({platform: process.platform, env, exists: existsSync})

/** As Windows finds programs: by the endings of PATHEXT, in the folders of PATH. */
function findProgram(command: string, {env, exists}: Machine): string | undefined {
  const endings = (valueOf(env, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').split(';').filter((ending) => ending !== '')
  const isWhole = endings.some((ending) => command.toLowerCase().endsWith(ending.toLowerCase()))
  const names = isWhole ? [command] : endings.map((ending) => `${command}${ending.toLowerCase()}`)
  if (/[\\/:]/.test(command)) return names.find(exists)
  const folders = (valueOf(env, 'PATH') ?? '').split(';').map((folder) => folder.replaceAll('"', ''))
  return folders
    .filter((folder) => win32.isAbsolute(folder))
    .flatMap((folder) => names.map((name) => win32.join(folder, name)))
    .find(exists)
}

/** Windows does not tell upper case from lower case in the names of variables: `Path`. */
function valueOf(env: Machine['env'], name: string): string | undefined {
  const found = Object.keys(env).find((key) => key.toUpperCase() === name.toUpperCase())
  return found === undefined ? undefined : env[found]
}

/**
 * One word, first as programs of Windows take a command line apart (backslashes before a quote are doubled), then for cmd.exe.
 * A `%NAME%` in it is still replaced in a batch file: nothing prevents that.
 */
function quoteForCmd(word: string, times: number): string {
  const quoted = `"${word.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\*)$/, '$1$1')}"`
  return times === 2 ? escapeForCmd(escapeForCmd(quoted)) : escapeForCmd(quoted)
}

const escapeForCmd = (text: string): string => text.replaceAll(/[()\][%!^"`<>&|;, *?]/g, '^$&')
