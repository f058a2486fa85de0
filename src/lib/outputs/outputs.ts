import {readFileSync} from 'node:fs'
import type {Output} from '../manifest/manifest.js'
import {renderAmplify} from './amplify.js'
import {renderDotenv} from './dotenv.js'
import type {EnvironmentIds} from './ids.js'
import {renderJson} from './json.js'
import {locate} from './place.js'
import type {Told} from './settings.js'

/** A file with what is to be in it. */
export interface RenderedOutput {
  /** Relative to the project. */
  readonly path: string
  readonly content: Buffer
}

interface OutputsInput {
  readonly root: string
  readonly outputs: readonly Output[]
  readonly told: Told
  readonly ids: EnvironmentIds
}

/**
 * What each declared file is to hold for this environment, with what others wrote into it kept. Reads, and writes
 * nothing. Throws ConflictError where a file is damaged, or leads out of the project.
 */
export const makeOutputs = ({root, outputs, told, ids}: OutputsInput): readonly RenderedOutput[] =>
  outputs.map((output) => {
    const {real, mode} = locate(root, output.path)
    const existing = mode === undefined ? undefined : readFileSync(real)
    return {path: output.path, content: renderOutput(output, {told, ids, existing})}
  })

/** One file. Pure. Dotenv files are taken byte by byte: whatever encoding the rest of one has, it stays. */
export function renderOutput(
  output: Output,
  {told, ids, existing}: Pick<OutputsInput, 'told' | 'ids'> & {readonly existing: Buffer | undefined},
): Buffer {
  const {path} = output
  const text = existing?.toString('utf8')
  if (output.format === 'amplify')
    return Buffer.from(renderAmplify({path, settings: told.settings, ids, existing: text}))
  if (output.format === 'json')
    return Buffer.from(renderJson({path, endpoint: output.endpoint, told, ids, existing: text}))
  return Buffer.from(
    renderDotenv({path, prefix: output.prefix, settings: told.settings, ids, existing: existing?.toString('latin1')}),
    'latin1',
  )
}
