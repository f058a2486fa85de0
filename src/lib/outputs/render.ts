import type {Output} from '../manifest/manifest.js'
import {editsOfAmplify} from './amplify.js'
import {renderAmplifyTs} from './amplify-ts.js'
import {editsOfAmplifyconfiguration, renderAmplifyconfigurationDart} from './amplifyconfiguration.js'
import {renderAwsExports} from './aws-exports.js'
import {renderDotenv} from './dotenv.js'
import type {EnvironmentIds} from './ids.js'
import {editsOfJson} from './json.js'
import {editJson, type JsonEdit} from './json-edit.js'
import {loadObject} from './json-object.js'
import type {Told} from './settings.js'
import {renderShell} from './shell.js'
import {editsOfTfvarsJson, renderTfvars} from './tfvars.js'
import {renderTypescript} from './typescript.js'
import {requireOurs} from './whole-file.js'

/** How awsup's part lives in a file: a block of lines, keys among others, or the file as a whole. */
export type Part = 'block' | 'keys' | 'whole'

/** What a file is to hold, and where in it awsup's part is. */
export interface Rendered {
  readonly content: Buffer
  readonly part: Part
  /** In a JSON file: the paths of awsup's values. */
  readonly keys?: readonly (readonly string[])[]
}

export interface RenderInput {
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
}

/** Whether a .tfvars file is one of Terraform's JSON files. */
export const isTfvarsJson = (path: string): boolean => path.toLowerCase().endsWith('.json')

/** How awsup's part lives in files of a format at a path. */
export function partOf({format, path}: Pick<Output, 'path'> & {readonly format: string}): Part {
  if (format === 'tfvars') return isTfvarsJson(path) ? 'keys' : 'block'
  if (['dotenv', 'shell'].includes(format)) return 'block'
  return ['amplify', 'json', 'amplifyconfiguration'].includes(format) ? 'keys' : 'whole'
}

/** One file. Pure. Throws ConflictError where what is there cannot be kept. */
export function renderOutput(output: Output, input: RenderInput): Rendered {
  const {path} = output
  const {told, ids, existing} = input
  const part = partOf(output)
  switch (output.format) {
    case 'dotenv':
      return {part, content: renderDotenv({...output, ...input})}
    case 'shell':
      return {part, content: renderShell({...output, ...input})}
    case 'tfvars':
      return isTfvarsJson(path)
        ? edited(path, existing, editsOfTfvarsJson(loadObject(path, existing), told, ids))
        : {part, content: renderTfvars({path, ...input})}
    case 'amplify':
      return edited(path, existing, editsOfAmplify({...output, kept: loadObject(path, existing), told, ids}))
    case 'json':
      return edited(path, existing, editsOfJson({...output, told, ids}))
    case 'amplifyconfiguration':
      return edited(path, existing, editsOfAmplifyconfiguration(loadObject(path, existing), told, ids))
    default:
      requireOurs({...output, existing: existing?.toString('utf8')})
      return {part, content: Buffer.from(renderCode(output, input))}
  }
}

const edited = (path: string, existing: Buffer | undefined, edits: readonly JsonEdit[]): Rendered => ({
  content: editJson({path, existing, edits}),
  part: 'keys',
  keys: edits.filter(({value}) => value !== undefined).map(({at}) => at),
})

type CodeOutput = Extract<
  Output,
  {readonly format: 'amplify-ts' | 'typescript' | 'aws-exports' | 'amplifyconfiguration-dart'}
>

/** Files that are awsup's from the first line to the last. */
function renderCode(output: CodeOutput, {told, ids}: RenderInput): string {
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
