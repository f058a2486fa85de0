import {readFileSync} from 'node:fs'
import {renderAmplify} from './amplify.js'
import {renderDotenv} from './dotenv.js'
import type {EnvironmentIds} from './ids.js'
import {locate} from './place.js'
import type {OutputFile, OutputSettings} from './settings.js'

/** A file with what is to be in it. */
export interface RenderedOutput {
  /** Relative to the project. */
  readonly path: string
  readonly content: Buffer
}

interface OutputsInput {
  readonly root: string
  readonly outputs: readonly OutputFile[]
  readonly settings: OutputSettings
  readonly ids: EnvironmentIds
}

/**
 * What each declared file is to hold for this environment, with what others wrote into it kept. Reads, and writes
 * nothing. Throws ConflictError where a file is damaged, or leads out of the project.
 */
export const makeOutputs = ({root, outputs, settings, ids}: OutputsInput): readonly RenderedOutput[] =>
  outputs.map((output) => {
    const {real, mode} = locate(root, output.path)
    const existing = mode === undefined ? undefined : readFileSync(real)
    return {path: output.path, content: renderOutput(output, {settings, ids, existing})}
  })

/** One file. Pure. Dotenv files are taken byte by byte: whatever encoding the rest of one has, it stays. */
export function renderOutput(
  output: OutputFile,
  {settings, ids, existing}: Pick<OutputsInput, 'settings' | 'ids'> & {readonly existing: Buffer | undefined},
): Buffer {
  const {path} = output
  return output.format === 'amplify'
    ? Buffer.from(renderAmplify({path, settings, ids, existing: existing?.toString('utf8')}))
    : Buffer.from(
        renderDotenv({path, prefix: output.prefix, settings, ids, existing: existing?.toString('latin1')}),
        'latin1',
      )
}
