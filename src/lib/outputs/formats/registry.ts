import type {FormatName, Output} from '../output.js'
import {amplify} from './amplify.js'
import {amplifyTs} from './amplify-ts.js'
import {amplifyconfiguration} from './amplifyconfiguration.js'
import {amplifyconfigurationDart} from './amplifyconfiguration-dart.js'
import {awsExports} from './aws-exports.js'
import {dotenv} from './dotenv.js'
import type {Format, FormatFacts, Rendered, RenderInput} from './format.js'
import {json} from './json.js'
import {shell} from './shell.js'
import {tfvars} from './tfvars.js'
import {typescript} from './typescript.js'

/** Every format of outputs, in the order of error messages and of docs/guide/outputs.md. */
export const FORMATS: {readonly [F in FormatName]: Format<F>} = {
  amplify,
  'aws-exports': awsExports,
  amplifyconfiguration,
  'amplifyconfiguration-dart': amplifyconfigurationDart,
  'amplify-ts': amplifyTs,
  dotenv,
  typescript,
  json,
  tfvars,
  shell,
}

export const isFormatName = (name: string): name is FormatName => Object.hasOwn(FORMATS, name)

/** In the order of the registry. */
export const FORMAT_NAMES: readonly FormatName[] = Object.keys(FORMATS).filter(isFormatName)

/** `undefined` where a record names a format that this awsup does not have. */
export const findFormat = (name: string): FormatFacts | undefined => (isFormatName(name) ? FORMATS[name] : undefined)

/** What an output's file is to hold. Pure. Throws ConflictError where what exists cannot be kept. */
export const renderOutput = <F extends FormatName>(output: Output<F>, input: RenderInput): Rendered =>
  FORMATS[output.format].render(output, input)
