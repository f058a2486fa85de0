import {readFileSync} from 'node:fs'
import type {Output} from '../manifest/manifest.js'
import {renderAmplify} from './amplify.js'
import {renderAmplifyTs} from './amplify-ts.js'
import {renderAmplifyconfiguration, renderAmplifyconfigurationDart} from './amplifyconfiguration.js'
import {renderAwsExports} from './aws-exports.js'
import {renderDotenv} from './dotenv.js'
import type {EnvironmentIds} from './ids.js'
import {renderJson} from './json.js'
import {locate} from './place.js'
import type {Told} from './settings.js'
import {renderShell} from './shell.js'
import {renderTfvars} from './tfvars.js'
import {renderTypescript} from './typescript.js'
import {requireOurs} from './whole-file.js'

/** A file with what is to be in it. */
export interface RenderedOutput {
  /** Relative to the project. */
  readonly path: string
  readonly content: Buffer
}

/** The same beside what is there now; `undefined` where nothing is. */
export interface MadeOutput extends RenderedOutput {
  readonly before: Buffer | undefined
}

interface OutputsInput {
  readonly root: string
  readonly outputs: readonly Output[]
  readonly told: Told
  readonly ids: EnvironmentIds
}

/**
 * What each declared file is to hold for this environment, with what others wrote into it kept. Reads, and writes
 * nothing. Throws ConflictError where a file is damaged, leads out of the project, or is somebody else's.
 */
export const makeOutputs = ({root, outputs, told, ids}: OutputsInput): readonly MadeOutput[] =>
  outputs.map((output) => {
    const {real, mode} = locate(root, output.path)
    const before = mode === undefined ? undefined : readFileSync(real)
    return {path: output.path, before, content: renderOutput(output, {told, ids, existing: before})}
  })

type Input = Pick<OutputsInput, 'told' | 'ids'> & {readonly existing: Buffer | undefined}

/** One file. Pure. */
export function renderOutput(output: Output, {told, ids, existing}: Input): Buffer {
  const {path} = output
  const text = existing?.toString('utf8')
  switch (output.format) {
    case 'dotenv':
      return renderDotenv({...output, told, ids, existing})
    case 'shell':
      return renderShell({...output, told, ids, existing})
    case 'tfvars':
      return renderTfvars({path, told, ids, existing})
    case 'amplify':
      return Buffer.from(renderAmplify({...output, told, ids, existing: text}))
    case 'json':
      return Buffer.from(renderJson({...output, told, ids, existing: text}))
    case 'amplifyconfiguration':
      return Buffer.from(renderAmplifyconfiguration({path, told, ids, existing: text}))
    default:
      requireOurs({...output, existing: text})
      return Buffer.from(renderCode(output, {told, ids}))
  }
}

type CodeOutput = Extract<
  Output,
  {readonly format: 'amplify-ts' | 'typescript' | 'aws-exports' | 'amplifyconfiguration-dart'}
>

/** Files that are awsup's from the first line to the last. */
function renderCode(output: CodeOutput, {told, ids}: Omit<Input, 'existing'>): string {
  switch (output.format) {
    case 'amplify-ts':
      return renderAmplifyTs(told, ids, output.endpoint)
    case 'typescript':
      return renderTypescript(told, ids, output.endpoint)
    case 'aws-exports':
      return renderAwsExports(told, ids)
    case 'amplifyconfiguration-dart':
      return renderAmplifyconfigurationDart(told, ids)
  }
}
