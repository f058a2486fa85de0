import {ConflictError, UsageError} from '../../base/errors.js'
import type {Rendered, RenderInput} from '../formats/format.js'
import type {JsonEdit} from './json-edit.js'
import {openJson, type Keyed} from './keyed.js'
import {isOthers, requireOurs} from './whole-file.js'

interface JsonFile {
  readonly path: string
  readonly existing: Buffer | undefined
  /** @param kept what the file holds */
  readonly editsOf: (kept: object) => readonly JsonEdit[]
}

/** A JSON file in which awsup has keys among others. Throws ConflictError where what exists cannot be kept. */
export function renderJson({path, existing, editsOf}: JsonFile): Rendered {
  const file = openJson({path, readCode: undefined})
  return rendered(file, existing, editsOf(file.load(existing)))
}

interface CodeFile {
  readonly output: {readonly format: string; readonly path: string}
  readonly input: RenderInput
  readonly open: (input: {readonly path: string; readonly readCode: RenderInput['readCode']}) => Keyed
  /** The whole file, where there is none or awsup made it. */
  readonly whole: () => string
  /** In a file of others; `undefined` where it has no key of Amplify's. */
  readonly editsOf: (kept: object) => readonly JsonEdit[] | undefined
}

/** In a file of code that awsup did not write, its own values are edited and everything else stays. */
export function renderCode({output, input, open, whole, editsOf}: CodeFile): Rendered {
  const {path} = output
  const {existing, readCode} = input
  if (!isOthers(existing?.toString('latin1'))) return {part: 'whole', content: Buffer.from(whole())}
  const refuse = (why: string): void => requireOurs({...output, existing: existing?.toString('utf8'), why})
  const file = open({path, readCode})
  const edits = editsOf(loadOthers(() => file.load(existing), refuse))
  if (edits === undefined) refuse(`${path} has no key of Amplify's`)
  return rendered(file, existing, edits ?? [])
}

/** A file of code that is awsup's from the first line to the last. */
export function renderWhole({format, path}: CodeFile['output'], {existing}: RenderInput, text: string): Rendered {
  requireOurs({format, path, existing: existing?.toString('utf8')})
  return {part: 'whole', content: Buffer.from(text)}
}

const rendered = (file: Keyed, existing: Buffer | undefined, edits: readonly JsonEdit[]): Rendered => ({
  content: file.edit(existing, edits),
  part: 'keys',
  keys: edits.filter(({value, shared}) => value !== undefined && shared !== true).map(({at}) => at),
})

/** What holds no object that is written out is somebody else's as a whole. */
function loadOthers(load: () => object, refuse: (why: string) => void): object {
  try {
    return load()
  } catch (error) {
    if (error instanceof ConflictError && error.cause instanceof UsageError) refuse(error.message)
    throw error
  }
}
