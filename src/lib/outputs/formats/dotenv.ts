import {putBlock} from '../edit/block.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {makeVariables} from '../content/variables.js'
import {optional} from '../../manifest/read/keys.js'
import {oneOf} from '../../manifest/read/scalars.js'
import {refused} from '../../manifest/read/spot.js'
import type {Format, OutputInput} from './format.js'
import {PREFIX, prefix} from './options.js'

/** Only variables that begin so reach a browser. All of these tools replace `$NAME` in what they read. */
const FRAMEWORKS = {
  vite: 'VITE_',
  next: 'NEXT_PUBLIC_',
  nuxt: 'NUXT_PUBLIC_',
  expo: 'EXPO_PUBLIC_',
  cra: 'REACT_APP_',
  sveltekit: 'PUBLIC_',
  astro: 'PUBLIC_',
} as const

const framework = oneOf('vite', 'next', 'nuxt', 'expo', 'cra', 'sveltekit', 'astro')

export const dotenv: Format<'dotenv'> = {
  options: {
    ...PREFIX,
    /** Framework whose tools read the file: its prefix begins every name. */
    framework: optional(framework),
  },
  oneOption: ['prefix', 'framework'],
  forFrontEnds: false,
  partOf: () => 'block',
  page: {
    path: 'any',
    options: '`framework` or `prefix`, one of them',
    readers: "the framework's tools, dotenv",
    survives: "every line outside awsup's block",
  },
  read: (input) => ({format: 'dotenv', path: input.path, ...readPrefix(input)}),
  render: (output, input) => ({part: 'block', content: renderDotenv({...output, ...input})}),
}

function readPrefix({spot, fields}: OutputInput): {readonly prefix: string; readonly expands: boolean} {
  const own = fields('prefix', prefix)
  const known = fields('framework', framework)
  if (known !== undefined) {
    fields('prefix', (value) => {
      throw refused(value, `cannot be combined with framework, which means ${FRAMEWORKS[known]}`, 'Keep one of them.')
    })
    return {prefix: FRAMEWORKS[known], expands: true}
  }
  if (own === undefined) {
    throw refused(
      spot,
      'lacks framework or prefix',
      'Add framework: vite, or a prefix of your own such as prefix: APP_',
    )
  }
  return {prefix: own, expands: Object.values(FRAMEWORKS).some((one) => one === own)}
}

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
function renderDotenv({path, expands, existing, ...rest}: DotenvInput): Buffer {
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
