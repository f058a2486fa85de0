import {isAlias, isMap, isScalar, isSeq, type Document} from 'yaml'

/** A value as YAML: bare where it can be, between quotes (as JSON writes them, which YAML reads) where it must be. */
export function yamlText(value: string): string {
  const isBare = /^[A-Za-z][\w+=.@/-]*$/.test(value) && !/^(true|false|null)$/i.test(value)
  return isBare ? value : JSON.stringify(value)
}

/** `[a, b]` */
export const yamlList = (values: readonly string[]): string => `[${values.map(yamlText).join(', ')}]`

/** The way lines end in this text: as its first one does. */
export const lineEnding = (text: string): '\r\n' | '\n' => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n')

/** Offset where the line of `offset` begins; a byte order mark belongs to no line. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start
}

/** Offset of the line's end: before its `\n` or `\r\n`, or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  if (newline < 0) return text.length
  return newline > 0 && text[newline - 1] === '\r' ? newline - 1 : newline
}

/** A text with `start`–`end` replaced. */
export const splice = (text: string, [start, end]: readonly [number, number], replacement: string): string =>
  text.slice(0, start) + replacement + text.slice(end)

/** Where the last thing that a node says ends, without the comments and blank lines behind it. */
export function contentEnd(node: unknown, fallback: number): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1)
    if (last === undefined) return node.range?.[1] ?? fallback
    if (!isPairLike(last)) return contentEnd(last, fallback)
    return contentEnd(last.value, contentEnd(last.key, fallback))
  }
  if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) return node.range?.[1] ?? fallback
  return fallback
}

/** The node at a path, aliases not followed: what is written there. */
export const nodeAt = (document: Document.Parsed, path: readonly string[]): unknown =>
  path.length === 0 ? document.contents : document.getIn(path, true)

const isPairLike = (node: unknown): node is {readonly key: unknown; readonly value: unknown} =>
  typeof node === 'object' && node !== null && 'key' in node && 'value' in node
