import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import type {EnvironmentIds} from '../../../src/lib/outputs/content/ids.js'
import type {Told} from '../../../src/lib/outputs/content/settings.js'
import {renderOutput} from '../../../src/lib/outputs/formats/registry.js'
import type {Output} from '../../../src/lib/outputs/output.js'
import {PROD, SETTINGS} from './samples.js'

export const ON_AWS: EnvironmentIds = {...PROD, target: 'aws'}

/** Where what reads a format finds the file. The run deletes it when all of its tests have ended. */
export const FOLDER = mkdtempSync(path.join(tmpdir(), 'awsup-consumers-'))

/** Writes an output for its real reader, and answers what is in it. */
export const write = (output: Output, told: Told, ids = ON_AWS): string => {
  const {content} = renderOutput(output, {told, ids, existing: undefined})
  writeFileSync(path.join(FOLDER, output.path), content)
  return content.toString()
}

export const toldWith = (values: ReadonlyMap<string, string>): Told => ({settings: SETTINGS, values})

export const amplifyOutputs = (version?: string): Output => ({format: 'amplify', path: 'amplify_outputs.json', version})

/** `valueA` … as environment variables. */
export const named = (prefix: string, values: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...values].map(([name, value]) => [`${prefix}${name.replace('value', 'VALUE_').toUpperCase()}`, value]),
  )
