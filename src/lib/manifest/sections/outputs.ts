import {posix} from 'node:path'
import {ManifestError} from '../../base/errors.js'
import {FORMAT_NAMES, FORMATS} from '../../outputs/formats/registry.js'
import type {Output} from '../../outputs/output.js'
import {fields, list} from '../read/collections.js'
import {oneOf, text} from '../read/scalars.js'
import {refused, type Spot} from '../read/spot.js'
import {every} from '../rules/names.js'
import {outputPath} from '../rules/places.js'

/** What is written where nobody says otherwise. */
export const DEFAULT_OUTPUTS: readonly Output[] = [
  {format: 'amplify', path: 'amplify_outputs.json', version: undefined},
]

/** `outputs`: no two to the same file, also not on systems where capitals make no difference. */
export function outputs(spot: Spot): readonly Output[] {
  const found = list(output, {max: 20})(spot)
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
}

/** Of all formats. */
const OPTIONS = [...new Set(FORMAT_NAMES.flatMap((name) => FORMATS[name].options))]

function output(spot: Spot): Output {
  const found = fields(spot, ['format', 'path', ...OPTIONS])
  const name = found.required('format', oneOf(...FORMAT_NAMES))
  const {options, ending = () => undefined, read} = FORMATS[name]
  for (const option of OPTIONS) {
    if (options.includes(option)) continue
    found.optional(option, (value) => {
      throw refused(value, `means nothing for the format ${name}`, 'Remove it.')
    })
  }
  const path = posix.normalize(found.required('path', text(every(outputPath, ending))))
  return read({path, spot, fields: found})
}
