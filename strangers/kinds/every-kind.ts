import {beforeAll, describe, expect, test} from 'vitest'
import {cellsOf, NEVER, renderCell, writeCells, type Cell, type Exclusion} from './cells.js'
import {drive, type Driven} from '../drive.js'
import {KINDS} from './kinds.js'

interface Client {
  readonly stranger: string
  /** Its driver in `python/`. */
  readonly program: string
  readonly exclusions?: readonly Exclusion[]
  /** What else holds of all that it did. */
  readonly then?: (driven: () => Driven) => void
}

/** Half a minute on a machine that does nothing else, and it often does. */
const DEADLINE_MS = 600_000

/** The tests of a client that runs all scenarios: one for each kind, which fails by the cells that fail. */
export function describeEveryKind({stranger, program, exclusions = [], then}: Client): void {
  describe(`${stranger} makes, reads, changes and deletes every kind that the sandbox serves`, () => {
    let driven: Driven | undefined
    let cells: readonly Cell[] = []
    beforeAll(async () => {
      driven = await drive(program)
      cells = cellsOf({stranger, takes: 'all', exclusions: [...NEVER, ...exclusions], ...driven})
      writeCells(stranger, cells)
    }, DEADLINE_MS)

    test.each(KINDS)('$service $kind', ({service, kind}) => {
      const own = cells.filter((cell) => cell.service === service && cell.kind === kind)
      expect(own.filter(({outcome}) => outcome === 'fail').map(renderCell)).toEqual([])
      // What is excluded has no success; what its scenario says of refusals holds all the same.
      const failures = driven?.failures.filter((each) => each.service === service && each.kind === kind)
      expect(failures).toEqual([])
    })

    then?.(() => {
      if (!driven) throw new Error(`${program} did not end`)
      return driven
    })
  })
}
