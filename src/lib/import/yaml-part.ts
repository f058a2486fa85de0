import {isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Pair} from 'yaml'
import {UsageError} from '../errors.js'
import {findTooDeep} from '../yaml-depth.js'

/** Deeper than policies in any organization. */
const DEEPEST = 200

/** One value of somebody else's YAML, with its place. Tags are words beside a value: nothing is ever run. */
export interface YamlPart {
  /** `Organization.DevAccount.Properties.AccountId` */
  readonly path: string
  /** What the author wrote before the value: `!Ref`; `undefined` without one. */
  readonly tag: string | undefined
  /** A text, number or flag as it is written (`012345678901` keeps its zero); `undefined` for null, a map or a list. */
  readonly text: string | undefined
  readonly isMap: boolean
  /** Below a key, also of a map that is merged in with `<<`; `undefined` where there is nothing, or null. */
  at(key: string): YamlPart | undefined
  /** The values of a map by key; none for anything else. */
  entries(): readonly (readonly [key: string, part: YamlPart])[]
  /** The entries of a list; none for anything else. */
  items(): readonly YamlPart[]
  /** `organization.yml:12` */
  readonly from: string
  /** What is wrong with it: file, line and column, path. */
  refuse(what: string, hint?: string): UsageError
}

/** Tags of YAML itself, which say nothing that a text does not. */
const CORE = /^!$|^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/

interface Around {
  readonly file: string
  readonly document: Document.Parsed
  readonly lines: LineCounter
}

/** A YAML text (or JSON, which is YAML) as a part. Throws UsageError with line and column where it is not YAML. */
export function openYaml(file: string, text: string): YamlPart {
  const deep = findTooDeep(text, DEEPEST)
  if (deep !== undefined) throw refusal(file, {line: deep, col: 1}, `is nested too deeply: more than ${DEEPEST} levels`)
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, logLevel: 'silent'})
  // A tag that nobody knows is a warning: org-formation has its own.
  const [problem] = document.errors
  if (problem) {
    const said = `${problem.message.charAt(0).toLowerCase()}${problem.message.slice(1)}`
    throw refusal(file, lines.linePos(problem.pos[0]), `is not valid YAML: ${said}`)
  }
  return makePart({file, document, lines}, '', document.contents)
}

function makePart(around: Around, path: string, written: unknown): YamlPart {
  const {file, document, lines} = around
  const node: unknown = isAlias(written) ? written.resolve(document) : written
  const position = lines.linePos(isNode(written) ? (written.range?.[0] ?? 0) : 0)
  const below = (key: string, value: unknown): YamlPart => makePart(around, path === '' ? key : `${path}.${key}`, value)
  return {
    path,
    tag: isNode(node) && node.tag !== undefined && !CORE.test(node.tag) ? node.tag : undefined,
    text: isScalar(node) && node.value !== null ? (node.source ?? String(node.value)) : undefined,
    isMap: isMap(node),
    from: `${file}:${Math.max(position.line, 1)}`,
    at: (key) => {
      const found = find(node, key, document, 0)
      return found === undefined || isNothing(found, document) ? undefined : below(key, found)
    },
    entries: () =>
      isMap(node) ? node.items.map((pair) => [keyOf(pair), below(keyOf(pair), pair.value)] as const) : [],
    items: () => (isSeq(node) ? node.items.map((item, index) => below(String(index), item)) : []),
    refuse: (what, hint) => refusal(file, position, `${path === '' ? 'it' : path} ${what}`, hint),
  }
}

/** `own` keys first, then those of the maps that `<<` names, in order. */
function find(node: unknown, key: string, document: Document.Parsed, depth: number): unknown {
  if (!isMap(node) || depth > 10) return undefined
  const own = node.items.find((pair) => keyOf(pair) === key)
  if (own) return own.value
  for (const pair of node.items.filter((one) => keyOf(one) === '<<')) {
    const merged = follow(pair.value, document)
    for (const from of isSeq(merged) ? merged.items : [merged]) {
      const found = find(follow(from, document), key, document, depth + 1)
      if (found !== undefined) return found
    }
  }
  return undefined
}

const follow = (node: unknown, document: Document.Parsed): unknown => (isAlias(node) ? node.resolve(document) : node)

function isNothing(written: unknown, document: Document.Parsed): boolean {
  const node = follow(written, document)
  return node === null || (isScalar(node) && node.value === null)
}

const keyOf = ({key}: Pair): string => (isScalar(key) ? (key.source ?? String(key.value)) : '')

interface Placed {
  readonly range?: readonly [number, number, number] | null | undefined
  readonly tag?: string | undefined
}

const isNode = (node: unknown): node is Placed => isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)

const refusal = (
  file: string,
  {line, col}: {readonly line: number; readonly col: number},
  what: string,
  hint = 'Is this the right file? It is only read, never changed.',
): UsageError =>
  new UsageError(`${file}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${what}`, {
    code: 'IMPORT_SOURCE',
    hint,
    details: {file, line: Math.max(line, 1), column: Math.max(col, 1)},
  })
