import {posix} from 'node:path'
import {ManifestError} from '../../errors.js'
import type {Output} from '../manifest.js'
import {dotenvPrefix} from '../rules/names.js'
import {endpointUrl, outputPath} from '../rules/places.js'
import {fields, list} from '../read/collections.js'
import {oneOf, text} from '../read/scalars.js'
import {refused, type Spot} from '../read/spot.js'

/** What is written where nobody says otherwise. */
export const DEFAULT_OUTPUTS: readonly Output[] = [{format: 'amplify', path: 'amplify_outputs.json'}]

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

const OPTIONS = ['prefix', 'endpoint'] as const

/** Which options a format takes; any other is refused. */
const TAKES: Readonly<Record<Output['format'], readonly (typeof OPTIONS)[number][]>> = {
  amplify: [],
  dotenv: ['prefix'],
  json: ['endpoint'],
}

function output(spot: Spot): Output {
  const {required, optional} = fields(spot, ['format', 'path', ...OPTIONS])
  const format = required('format', oneOf('amplify', 'dotenv', 'json'))
  const path = posix.normalize(required('path', text(outputPath)))
  for (const option of OPTIONS) {
    if (TAKES[format].includes(option)) continue
    optional(option, (found) => {
      throw refused(found, `means nothing for the format ${format}`, 'Remove it.')
    })
  }
  if (format === 'dotenv') return {format, path, prefix: required('prefix', text(dotenvPrefix))}
  if (format === 'json') return {format, path, endpoint: optional('endpoint', text(endpointUrl))}
  return {format, path}
}
