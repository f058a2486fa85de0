import {plainText} from './escape.js'

/** What Mermaid draws at most, and GitHub lets nobody raise (`maxTextSize`, `maxEdges` of its configuration). */
const MOST_CHARACTERS = 50_000
const MOST_EDGES = 500
/** Kept free for the note about what was left out, and for indentation. */
const SPARE = 1000

/** A node, or with `items` a box around others. */
export interface Part {
  /** Its name among all parts; never shown. */
  readonly key: string
  readonly lines: readonly string[]
  readonly items?: readonly Part[]
  /** From this part, or from another that is named. */
  readonly edges?: readonly {readonly from?: string; readonly to: string; readonly label?: string}[]
}

/** A part, and the boxes that are around it, from the outside. */
export interface Framed {
  readonly frames: readonly Part[]
  readonly part: Part
}

/**
 * A flowchart of parts, in their order: each is drawn with all that is in it, or left out whole where the text or the arrows
 * would be more than Mermaid takes; a node then says how many. `frame` is around them all. Pure.
 */
export function renderMermaid(frame: Part, parts: readonly Framed[]): string {
  const idOf = openIds()
  const root: Open = {part: frame, opens: new Map(), blocks: []}
  const links: string[] = []
  const opened = new Set<string>()
  let characters = labelOf(frame).length + SPARE
  let left = 0
  for (const {frames, part} of parts) {
    const block = renderPart(part, {idOf, depth: frames.length + 2})
    const own = edgesOf(part).map((edge) => renderEdge(edge, idOf))
    const around = frames.filter(({key}) => !opened.has(key)).map((one) => labelOf(one).length + 80)
    const cost = [block, ...own].reduce((sum, text) => sum + text.length + 1, 0) + around.reduce((a, b) => a + b, 0)
    if (links.length + own.length > MOST_EDGES || characters + cost > MOST_CHARACTERS) left++
    else {
      characters += cost
      links.push(...own)
      for (const {key} of frames) opened.add(key)
      frames.reduce(openIn, root).blocks.push(block)
    }
  }
  const limits = `Mermaid draws at most ${MOST_EDGES} arrows and ${MOST_CHARACTERS.toLocaleString('en-US')} characters`
  const note = left === 0 ? [] : [`  left["${escapeLabel(`${left} more accounts left out: ${limits}`)}"]`]
  return ['flowchart LR', renderOpen(root, {idOf, depth: 1}), ...note, ...links].join('\n')
}

type IdOf = (key: string) => string

/** Ids that are made up: letters and digits, whatever the names are. */
function openIds(): IdOf {
  const ids = new Map<string, string>()
  return (key) => {
    const id = ids.get(key) ?? `n${ids.size + 1}`
    ids.set(key, id)
    return id
  }
}

interface Open {
  readonly part: Part
  readonly opens: Map<string, Open>
  readonly blocks: string[]
}

function openIn(open: Open, part: Part): Open {
  const found: Open = open.opens.get(part.key) ?? {part, opens: new Map(), blocks: []}
  open.opens.set(part.key, found)
  return found
}

interface At {
  readonly idOf: IdOf
  readonly depth: number
}

const deeper = ({idOf, depth}: At): At => ({idOf, depth: depth + 1})

const renderOpen = ({part, opens, blocks}: Open, at: At): string =>
  renderFrame(part, [...blocks, ...[...opens.values()].map((inner) => renderOpen(inner, deeper(at)))], at)

const renderPart = (part: Part, at: At): string =>
  part.items === undefined
    ? `${'  '.repeat(at.depth)}${at.idOf(part.key)}["${labelOf(part)}"]`
    : renderFrame(
        part,
        part.items.map((item) => renderPart(item, deeper(at))),
        at,
      )

const renderFrame = (part: Part, inner: readonly string[], {idOf, depth}: At): string => {
  const indent = '  '.repeat(depth)
  return [`${indent}subgraph ${idOf(part.key)} ["${labelOf(part)}"]`, ...inner, `${indent}end`].join('\n')
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly label?: string
}

const edgesOf = ({key, edges = [], items = []}: Part): readonly Edge[] => [
  ...edges.map((edge) => ({from: key, ...edge})),
  ...items.flatMap(edgesOf),
]

const renderEdge = ({from, to, label}: Edge, idOf: IdOf): string =>
  `  ${idOf(from)} -->${label === undefined ? '' : `|"${escapeLabel(label)}"|`} ${idOf(to)}`

const labelOf = ({lines}: Part): string => lines.map(escapeLabel).join('<br/>')

/**
 * A text of unknown origin inside the quotes of a label. Everything but letters, digits and a few marks is written by its
 * number: quotes, brackets, markup, Markdown, comments (`%%`) and the entities themselves. Pure.
 */
export const escapeLabel = (text: string): string =>
  plainText(text).replaceAll(/[^\p{L}\p{N} ,.:@/()_-]/gu, (mark) => `#${mark.codePointAt(0) ?? 0};`)
