import type {Cell} from '../kinds/cells.js'
import {KINDS, VERBS} from '../kinds/kinds.js'
import type {TestOutcome} from './outcomes.js'

/** Whose cells the table has, a column each. */
export const STRANGERS = ['boto3', 'AWS CLI', 'Terraform'] as const

/** Everything that a run left behind. */
export interface Evidence {
  readonly cells: readonly Cell[]
  readonly tests: readonly TestOutcome[]
}

const keyOf = ({stranger, service, kind, verb}: Cell): string => [stranger, service, kind, verb].join('\n')

/**
 * What speaks against a run, in words, none where all is well: a cell that fails, one that nobody reported or somebody
 * reported twice, one that the table has no place for, and a test that fails.
 */
export function judge({cells, tests}: Evidence): readonly string[] {
  const expected = new Map(expectedCells().map((cell) => [keyOf(cell), cell]))
  const reported = new Map<string, Cell>()
  const problems: string[] = []
  for (const cell of cells) {
    const key = keyOf(cell)
    const name = `${cell.stranger}: ${nameOf(cell)}`
    if (!expected.has(key)) problems.push(`${name}: the table has no place for it`)
    else if (reported.has(key)) problems.push(`${name}: reported twice`)
    else if (cell.outcome === 'fail') problems.push(`${name}: ${cell.why ?? 'fails'}`)
    else if (cell.outcome !== 'pass' && !cell.why) problems.push(`${name}: ${cell.outcome} without a reason`)
    reported.set(key, cell)
  }
  for (const stranger of STRANGERS) {
    const missing = [...expected].filter(([key, cell]) => cell.stranger === stranger && !reported.has(key))
    const all = cells.every((cell) => cell.stranger !== stranger)
    if (all) problems.push(`${stranger}: nobody reported any cell`)
    else for (const [, cell] of missing) problems.push(`${stranger}: nobody reported ${nameOf(cell)}`)
  }
  for (const {file, suite, title, outcome, why} of tests)
    if (outcome === 'fail') problems.push(`${file}: ${[suite, title].filter(Boolean).join(' › ')}: ${why ?? 'fails'}`)
  return problems
}

const nameOf = ({service, kind, verb}: Cell): string => `${service} ${kind} ${verb}`

const expectedCells = (): readonly Cell[] =>
  STRANGERS.flatMap((stranger) =>
    KINDS.flatMap((kind) =>
      VERBS.filter((verb) => kind[verb]).map((verb): Cell => ({
        stranger,
        service: kind.service,
        kind: kind.kind,
        verb,
        outcome: 'untried',
      })),
    ),
  )
