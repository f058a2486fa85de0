import type {Cell} from '../kinds/cells.js'
import {renderClients} from './clients-table.js'
import {renderDocument, summarize} from './document.js'
import {judge, type Evidence} from './judge.js'

/** What a run left, and the pages that it is held against. */
export interface Run {
  readonly evidence: Evidence
  /** Text of `docs/evidence/moto.md`. */
  readonly moto: string
  /** Text of `docs/evidence/conformance.md`, empty where there is none yet. */
  readonly page: string
  /** Whether the page is to be made again. */
  readonly renew: boolean
}

/** What there is to say of a run. */
export interface Conclusion {
  /** The table, what was not tried, and what is wrong, in this order. */
  readonly said: string
  /** The page, where it is to be written. */
  readonly page?: string
  readonly isGood: boolean
}

/** Judges a run. A page is made again only of a run in which nothing is wrong. */
export function conclude({evidence, moto, page, renew}: Run): Conclusion {
  const fresh = renderDocument({...evidence, cells: evidence.cells.map(assume)}, moto)
  const wrong = judge(evidence)
  const isRenewed = renew && wrong.length === 0
  const problems = isRenewed ? wrong : [...wrong, ...compare(page, fresh)]
  const untried = new Set(
    evidence.cells.flatMap(({stranger, outcome, why = ''}) => (outcome === 'untried' ? [`${stranger}: ${why}`] : [])),
  )
  const said = [
    renderClients(evidence.cells),
    summarize(evidence, moto),
    ...[...untried].map(
      (each) => `Not tried on this machine: ${each}. docs/evidence/conformance.md is taken at its word there.`,
    ),
    ...problems.map((problem) => `✗ ${problem}`),
    ...(problems.length === 0
      ? [`✓ ${isRenewed ? 'docs/evidence/conformance.md is written again' : 'as docs/evidence/conformance.md says'}`]
      : []),
  ]
  return {said: said.join('\n'), ...(isRenewed && {page: fresh}), isGood: problems.length === 0}
}

/** The page says what holds where everything is installed. */
const assume = (cell: Cell): Cell => (cell.outcome === 'untried' ? {...cell, outcome: 'pass'} : cell)

/** The first line that differs: to see all of them, write the page again and look at what changed. */
function compare(page: string, fresh: string): readonly string[] {
  if (page === fresh) return []
  const [before, after] = [page.split('\n'), fresh.split('\n')]
  const line = after.findIndex((text, index) => text !== before[index])
  const at = line === -1 ? after.length : line
  return [
    `docs/evidence/conformance.md is not what came of this run (line ${at + 1}), "npm run test:conformance -- -u" writes it again:`,
    `  there: ${before[at] ?? 'nothing'}`,
    `  found: ${after[at] ?? 'nothing'}`,
  ]
}
