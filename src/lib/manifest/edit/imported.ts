import {isMap, isNode, isScalar, isSeq, type Scalar} from 'yaml'
import {openSource, type Source} from '../read/source.js'
import {isSection, renderBlock, renderFlow, type Written} from './block.js'
import {insertPair, type Splice} from './splice.js'
import {lineEnding, lineStart, nodeAt, yamlText} from './text.js'

/** An environment as it is to be written: what already exists stays as it is written. */
export interface ImportedEnvironment {
  readonly name: string
  /** `region`, `account`, `auth`, … */
  readonly settings: Readonly<Record<string, Written>>
}

/** The text with this environment in it. Pure; whether it is a manifest is for `parseManifest` to say. */
export function writeImported(source: string, {name, settings}: ImportedEnvironment): string {
  const left = unwritten(openSource(source), ['environments', name], settings)
  return left === undefined ? source : insertMissing(['environments'], name, left)(source)
}

/** What of a value is not written there yet; `undefined` where all of it is. */
function unwritten({document}: Pick<Source, 'document'>, path: readonly string[], value: Written): Written | undefined {
  if (!document.hasIn(path)) return value
  if (!isSection(value) || !isMap(nodeAt(document, path))) return undefined
  const parts = Object.entries(value).flatMap(([key, part]): [string, Written][] => {
    const left = unwritten({document}, [...path, key], part)
    return left === undefined ? [] : [[key, left]]
  })
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}

/** The text with an entry more in the list `outputs`, as this function writes it, or with that list. Pure. */
export function writeOutput(source: string, output: Readonly<Record<string, string>>): string {
  const entry = renderFlow(output)
  const eol = lineEnding(source)
  const list = nodeAt(openSource(source).document, ['outputs'])
  if (list === undefined) return `${source.replace(/(\r?\n)*$/, eol)}outputs:${eol}  - ${entry}${eol}`
  const last = isSeq(list) ? list.items.at(-1) : undefined
  if (!isNode(last) || !last.range) return source
  const end = source.indexOf('\n', last.range[1])
  return end < 0
    ? `${source}${eol}  - ${entry}${eol}`
    : `${source.slice(0, end + 1)}  - ${entry}${eol}${source.slice(end + 1)}`
}

/** The text with a value below a path of keys: what already exists there stays as it is written. Pure. */
export const writeBelow = (source: string, path: readonly string[], value: Written): string => {
  const [first = '', ...rest] = path
  return insertMissing(
    [],
    first,
    rest.reduceRight<Written>((below, key) => ({[key]: below}), value),
  )(source)
}

/** Below `path`, adds what is not written there yet: as a block where its neighbours are, else on one line. */
const insertMissing =
  (path: readonly string[], key: string, value: Written): Splice =>
  (text) => {
    const {document} = openSource(text)
    const own = [...path, key]
    if (document.hasIn(own)) {
      const node = nodeAt(document, own)
      if (!isSection(value) || !(isMap(node) || isNull(node))) return text
      return Object.entries(value).reduce((before, [name, part]) => insertMissing(own, name, part)(before), text)
    }
    const above = nodeAt(document, path)
    const isOnOneLine = isMap(above) ? above.flow === true : isNull(above) && isWritten(above)
    if (isOnOneLine) return insertPair(path, yamlText(key), renderFlow(value))(text)
    // The place is found by a mark, for how far in the block stands is known only once it is there.
    const marked = insertPair(path, yamlText(key), MARK)(text)
    const at = marked.indexOf(` ${MARK}`)
    const indent = /^\s*/.exec(marked.slice(lineStart(marked, at)))?.[0] ?? ''
    return marked.replace(` ${MARK}`, () => renderBlock(value, `${indent}  `, lineEnding(text)))
  }

const isNull = (node: unknown): node is Scalar => isScalar(node) && node.value === null

/** `tables: ~`, rather than a key with nothing behind it. */
const isWritten = ({range}: Scalar): boolean => range !== undefined && range !== null && range[1] > range[0]

const MARK = 'awsup-writes-here'
