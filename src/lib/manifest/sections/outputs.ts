import {posix} from 'node:path'
import {ManifestError} from '../../base/errors.js'
import {FORMAT_NAMES, FORMATS} from '../../outputs/formats/registry.js'
import type {Output} from '../../outputs/output.js'
import {fields, list} from '../read/collections.js'
import {required, type Keys} from '../read/keys.js'
import {oneOf, text} from '../read/scalars.js'
import {shaped} from '../read/shape.js'
import {refused, type Read} from '../read/spot.js'
import {every} from '../rules/names.js'
import {outputPath} from '../rules/places.js'

/** What is written where nobody says otherwise. */
export const DEFAULT_OUTPUTS: readonly Output[] = [
  {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
]

/** Of all formats. */
const OPTIONS: Keys = Object.fromEntries(
  FORMAT_NAMES.toReversed().flatMap((name) => Object.entries(FORMATS[name].options)),
)

const COMMON = {
  /** How the file is written, and so which application reads it. */
  format: required(oneOf(...FORMAT_NAMES)),
  /**
   * The file, from the folder of awsup.yaml, with forward slashes.
   * @example amplify_outputs.json
   */
  path: required(text(outputPath)),
}

const ENTRY: typeof COMMON & Keys = {...COMMON, ...OPTIONS}

/** One entry of `outputs`. */
export const output: Read<Output> = shaped({sort: 'mapping', keys: ENTRY}, (spot) => {
  const found = fields(spot, ENTRY)
  const name = found('format')
  const {options, ending = () => undefined, read} = FORMATS[name]
  for (const option of Object.keys(OPTIONS)) {
    if (Object.hasOwn(options, option)) continue
    found(option, (value) => {
      throw refused(value, `means nothing for the format ${name}`, 'Remove it.')
    })
  }
  const path = posix.normalize(found('path', text(every(outputPath, ending))) ?? found('path'))
  return read({path, spot, fields: found})
})

const entries = list(output, {max: 20})

/** `outputs`: no two to the same file, also not on systems where capitals make no difference. */
export const outputs: Read<readonly Output[]> = shaped(entries.shape, (spot) => {
  const found = entries(spot)
  const lower = found.map(({path}) => path.toLowerCase())
  for (const [index, path] of lower.entries()) {
    const other = lower.findIndex(
      (one, at) => (at < index && one === path) || (at !== index && path.startsWith(`${one}/`)),
    )
    if (other < 0) continue
    const relation = lower[other] === path ? 'is also the path of' : 'lies below the file of'
    throw new ManifestError(`outputs[${index}].path ${relation} outputs[${other}]`, {
      at: spot.source.at([...spot.path, String(index), 'path']),
      hint: 'Every output needs a file of its own.',
    })
  }
  return found
})
