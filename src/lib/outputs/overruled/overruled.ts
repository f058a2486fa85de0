import {readdirSync} from 'node:fs'
import {join, posix} from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import type {Output} from '../output.js'
import {findBlock} from '../edit/block.js'
import {dotenvPairs} from '../formats/dotenv.js'
import {isReadLater} from './dotenv-order.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'

/** Names that an application reads elsewhere than in the output, with another value than awsup writes. */
export interface Overruled {
  /** The output, below the project's folder. */
  readonly path: string
  /** Sorted. */
  readonly names: readonly string[]
  /**
   * `line`: a later line of the same file; `file`: a file that the application reads later; `shell`: a variable of this shell;
   * `secret`: a secret of another app client in the same file, which awsup keeps as others wrote it.
   */
  readonly by: 'line' | 'file' | 'shell' | 'secret'
  /** Below the project's folder; absent for `shell`. */
  readonly file?: string
  /** Number of the first such line, from 1; absent for `shell`. */
  readonly line?: number
  /** The mode in which the application reads the file; absent where it is always read. */
  readonly mode?: string
}

interface OverruledInput {
  readonly root: string
  readonly outputs: readonly Output[]
  readonly told: Told
  readonly ids: EnvironmentIds
  /** What the outputs are to hold, by path. */
  readonly contents: ReadonlyMap<string, Buffer>
  readonly variables: Readonly<Record<string, string | undefined>>
}

type Dotenv = Extract<Output, {readonly format: 'dotenv'}>

/**
 * What overrules the outputs of an environment: the switch is right, and the application reads something else.
 * Reads the folders of these outputs, and writes nothing. Values are compared and never told.
 */
export const findOverruled = (input: OverruledInput): readonly Overruled[] => [
  ...input.outputs
    .filter((output): output is Dotenv => output.format === 'dotenv')
    .flatMap((output) => {
      const wanted = new Map(dotenvPairs({...output, ...input}))
      return [...byLine(output, wanted, input), ...byFiles(output, wanted, input), ...byShell(output, wanted, input)]
    }),
  ...input.outputs.filter(({format}) => NATIVE.includes(format)).flatMap((output) => bySecret(output, input)),
]

const NATIVE: readonly string[] = ['amplifyconfiguration', 'amplifyconfiguration-dart']

/**
 * The app client that awsup writes for front ends has no secret, and Cognito refuses a sign-in that comes with one (Amplify's
 * libraries send its hash as soon as the file has it).
 */
function bySecret({path}: Output, {contents}: OverruledInput): readonly Overruled[] {
  const text = contents.get(path)?.toString('latin1') ?? ''
  const at = /"AppClientSecret"\s*:\s*"[^"]/.exec(text)?.index
  if (at === undefined) return []
  return [{path, by: 'secret', names: ['AppClientSecret'], file: path, line: text.slice(0, at).split('\n').length}]
}

type Wanted = ReadonlyMap<string, string>

/** Below awsup's block: of two lines with one name the last one counts. */
function byLine({path}: Dotenv, wanted: Wanted, {contents}: OverruledInput): readonly Overruled[] {
  const content = contents.get(path)
  const block = content && findBlock(path, content)
  if (content === undefined || block === undefined) return []
  const text = content.toString('latin1')
  const end = text.indexOf(block) + block.length
  const before = text.slice(0, end).split('\n').length
  const found = findOthers(text.slice(end), wanted)
  return found === undefined ? [] : [{path, by: 'line', file: path, ...found, line: found.line + before - 1}]
}

function byFiles({path, prefix}: Dotenv, wanted: Wanted, {root, contents}: OverruledInput): readonly Overruled[] {
  const folder = posix.dirname(path)
  return namesIn(join(root, folder)).flatMap((name): readonly Overruled[] => {
    const later = isReadLater(name, posix.basename(path), prefix)
    if (later === undefined) return []
    const file = posix.join(folder, name)
    const found = findOthers((contents.get(file) ?? read(join(root, file)))?.toString('latin1') ?? '', wanted)
    return found === undefined ? [] : [{path, by: 'file', file, ...found, ...later}]
  })
}

/** In all of these tools what the shell says counts before any file. */
function byShell({path}: Dotenv, wanted: Wanted, {variables}: OverruledInput): readonly Overruled[] {
  const names = [...wanted].filter(([name, value]) => variables[name] !== undefined && variables[name] !== value)
  return names.length === 0 ? [] : [{path, by: 'shell', names: names.map(([name]) => name).sort()}]
}

/** Names that the text gives another value, and where the first one stands. The last line of a name counts. */
function findOthers(
  text: string,
  wanted: Wanted,
): {readonly names: readonly string[]; readonly line: number} | undefined {
  const last = new Map<string, {readonly value: string; readonly line: number}>()
  for (const [index, row] of text.split('\n').entries()) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(row) ?? []
    if (wanted.has(name)) last.set(name, {value: valueOf(value), line: index + 1})
  }
  const others = [...last].filter(([name, {value}]) => value !== wanted.get(name))
  if (others.length === 0) return undefined
  return {names: others.map(([name]) => name).sort(), line: Math.min(...others.map(([, {line}]) => line))}
}

const ASSIGNMENT = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/

/** What stands between quotes, or before a comment, without the backslash that keeps a dollar sign. */
function valueOf(text: string): string {
  const quoted = /^(['"`])(.*?)\1/.exec(text)?.[2]
  return (quoted ?? text.replace(/\s+#.*$|^#.*$/, '')).replaceAll('\\$', '$')
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    // A folder that does not exist yet holds nothing else.
    return []
  }
}

/** More bytes than a dotenv file has. */
const LARGEST = 1024 * 1024

/** A file of others; `undefined` where it is none that an application could read. */
function read(path: string): Buffer | undefined {
  try {
    return readRegularFile(path, {limit: LARGEST, refuse: (why) => new Error(why)})
  } catch {
    return undefined
  }
}
