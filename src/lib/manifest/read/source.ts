import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import {ManifestError, type Position} from '../../base/errors.js'
import {findMergeMark} from '../../text/merge-marks.js'
import {findTooDeep} from '../../text/yaml-depth.js'
import {MAX_BYTES, tooLarge} from './decode.js'
import {show} from './show.js'
import {wordsFor} from './yaml-words.js'

/** awsup.yaml as a tree in which everything knows its place. */
export interface Source {
  readonly document: Document.Parsed
  position(offset: number): Position
  /** Where the value at a path stands, or the nearest thing above it that exists. */
  at(path: readonly string[]): Position
  /** Whether something is written at a path. */
  has(path: readonly string[]): boolean
}

// Deeper than any manifest; beyond some thousands the YAML parser itself runs out of stack or memory.
const DEEPEST = 50

/** Parses YAML 1.2. Throws ManifestError with the place where it is not YAML. */
export function openSource(text: string): Source {
  if (text.length > MAX_BYTES) throw tooLarge(text.length)
  requireMerged(text)
  requireShallow(text)
  const lineCounter = new LineCounter()
  // Duplicate keys are found by the readers, which can name them; all keys are text, so that `007` and `no` stay names.
  const document = parseDocument(text, {lineCounter, stringKeys: true, uniqueKeys: false, prettyErrors: false})
  const position = (offset: number): Position => {
    const {line, col} = lineCounter.linePos(offset)
    return {line: Math.max(line, 1), column: Math.max(col, 1)}
  }
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw notYaml(problem, position(problem.pos[0]))
  return {document, position, at: (path) => position(offsetOf(document, path)), has: openIndex(document)}
}

/** Whether something is written at a path; each mapping is looked through once, however often is asked. */
function openIndex(document: Document.Parsed): (path: readonly string[]) => boolean {
  const indexes = new Map<unknown, ReadonlyMap<unknown, unknown>>()
  const indexOf = (map: YAMLMap): ReadonlyMap<unknown, unknown> => {
    const known = indexes.get(map)
    if (known) return known
    const index = new Map(map.items.map(({key, value}) => [isScalar(key) ? key.value : key, value] as const))
    indexes.set(map, index)
    return index
  }
  return (path) => {
    let node: unknown = document.contents
    for (const step of path) {
      if (isMap(node)) {
        const index = indexOf(node)
        if (!index.has(step)) return false
        node = index.get(step)
      } else if (isSeq(node)) {
        if (!(Number(step) in node.items)) return false
        node = node.items[Number(step)]
      } else return false
    }
    return true
  }
}

function notYaml({code, message}: YAMLError, at: Position): ManifestError {
  const words = wordsFor(code, message)
  const said = words.message ?? `${message.charAt(0).toLowerCase()}${message.slice(1)}`
  return new ManifestError(`awsup.yaml is not valid YAML: ${said}`, {at, hint: words.hint})
}

/** What git could not merge is named as that: a parser has other words for it. */
function requireMerged(text: string): void {
  const line = findMergeMark(text)
  if (line === undefined) return
  throw new ManifestError('awsup.yaml has an unresolved merge conflict', {
    code: 'MERGE_CONFLICT',
    at: {line, column: 1},
    hint: 'Keep one side, or both one after the other, and take out the lines that begin with <<<<<<<, =======, >>>>>>> (and |||||||).',
  })
}

/** Before the parser sees it, because what is nested a thousand times over could end the process. */
function requireShallow(text: string): void {
  const line = findTooDeep(text, DEEPEST)
  if (line === undefined) return
  const written = text.split('\n')[line - 1] ?? ''
  throw new ManifestError('awsup.yaml is nested too deeply', {
    at: {line, column: 1},
    hint: `More than ${DEEPEST} levels: close the brackets that were opened before ${show(written.trim().slice(0, 20))}.`,
  })
}

/** Offset of the deepest node on the path that exists; a missing key has the place of the mapping that lacks it. */
function offsetOf(document: Document.Parsed, path: readonly string[]): number {
  let offset = document.contents?.range[0] ?? 0
  let node: unknown = document.contents
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({key}) => isScalar(key) && key.value === step)
      if (!pair) return offset
      offset = startOf(pair.value) ?? startOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      offset = startOf(node) ?? offset
    } else return offset
  }
  return offset
}

/** Where a node of the document begins. */
export function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined
}
