import {putBlock} from '../edit/block.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {makeVariables} from '../content/variables.js'

interface DotenvInput {
  readonly path: string
  /** Begins every name, e.g. `VITE_`. */
  readonly prefix: string
  /** Whether the file's reader replaces `$NAME`, as the tools of front ends do, and plain dotenv does not. */
  readonly expands: boolean
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
}

/** Names, prefix and all, and what they are to be for who reads the file. Pure. */
export const dotenvPairs = ({
  prefix,
  told,
  ids,
}: Pick<DotenvInput, 'prefix' | 'told' | 'ids'>): readonly (readonly [name: string, value: string])[] =>
  makeVariables(told, ids).map(([name, value]) => [`${prefix}${name}`, value])

/** A dotenv file with awsup's block in it: see `putBlock`. */
export function renderDotenv({path, expands, existing, ...rest}: DotenvInput): Buffer {
  const lines = dotenvPairs(rest).map(
    ([name, value]) => `${name}=${quoted(expands ? value.replaceAll('$', '\\$') : value)}`,
  )
  return putBlock({path, lines, existing})
}

/**
 * The quotes that a value has no end in. Dotenv knows no escape for a quote; between double quotes it reads `\n` and
 * `\r` as line ends. (awsup.yaml refuses backticks and a backslash at the end, so that there is always a way.)
 */
function quoted(value: string): string {
  if (/^[\w:./@+,-]+$/.test(value)) return value
  if (!value.includes("'")) return `'${value}'`
  if (!value.includes('"') && !/\\[nr]/.test(value)) return `"${value}"`
  return `\`${value}\``
}
