import {isMap, isScalar, isSeq} from 'yaml'
import {ManifestError} from '../../base/errors.js'
import {openSource, startOf, type Source} from '../read/source.js'
import {contentEnd, lineEnd, lineEnding, lineStart, nodeAt, splice, yamlList, yamlText} from './text.js'

/** One edit of the text: everything that it does not have to touch stays, byte for byte. */
export type Splice = (text: string) => string

/**
 * Adds `key: value` at the end of the mapping at `path`; a mapping that does not exist yet is made. `value` is one line.
 */
export const insertPair =
  (path: readonly string[], key: string, value: string): Splice =>
  (text) => {
    const source = openSource(text)
    const node = nodeAt(source.document, path)
    const pair = `${key}: ${value}`
    if (isMap(node) && node.flow === true) return insertInFlow(text, node, pair)
    if (isMap(node) && node.items.length > 0) return insertLine(text, {node, source, path}, pair)
    if (isScalar(node) && node.value === null) return insertInNothing(text, {path, source}, pair)
    const above = nodeAt(source.document, path.slice(0, -1))
    if (node !== undefined || !isMap(above)) throw byHand(source, path)
    const [parent, own] = [path.slice(0, -1), yamlText(path.at(-1) ?? '')]
    if (above.flow === true) return insertPair(parent, own, `{ ${pair} }`)(text)
    return insertLine(text, {node: above, source, path: parent}, `${own}:`, pair)
  }

/** Adds entries at the end of the list at `path`; a list that does not exist yet is made. */
export const insertItems = (path: readonly string[], items: readonly string[]): readonly Splice[] =>
  items.map((item) => (text) => {
    const source = openSource(text)
    const node = nodeAt(source.document, path)
    if (node === undefined) return insertPair(path.slice(0, -1), path.at(-1) ?? '', yamlList([item]))(text)
    if (isScalar(node) && node.value === null && node.range) return inPlace(text, node.range, yamlList([item]))
    if (!isSeq(node)) throw byHand(source, path)
    const entry = yamlText(item)
    return node.flow === true ? insertInFlow(text, node, entry) : insertLine(text, {node, source, path}, `- ${entry}`)
  })

/** Takes a key (or, from a list, an entry) away with the line or the comma that belongs to it. */
export const remove =
  (path: readonly string[], step: string): Splice =>
  (text) => {
    const source = openSource(text)
    const node = nodeAt(source.document, path)
    if (!isMap(node) && !isSeq(node)) throw byHand(source, path)
    const entries = extentsOf(node)
    const index = isMap(node) ? node.items.findIndex(({key}) => isScalar(key) && key.value === step) : Number(step)
    const entry = entries[index]
    if (!entry) throw byHand(source, path)
    if (node.flow !== true) return removeLines(text, entry)
    const comma = /^\s*,[ \t]*/.exec(text.slice(entry[1]))
    if (comma) return splice(text, [entry[0], entry[1] + comma[0].length], '')
    return splice(text, [entries[index - 1]?.[1] ?? entry[0], entry[1]], '')
  }

interface Collection {
  readonly flow?: boolean | undefined
  readonly items: readonly unknown[]
  readonly range?: readonly [number, number, number] | null | undefined
}

type Extent = readonly [start: number, end: number]

/** Where each entry of a mapping or list begins and ends. */
function extentsOf(node: Collection): readonly Extent[] {
  return node.items.map((item) => {
    const isPair = typeof item === 'object' && item !== null && 'key' in item && 'value' in item
    const first: unknown = isPair ? item.key : item
    const start = startOf(first) ?? 0
    const end = contentEnd(first, start)
    return [start, isPair ? contentEnd(item.value, end) : end]
  })
}

function insertInFlow(text: string, node: Collection, entry: string): string {
  const last = extentsOf(node).at(-1)
  if (last) return splice(text, [last[1], last[1]], `, ${entry}`)
  const open = (node.range?.[0] ?? 0) + 1
  const space = text[open - 1] === '{' ? ' ' : ''
  return splice(text, [open, open + (/^ +/.exec(text.slice(open))?.[0].length ?? 0)], `${space}${entry}${space}`)
}

interface Place {
  readonly node: Collection
  readonly source: Source
  readonly path: readonly string[]
}

/** Writes an entry on a line of its own behind the last one; `below` goes under it, two spaces further in. */
function insertLine(text: string, {node, source, path}: Place, ...[entry, below]: readonly [string, string?]): string {
  const start = node.range?.[0] ?? 0
  const indent = text.slice(lineStart(text, start), start)
  if (/\S/.test(indent)) throw byHand(source, path)
  const end = extentsOf(node).at(-1)?.[1] ?? start
  const eol = lineEnding(text)
  const lines = [`${indent}${entry}`, ...(below === undefined ? [] : [`${indent}  ${below}`])].join(eol)
  // A block scalar ends after its line end, anything else before it.
  if (text[end - 1] === '\n') return splice(text, [end, end], `${lines}${eol}`)
  const at = lineEnd(text, end)
  return splice(text, [at, at], `${eol}${lines}`)
}

/** `users:` with nothing behind it becomes a mapping below it; `users: ~` one in its place. */
function insertInNothing(text: string, {path, source}: Omit<Place, 'node'>, pair: string): string {
  const parent = nodeAt(source.document, path.slice(0, -1))
  const found = isMap(parent) ? parent.items.find(({key}) => isScalar(key) && key.value === path.at(-1)) : undefined
  const start = startOf(found?.key)
  const written = isScalar(found?.value) ? found.value.range : undefined
  if (!isMap(parent) || start === undefined || !written) throw byHand(source, path)
  const [from, to] = written
  if (to > from) return splice(text, [from, to], `{ ${pair} }`)
  if (parent.flow === true) return splice(text, [to, to], ` { ${pair} }`)
  const at = lineEnd(text, start)
  const indent = text.slice(lineStart(text, start), start)
  return splice(text, [at, at], `${lineEnding(text)}${indent}  ${pair}`)
}

/** A value where there was none; what stands before and behind it is kept apart from it. */
function inPlace(text: string, [from, to]: readonly [number, number, number], value: string): string {
  const before = /\s/.test(text[from - 1] ?? '') ? '' : ' '
  const behind = /^(\s|[,}\]]|$)/.test(text.slice(to, to + 1)) ? '' : ' '
  return splice(text, [from, to], `${before}${value}${behind}`)
}

function removeLines(text: string, [start, end]: Extent): string {
  const from = lineStart(text, start)
  if (text[end - 1] === '\n') return splice(text, [from, end], '')
  const newline = text.indexOf('\n', end)
  if (newline >= 0) return splice(text, [from, newline + 1], '')
  return splice(text, [lineEnd(text, Math.max(0, from - 1)), text.length], '')
}

function byHand(source: Source, path: readonly string[]): ManifestError {
  return new ManifestError(`${path.join('.')} is written in a way that awsup cannot edit`, {
    at: source.at(path),
    hint: 'Write it as plain keys and values (no anchors, no "? key"), or make the change by hand and run awsup apply.',
  })
}
