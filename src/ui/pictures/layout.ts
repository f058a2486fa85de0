import {breakLines, widthIn, type Style} from './metrics.js'

/** A line of a box: what it says, and how it is set. */
export interface Line {
  readonly text: string
  readonly style: Style
}

/** A box before anyone knows where it goes. What is in it stands below its lines. */
export interface Shape {
  readonly kind: string
  readonly lines: readonly Line[]
  /** A word at the right of the first line. */
  readonly badge?: string
  /** Rows of boxes: each row is laid out from the left, `columns` or one below the other. */
  readonly rows?: readonly Row[]
}

/** Boxes beside each other, wrapped where they are too many; or columns of boxes that arrows lead along. */
export type Row =
  | {readonly flow: readonly Shape[]}
  | {readonly layers: readonly (readonly Shape[])[]; readonly arrows: readonly Arrow[]}

/** From the box at a place in one layer to one in another. */
export interface Arrow {
  readonly from: readonly [layer: number, index: number]
  readonly to: readonly [layer: number, index: number]
}

/** A box where it goes, px. */
export interface Box {
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly lines: readonly PlacedLine[]
  readonly badge: (PlacedLine & {readonly width: number}) | undefined
  readonly boxes: readonly Box[]
  readonly arrows: readonly Path[]
}

export interface PlacedLine extends Line {
  readonly x: number
  /** Of the base line. */
  readonly y: number
}

/** Corners of an arrow, from its tail to its tip. */
export type Path = readonly (readonly [x: number, y: number])[]

/** Lengths, px. */
const PAD = 16
const GAP = 16
const ARROW = 48
const LINE = 20
/** The widest that the lines of a box are; longer ones are broken. */
const WIDEST = 280
/** The widest that a row of small boxes is. */
const ROW = 880

/** Gives every box its place: none overlaps another, all are inside of the one that holds them, and text fits. Pure. */
export function layOut(shape: Shape): Box {
  const {width} = measure(shape, layerWidths(shape))
  return place(shape, {x: 0, y: 0, width}, layerWidths(shape))
}

interface Size {
  readonly width: number
  readonly height: number
}

const hasBoxes = ({rows = []}: Shape): boolean => rows.length > 0

/** A box that holds others is as wide as these need; its lines are broken only where they are wider than any row. */
function brokenLines({lines, ...shape}: Shape): readonly Line[] {
  const widest = hasBoxes(shape as Shape) ? ROW - 4 * PAD : WIDEST
  return lines.flatMap(({text, style}) => breakLines(text, style, widest).map((part) => ({text: part, style})))
}

const badgeWidth = ({badge}: Shape): number => (badge === undefined ? 0 : widthIn(badge, 'head') + PAD)

function ownWidth(shape: Shape): number {
  const lines = brokenLines(shape).map(({text, style}) => widthIn(text, style))
  const [first = 0] = lines
  const badge = badgeWidth(shape)
  return Math.ceil(Math.max(0, ...lines, badge === 0 ? 0 : first + GAP + badge)) + 2 * PAD
}

const headHeight = (shape: Shape): number => brokenLines(shape).length * LINE

/** Columns line up through the whole picture: layer → its widest box. */
function layerWidths(shape: Shape): readonly number[] {
  const widths: number[] = []
  const visit = ({rows = []}: Shape): void => {
    for (const row of rows) {
      if ('flow' in row) row.flow.forEach(visit)
      else
        row.layers.forEach((layer, index) => {
          widths[index] = Math.max(widths[index] ?? 0, ...layer.map(ownWidth))
        })
    }
  }
  visit(shape)
  return widths
}

function measure(shape: Shape, layers: readonly number[]): Size {
  const rows = (shape.rows ?? []).map((row) => measureRow(row, layers))
  const inner = Math.max(0, ...rows.map(({width}) => width))
  const heights = rows.reduce((total, {height}) => total + height + GAP, 0)
  return {
    width: Math.max(ownWidth(shape), inner + 2 * PAD),
    height: headHeight(shape) + 2 * PAD - (LINE - 13) + (rows.length > 0 ? heights : 0),
  }
}

function measureRow(row: Row, layers: readonly number[]): Size {
  if ('flow' in row) {
    const lines = flowLines(row.flow, layers)
    return {
      width: Math.max(0, ...lines.map((line) => line.reduce((sum, {size}) => sum + size.width + GAP, -GAP))),
      height: lines.reduce((sum, line) => sum + Math.max(...line.map(({size}) => size.height)) + GAP, -GAP),
    }
  }
  return {
    width: row.layers.reduce((sum, _layer, index) => sum + (layers[index] ?? 0) + ARROW, -ARROW),
    height: Math.max(0, ...row.layers.map((layer) => stackHeight(layer, layers))),
  }
}

const stackHeight = (shapes: readonly Shape[], layers: readonly number[]): number =>
  shapes.reduce((sum, shape) => sum + measure(shape, layers).height + GAP, -GAP)

interface Sized {
  readonly shape: Shape
  readonly size: Size
}

/** Small boxes side by side, as many as fit; one that holds others has a line of its own. */
function flowLines(shapes: readonly Shape[], layers: readonly number[]): readonly (readonly Sized[])[] {
  const lines: Sized[][] = []
  let room = 0
  for (const shape of shapes) {
    const size = measure(shape, layers)
    const alone = hasBoxes(shape)
    const line = lines.at(-1)
    if (line && !alone && size.width <= room) line.push({shape, size})
    else lines.push([{shape, size}])
    room = alone ? 0 : (line && size.width <= room ? room : ROW) - size.width - GAP
  }
  return lines
}

interface Spot {
  readonly x: number
  readonly y: number
  readonly width: number
}

function place(shape: Shape, {x, y, width}: Spot, layers: readonly number[]): Box {
  const lines = brokenLines(shape).map((line, index) => ({...line, x: x + PAD, y: y + PAD + 12 + index * LINE}))
  const badge = badgeWidth(shape)
  const boxes: Box[] = []
  const arrows: Path[] = []
  let below = y + PAD + headHeight(shape) + (lines.length > 0 ? GAP - (LINE - 13) : 0)
  for (const row of shape.rows ?? []) {
    const placed = placeRow(row, {x: x + PAD, y: below, width: width - 2 * PAD}, layers)
    boxes.push(...placed.boxes)
    arrows.push(...placed.arrows)
    below += measureRow(row, layers).height + GAP
  }
  return {
    ...{kind: shape.kind, x, y, width, height: measure(shape, layers).height},
    lines,
    badge:
      shape.badge === undefined
        ? undefined
        : {text: shape.badge, style: 'dim', x: x + width - PAD - badge, y: y + PAD + 12, width: badge},
    boxes,
    arrows,
  }
}

function placeRow(row: Row, {x, y, width}: Spot, layers: readonly number[]): Pick<Box, 'boxes' | 'arrows'> {
  if ('flow' in row) {
    const boxes: Box[] = []
    let top = y
    for (const line of flowLines(row.flow, layers)) {
      let left = x
      for (const {shape, size} of line) {
        boxes.push(place(shape, {x: left, y: top, width: hasBoxes(shape) ? width : size.width}, layers))
        left += size.width + GAP
      }
      top += Math.max(...line.map(({size}) => size.height)) + GAP
    }
    return {boxes, arrows: []}
  }
  const height = measureRow(row, layers).height
  let left = x
  const columns = row.layers.map((layer, index) => {
    // Each column stands in the middle of the highest one.
    let top = y + (height - stackHeight(layer, layers)) / 2
    const boxes = layer.map((shape) => {
      const box = place(shape, {x: left, y: top, width: layers[index] ?? 0}, layers)
      top += box.height + GAP
      return box
    })
    left += (layers[index] ?? 0) + ARROW
    return boxes
  })
  const arrows = row.arrows.flatMap(({from, to}) => {
    const [tail, tip] = [columns[from[0]]?.[from[1]], columns[to[0]]?.[to[1]]]
    return tail && tip ? [pathBetween(tail, tip)] : []
  })
  return {boxes: columns.flat(), arrows}
}

/** From the right side of one box to the left side of another, with at most two corners. */
function pathBetween(tail: Box, tip: Box): Path {
  const from = [tail.x + tail.width, tail.y + tail.height / 2] as const
  const to = [tip.x, tip.y + tip.height / 2] as const
  if (Math.abs(from[1] - to[1]) < 1) return [from, [to[0], from[1]]]
  const middle = from[0] + ARROW / 2
  return [from, [middle, from[1]], [middle, to[1]], to]
}
