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
  const frame = openFrame(shape)
  return place(shape, {x: 0, y: 0, width: frame.sizeOf(shape).width}, frame)
}

interface Size {
  readonly width: number
  readonly height: number
}

/** What is known of the whole picture. Each box is measured once. */
interface Frame {
  /** Columns line up through the whole picture: layer → its widest box. */
  readonly layers: readonly number[]
  readonly linesOf: (shape: Shape) => readonly Line[]
  readonly sizeOf: (shape: Shape) => Size
}

function openFrame(root: Shape): Frame {
  const linesOf = once(brokenLines)
  const frame: Frame = {
    layers: layerWidths(root, linesOf),
    linesOf,
    sizeOf: once((shape: Shape) => measure(shape, frame)),
  }
  return frame
}

function once<T>(of: (shape: Shape) => T): (shape: Shape) => T {
  const known = new Map<Shape, T>()
  return (shape) => {
    const found = known.get(shape) ?? of(shape)
    known.set(shape, found)
    return found
  }
}

const hasBoxes = ({rows = []}: Shape): boolean => rows.length > 0

/** A box that holds others is as wide as these need; its lines are broken only where they are wider than any row. */
const brokenLines = (shape: Shape): readonly Line[] =>
  shape.lines.flatMap(({text, style}) =>
    breakLines(text, style, hasBoxes(shape) ? ROW - 4 * PAD : WIDEST).map((part) => ({text: part, style})),
  )

const badgeWidth = ({badge}: Shape): number => (badge === undefined ? 0 : widthIn(badge, 'head') + PAD)

function ownWidth(shape: Shape, linesOf: Frame['linesOf']): number {
  const lines = linesOf(shape).map(({text, style}) => widthIn(text, style))
  const [first = 0] = lines
  const badge = badgeWidth(shape)
  return Math.ceil(Math.max(0, ...lines, badge === 0 ? 0 : first + GAP + badge)) + 2 * PAD
}

function layerWidths(root: Shape, linesOf: Frame['linesOf']): readonly number[] {
  const widths: number[] = []
  const visit = ({rows = []}: Shape): void => {
    for (const row of rows) {
      if ('flow' in row) row.flow.forEach(visit)
      else
        row.layers.forEach((layer, index) => {
          widths[index] = Math.max(widths[index] ?? 0, ...layer.map((shape) => ownWidth(shape, linesOf)))
        })
    }
  }
  visit(root)
  return widths
}

/** Below the last base line a line has less than its height. */
const DESCENT = LINE - 13

function measure(shape: Shape, frame: Frame): Size {
  const rows = (shape.rows ?? []).map((row) => measureRow(row, frame))
  return {
    width: Math.max(ownWidth(shape, frame.linesOf), 2 * PAD + Math.max(0, ...rows.map(({width}) => width))),
    height: frame.linesOf(shape).length * LINE + 2 * PAD - DESCENT + sum(rows.map(({height}) => height + GAP)),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** Of sizes side by side, or below each other, with gaps between them. */
const spaced = (lengths: readonly number[], gap = GAP): number => sum(lengths) + gap * Math.max(0, lengths.length - 1)

function measureRow(row: Row, frame: Frame): Size {
  if ('flow' in row) {
    const lines = flowLines(row.flow, frame).map((line) => line.map(frame.sizeOf))
    return {
      width: Math.max(0, ...lines.map((line) => spaced(line.map(({width}) => width)))),
      height: spaced(lines.map((line) => Math.max(...line.map(({height}) => height)))),
    }
  }
  return {
    width: spaced(
      row.layers.map((_layer, index) => frame.layers[index] ?? 0),
      ARROW,
    ),
    height: Math.max(0, ...row.layers.map((layer) => stackHeight(layer, frame))),
  }
}

const stackHeight = (shapes: readonly Shape[], {sizeOf}: Frame): number =>
  spaced(shapes.map((shape) => sizeOf(shape).height))

/** Small boxes side by side, as many as fit; one that holds others has a line of its own. */
function flowLines(shapes: readonly Shape[], {sizeOf}: Frame): readonly (readonly Shape[])[] {
  const lines: Shape[][] = []
  let room = 0
  for (const shape of shapes) {
    const {width} = sizeOf(shape)
    const line = lines.at(-1)
    if (line && !hasBoxes(shape) && width <= room) line.push(shape)
    else {
      lines.push([shape])
      room = hasBoxes(shape) ? 0 : ROW
    }
    room -= width + GAP
  }
  return lines
}

interface Spot {
  readonly x: number
  readonly y: number
  readonly width: number
}

function place(shape: Shape, {x, y, width}: Spot, frame: Frame): Box {
  const {kind, badge: word, rows = []} = shape
  const lines = frame.linesOf(shape).map((line, index) => ({...line, x: x + PAD, y: y + PAD + 12 + index * LINE}))
  const badge = badgeWidth(shape)
  const boxes: Box[] = []
  const arrows: Path[] = []
  let below = y + PAD + lines.length * LINE + GAP - DESCENT
  for (const row of rows) {
    const placed = placeRow(row, {x: x + PAD, y: below, width: width - 2 * PAD}, frame)
    boxes.push(...placed.boxes)
    arrows.push(...placed.arrows)
    below += measureRow(row, frame).height + GAP
  }
  return {
    ...{kind, x, y, width, height: frame.sizeOf(shape).height, lines, boxes, arrows},
    badge:
      word === undefined
        ? undefined
        : {text: word, style: 'dim', x: x + width - PAD - badge, y: y + PAD + 12, width: badge},
  }
}

type Placed = Pick<Box, 'boxes' | 'arrows'>

const placeRow = (row: Row, spot: Spot, frame: Frame): Placed =>
  'flow' in row ? {boxes: placeFlow(row.flow, spot, frame), arrows: []} : placeLayers(row, spot, frame)

function placeFlow(shapes: readonly Shape[], {x, y, width}: Spot, frame: Frame): readonly Box[] {
  let top = y
  return flowLines(shapes, frame).flatMap((line) => {
    let left = x
    const boxes = line.map((shape) => {
      const own = frame.sizeOf(shape).width
      const box = place(shape, {x: left, y: top, width: hasBoxes(shape) ? width : own}, frame)
      left += own + GAP
      return box
    })
    top += Math.max(...boxes.map(({height}) => height)) + GAP
    return boxes
  })
}

/** Each column stands in the middle of the highest one. */
function placeLayers(row: Extract<Row, {layers: unknown}>, {x, y}: Spot, frame: Frame): Placed {
  const {height} = measureRow(row, frame)
  let left = x
  const columns = row.layers.map((layer, index) => {
    const width = frame.layers[index] ?? 0
    let top = y + (height - stackHeight(layer, frame)) / 2
    const boxes = layer.map((shape) => {
      const box = place(shape, {x: left, y: top, width}, frame)
      top += box.height + GAP
      return box
    })
    left += width + ARROW
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
