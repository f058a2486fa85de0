import {putBlock} from '../edit/block.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {makeVariables} from '../content/variables.js'
import type {Format} from './format.js'
import {PREFIX, prefix} from './options.js'

export const shell: Format<'shell'> = {
  options: PREFIX,
  forFrontEnds: false,
  partOf: () => 'block',
  page: {
    path: 'any',
    options: '`prefix`',
    readers: '`. ./env.sh` in any POSIX shell',
    survives: "every line outside awsup's block",
  },
  read: ({path, fields}) => ({format: 'shell', path, prefix: fields('prefix', prefix) ?? ''}),
  render: (output, input) => ({part: 'block', content: renderShell({...output, ...input})}),
}

interface ShellInput {
  readonly path: string
  /** Begins every name; may be empty. */
  readonly prefix: string
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
}

/** Exports for any POSIX shell, in a block of a file that is sourced (`. ./env.sh`): see `putBlock`. */
function renderShell({path, prefix, told, ids, existing}: ShellInput): Buffer {
  const lines = makeVariables(told, ids).map(([name, value]) => `export ${prefix}${name}=${quoted(value)}`)
  return putBlock({path, lines, existing})
}

/** Between single quotes a shell reads every character as itself; a single quote ends them and is put in by itself. */
const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`
