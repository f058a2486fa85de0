import fc from 'fast-check'
import {expect, test} from 'vitest'
import {plainText} from '../../../src/ui/pictures/escape.js'
import {layOut, type Box} from '../../../src/ui/pictures/layout.js'
import {breakLines, widthIn} from '../../../src/ui/pictures/metrics.js'
import {shapeOf} from '../../../src/ui/organization/svg.js'
import {anyName, organizations, plainName} from './names.js'

const all = (box: Box): readonly Box[] => [box, ...box.boxes.flatMap(all)]

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

test.each([
  ['plain', plainName],
  ['any', anyName],
])(
  'with %s names no box overlaps another, each is inside of the one that holds it, and below its lines',
  (_, names) => {
    fc.assert(
      fc.property(organizations(names), (picture) => {
        for (const box of all(layOut(shapeOf(picture)))) {
          const wrong = box.boxes.filter((one, index) =>
            box.boxes.slice(index + 1).some((other) => overlap(one, other)),
          )
          expect(wrong).toEqual([])
          expect(box.boxes.filter((one) => !inside(one, box))).toEqual([])
          const lowest = Math.max(box.y, ...box.lines.map(({y}) => y))
          expect(box.boxes.filter(({y}) => y < lowest)).toEqual([])
        }
      }),
      {numRuns: 60},
    )
  },
)

test('text fits into its box, beside the badge', () => {
  fc.assert(
    fc.property(organizations(anyName), (picture) => {
      for (const {x, y, width, height, lines, badge} of all(layOut(shapeOf(picture)))) {
        lines.forEach((line, index) => {
          const end = line.x + widthIn(line.text, line.style)
          expect(end).toBeLessThanOrEqual(index === 0 && badge ? badge.x : x + width)
          expect(line.y).toBeLessThan(y + height)
        })
      }
    }),
    {numRuns: 60},
  )
})

test('an arrow leads from the right side of one box to the left side of another, and back nowhere', () => {
  fc.assert(
    fc.property(organizations(plainName), (picture) => {
      for (const {boxes, arrows} of all(layOut(shapeOf(picture)))) {
        for (const path of arrows) {
          const [tail, tip] = [path[0], path.at(-1)]
          expect(boxes.some(({x, width}) => x + width === tail?.[0])).toBe(true)
          expect(boxes.some(({x}) => x === tip?.[0])).toBe(true)
          expect(path.map(([x]) => x)).toEqual(path.map(([x]) => x).toSorted((a, b) => a - b))
        }
      }
    }),
  )
})

test('breaking a text into lines leaves nothing out, and no line is wider than it may be', () => {
  fc.assert(
    fc.property(anyName.map(plainText), fc.integer({min: 40, max: 300}), (text, width) => {
      const lines = breakLines(text, 'mono', width)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      for (const line of lines) expect(widthIn(line, 'mono')).toBeLessThanOrEqual(width)
    }),
  )
})
