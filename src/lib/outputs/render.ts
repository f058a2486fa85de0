import type {ReadCode} from '../code/code.js'
import {ConflictError, UsageError} from '../errors.js'
import type {Output} from '../manifest/manifest.js'
import {editsOfAmplify} from './formats/amplify.js'
import {renderAmplifyTs} from './formats/amplify-ts.js'
import {editsOfAmplifyconfiguration, renderAmplifyconfigurationDart} from './formats/amplifyconfiguration.js'
import {editsOfAwsExports, isAwsExports, renderAwsExports, requireOnePlace} from './formats/aws-exports.js'
import {renderDotenv} from './formats/dotenv.js'
import type {EnvironmentIds} from './content/ids.js'
import {editsOfJson} from './formats/json.js'
import {editJson, type JsonEdit} from './edit/json-edit.js'
import {loadObject} from './edit/json-object.js'
import {keyedOf} from './edit/keyed.js'
import type {Told} from './content/settings.js'
import {renderShell} from './formats/shell.js'
import {editsOfTfvarsJson, renderTfvars} from './formats/tfvars.js'
import {renderTypescript} from './formats/typescript.js'
import {isOthers, requireOurs} from './edit/whole-file.js'

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
  /** Reads JavaScript and TypeScript; needed where `needsCode` says so. */
  readonly readCode?: ReadCode | undefined
}

/** Whether a .tfvars file is one of Terraform's JSON files. */
export const isTfvarsJson = (path: string): boolean => path.toLowerCase().endsWith('.json')

interface PartInput {
  readonly path: string
  readonly format: string
  /** Of what awsup wrote: in a file of code that others made, the paths of awsup's values. */
  readonly keys?: readonly (readonly string[])[] | undefined
}

/** Files of code that awsup makes as a whole, and in which others made it edits its own values. */
const KEYED_CODE: readonly string[] = ['aws-exports', 'amplifyconfiguration-dart']

/** How awsup's part lives in files of a format at a path. */
export function partOf({format, path, keys}: PartInput): Part {
  if (keys !== undefined && KEYED_CODE.includes(format)) return 'keys'
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
    case 'amplifyconfiguration': {
      const kept = loadObject(path, existing)
      requireOnePlace(path, kept)
      return edited(path, existing, editsOfAmplifyconfiguration(kept, told, ids))
    }
    default:
      return renderCodeFile(output, input)
  }
}

const edited = (path: string, existing: Buffer | undefined, edits: readonly JsonEdit[]): Rendered =>
  keyed(editJson({path, existing, edits}), edits)

const keyed = (content: Buffer, edits: readonly JsonEdit[]): Rendered => ({
  content,
  part: 'keys',
  keys: edits.filter(({value}) => value !== undefined).map(({at}) => at),
})

/** Whether an output is a file of JavaScript or TypeScript that others made, so that it has to be read to be edited. */
export const needsCode = (format: string, existing: Buffer | undefined): boolean =>
  format === 'aws-exports' && isOthers(existing?.toString('latin1'))

/** In a file of Amplify's that awsup did not write, its own values are edited and everything else stays. */
function renderCodeFile(output: CodeOutput, input: RenderInput): Rendered {
  const {format, path} = output
  const {told, ids, existing, readCode} = input
  if (!KEYED_CODE.includes(format) || !isOthers(existing?.toString('latin1'))) {
    requireOurs({...output, existing: existing?.toString('utf8')})
    return {part: 'whole', content: Buffer.from(renderCode(output, input))}
  }
  const refuse = (why: string): void => requireOurs({...output, existing: existing?.toString('utf8'), why})
  const file = keyedOf({path, format, readCode})
  const kept = loadOthers(() => file.load(existing), refuse)
  const isAmplifys = isAwsExports(kept) || (format !== 'aws-exports' && 'auth' in kept)
  if (!isAmplifys) refuse(`${path} has no key of Amplify's`)
  requireOnePlace(path, kept)
  const edits =
    format === 'aws-exports' ? editsOfAwsExports(kept, told, ids) : editsOfAmplifyconfiguration(kept, told, ids)
  return keyed(file.edit(existing, edits), edits)
}

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
      return renderAwsExports(output.path, told, ids)
    case 'amplifyconfiguration-dart':
      return renderAmplifyconfigurationDart(told, ids)
  }
}

/** What holds no object that is written out is somebody else's as a whole. */
function loadOthers(load: () => object, refuse: (why: string) => void): object {
  try {
    return load()
  } catch (error) {
    if (error instanceof ConflictError && error.cause instanceof UsageError) refuse(error.message)
    throw error
  }
}
