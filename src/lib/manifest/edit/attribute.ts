import {parseManifest} from '../parse.js'
import {openSource} from '../read/source.js'
import {insertPair, type Splice} from './splice.js'
import {nodeAt, yamlText} from './text.js'

/** A custom attribute, and the environments that are to have it: all of them when none is named. */
export interface AttributeEdit {
  readonly name: string
  readonly type: 'string' | 'number' | 'date' | 'boolean'
  readonly maxLength?: number | undefined
  readonly mutable: boolean
  readonly environments?: readonly string[] | undefined
}

/** The text with one more custom attribute. Throws ManifestError when it cannot be. */
export function addAttribute(source: string, {name, type, maxLength, mutable, environments}: AttributeEdit): string {
  const settings = [
    `type: ${type}`,
    ...(maxLength === undefined ? [] : [`maxLength: ${maxLength}`]),
    ...(mutable ? [] : ['mutable: false']),
  ]
  const sections = environments?.map((environment) => ['environments', environment, 'auth']) ?? [['auth']]
  const edits = sections.map((path) =>
    insertBelow([...path, 'attributes'], yamlText(name), `{ ${settings.join(', ')} }`),
  )
  const text = edits.reduce((before, edit) => edit(before), source)
  parseManifest(text)
  return text
}

/** `insertPair` where more than the last mapping of the path may be missing: what is missing is made on one line. */
const insertBelow =
  (path: readonly string[], key: string, value: string): Splice =>
  (text) => {
    const above = path.slice(0, -1)
    const isThere = above.length === 0 || nodeAt(openSource(text).document, above) !== undefined
    if (isThere) return insertPair(path, key, value)(text)
    return insertBelow(above, yamlText(path.at(-1) ?? ''), `{ ${key}: ${value} }`)(text)
  }
