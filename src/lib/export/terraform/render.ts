import {isCode, quoted, textOf, type Block, type Code, type Value} from './hcl.js'

/** Longer lists stand one item a line. */
const WIDTH = 100

/** Blocks as text, each as `terraform fmt` would have it, an empty line between them. Pure. */
export const renderBlocks = (blocks: readonly Block[]): string =>
  blocks.map((block) => `${renderBlock(block, '').join('\n')}\n`).join('\n')

function renderBlock({type, labels = [], comment = [], blocks = [], ...block}: Block, indent: string): string[] {
  const head = [type, ...labels.map(quoted)].join(' ')
  const inner = `${indent}  `
  const own = renderPairs(Object.entries(block.arguments ?? {}), inner)
  const nested = blocks.map((one) => renderBlock(one, inner))
  const body = [...(own.length > 0 ? [own] : []), ...nested].flatMap((part, index) =>
    index === 0 ? part : ['', ...part],
  )
  const notes = comment.flatMap((line) => renderComment(line, indent))
  return body.length === 0 ? [...notes, `${indent}${head} {}`] : [...notes, `${indent}${head} {`, ...body, `${indent}}`]
}

/** A comment, broken where it is long. What AWS answered stays in it on whatever line it comes. */
export function renderComment(text: string, indent = ''): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line) => `${indent}# ${line}`)
}

interface Pair {
  readonly name: string
  /** The value's lines; those after the first have their indent already. */
  readonly lines: readonly string[]
}

/** `name = value`, the signs of neighbours below one another where both have one line. */
function renderPairs(entries: readonly (readonly [string, Value])[], indent: string): string[] {
  const pairs = entries.flatMap(([name, value]): Pair[] =>
    value === undefined ? [] : [{name: nameOf(name), lines: renderValue(value, indent)}],
  )
  return pairs.flatMap(({name, lines: [first = '', ...more]}, index) => [
    `${indent}${name}${' '.repeat(columnOf(pairs, index) - columns(name))} = ${first}`,
    ...more,
  ])
}

/** How wide the names are in the run of one-line pairs that this one is in. */
function columnOf(pairs: readonly Pair[], index: number): number {
  const isLong = (at: number): boolean => (pairs[at]?.lines.length ?? 2) > 1
  if (isLong(index)) return columns(pairs[index]?.name ?? '')
  let [start, end] = [index, index]
  while (!isLong(start - 1)) start -= 1
  while (!isLong(end + 1)) end += 1
  return Math.max(...pairs.slice(start, end + 1).map(({name}) => columns(name)))
}

/** Terraform counts characters as people see them. */
const columns = (name: string): number => Array.from(new Intl.Segmenter().segment(name)).length

// As keys of a map, these begin an expression (HCL native syntax specification).
const WORDS = ['for', 'if', 'in', 'null', 'true', 'false']

const nameOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) && !WORDS.includes(name) ? name : quoted(name))

function renderValue(value: Value, indent: string): readonly string[] {
  if (value === undefined || value === null) return ['null']
  if (typeof value === 'string') return [quoted(value)]
  if (typeof value !== 'object') return [String(value)]
  if (isCode(value)) return renderCode(value, indent)
  if (isList(value)) return renderList(value, indent)
  const inside = renderPairs(Object.entries(value), `${indent}  `)
  return inside.length === 0 ? ['{}'] : ['{', ...inside, `${indent}}`]
}

function renderCode(value: Code, indent: string): readonly string[] {
  if (value.argument === undefined) return [textOf(value)]
  const [first = '', ...more] = renderValue(value.argument, indent)
  const last = more.pop()
  return last === undefined ? [`${textOf(value)}(${first})`] : [`${textOf(value)}(${first}`, ...more, `${last})`]
}

function renderList(list: readonly Value[], indent: string): readonly string[] {
  const flat = list.map((item) => renderValue(item, indent))
  const line = `[${flat.map(([only = '']) => only).join(', ')}]`
  if (flat.every(({length}) => length === 1) && line.length <= WIDTH) return [line]
  const [only] = list
  // A list around one map reads as that map.
  if (list.length === 1 && flat[0] !== undefined && only !== undefined) {
    const [first = '', ...more] = flat[0]
    const last = more.pop()
    if (last !== undefined) return [`[${first}`, ...more, `${last}]`]
  }
  const items = list.map((item) => renderValue(item, `${indent}  `))
  return [
    '[',
    ...items.flatMap((lines) =>
      lines.map((text, at) => `${at === 0 ? `${indent}  ` : ''}${text}${at === lines.length - 1 ? ',' : ''}`),
    ),
    `${indent}]`,
  ]
}

const isList = (value: Exclude<Value, Code>): value is readonly Value[] => Array.isArray(value)
