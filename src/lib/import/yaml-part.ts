import {isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Pair} from 'yaml'
import {UsageError} from '../base/errors.js'
import {findTooDeep} from '../text/yaml-depth.js'

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
  readonly lines: LineCounter
  /** The node itself; of an alias the one that it means. */
  readonly follow: (node: unknown) => unknown
  /** The pairs of a map by key: its own, then those that `<<` merges in. */
  readonly pairs: (node: unknown) => ReadonlyMap<string, Pair>
}

/** A YAML text (or JSON, which is YAML) as a part. Throws UsageError with line and column where it is not YAML. */
export function openYaml(file: string, text: string): YamlPart {
  const deep = findTooDeep(text, DEEPEST)
  if (deep !== undefined)
    throw refusal(file, {line: deep, col: 1}, [`is nested too deeply: more than ${DEEPEST} levels`])
  const lines = new LineCounter()
  // Keys that exist twice are looked for below: the parser compares each with each.
  const options = {lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false} as const
  const document = parseDocument(text, options)
  // A tag that nobody knows is a warning: org-formation has its own.
  const [problem] = document.errors
  if (problem) {
    const said = `${problem.message.charAt(0).toLowerCase()}${problem.message.slice(1)}`
    throw refusal(file, lines.linePos(problem.pos[0]), [`is not valid YAML: ${said}`])
  }
  const targets = readDocument(document, (node, what) => {
    const [offset = 0] = (isNode(node) && node.range) || []
    return refusal(file, lines.linePos(offset), [`is not valid YAML: ${what}`])
  })
  const follow = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node)
  return makePart({file, lines, follow, pairs: openPairs(follow)}, '', document.contents)
}

/**
 * What each alias means, in one walk, for a file may be made to be slow. Throws where it means nothing, and where a map has
 * a key twice.
 */
function readDocument(
  document: Document.Parsed,
  wrong: (node: unknown, what: string) => UsageError,
): ReadonlyMap<unknown, unknown> {
  const anchors = new Map<string, unknown>()
  const targets = new Map<unknown, unknown>()
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        if (!anchors.has(node.source)) throw wrong(node, `the alias *${node.source} has no anchor before it`)
        targets.set(node, anchors.get(node.source))
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node)
      if (!isMap(node)) return
      const keys = new Set<string>()
      for (const pair of node.items) {
        const key = keyOf(pair)
        if (keys.has(key) && key !== '<<') throw wrong(pair.key, `the key ${key} appears twice`)
        keys.add(key)
      }
    },
  })
  return targets
}

function openPairs(follow: Around['follow']): Around['pairs'] {
  const known = new WeakMap<object, ReadonlyMap<string, Pair>>()
  const gather = (node: unknown, into: Map<string, Pair>, seen: Set<unknown>): void => {
    if (!isMap(node) || seen.has(node)) return
    seen.add(node)
    for (const pair of node.items) if (!into.has(keyOf(pair)) && keyOf(pair) !== '<<') into.set(keyOf(pair), pair)
    for (const pair of node.items) {
      if (keyOf(pair) !== '<<') continue
      const merged = follow(pair.value)
      for (const from of isSeq(merged) ? merged.items : [merged]) gather(follow(from), into, seen)
    }
  }
  return (node) => {
    if (!isMap(node)) return new Map()
    const before = known.get(node)
    if (before) return before
    const pairs = new Map<string, Pair>()
    gather(node, pairs, new Set())
    known.set(node, pairs)
    return pairs
  }
}

function makePart(around: Around, path: string, written: unknown): YamlPart {
  const {file, lines, follow, pairs} = around
  const node = follow(written)
  const position = lines.linePos(isNode(written) ? (written.range?.[0] ?? 0) : 0)
  const below = (key: string, value: unknown): YamlPart => makePart(around, path === '' ? key : `${path}.${key}`, value)
  return {
    path,
    tag: isNode(node) && node.tag !== undefined && !CORE.test(node.tag) ? node.tag : undefined,
    text: isScalar(node) && node.value !== null ? node.source : undefined,
    isMap: isMap(node),
    from: `${file}:${Math.max(position.line, 1)}`,
    at: (key) => {
      const found = pairs(node).get(key)?.value
      const value = follow(found)
      return value === undefined || value === null || (isScalar(value) && value.value === null)
        ? undefined
        : below(key, found)
    },
    entries: () => [...pairs(node)].map(([key, pair]) => [key, below(key, pair.value)] as const),
    items: () => (isSeq(node) ? node.items.map((item, index) => below(String(index), item)) : []),
    refuse: (what, hint) => refusal(file, position, [`${path === '' ? 'it' : path} ${what}`, hint]),
  }
}

const keyOf = ({key}: Pair): string => (isScalar(key) ? (key.source ?? String(key.value)) : '')

interface Placed {
  readonly range?: readonly [number, number, number] | null | undefined
  readonly tag?: string | undefined
}

const isNode = (node: unknown): node is Placed => isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)

interface Spot {
  readonly line: number
  readonly col: number
}

const NEVER_CHANGED = 'Is this the right file? It is only read, never changed.'

function refusal(
  file: string,
  spot: Spot,
  [what, hint = NEVER_CHANGED]: readonly [string, (string | undefined)?],
): UsageError {
  const [line, column] = [Math.max(spot.line, 1), Math.max(spot.col, 1)]
  return new UsageError(`${file}:${line}:${column}: ${what}`, {
    code: 'IMPORT_SOURCE',
    hint,
    details: {file, line, column},
  })
}
