import type {Cell} from '../kinds/cells.js'
import {KINDS, VERBS, type Kind} from '../kinds/kinds.js'
import {STRANGERS} from './judge.js'
import {renderTable} from './markdown.js'

/**
 * What other people's clients made of every kind: a table for each service, with the reasons of what is excluded below
 * it. `✓` is before the verbs that pass, `✗` before those that fail, `?` before those that nobody tried.
 */
export function renderClients(cells: readonly Cell[]): string {
  const services = [...new Set(KINDS.map(({service}) => service))]
  return services.map((service) => renderService(service, cells)).join('\n')
}

function renderService(service: string, all: readonly Cell[]): string {
  const cells = all.filter((cell) => cell.service === service)
  const reasons = [...new Set(cells.flatMap(({outcome, why = ''}) => (outcome === 'excluded' ? [why] : [])))]
  const rows = KINDS.filter((kind) => kind.service === service).map((kind) => [
    kind.kind,
    ...STRANGERS.map((stranger) =>
      renderKind(
        kind,
        cells.filter((cell) => cell.kind === kind.kind && cell.stranger === stranger),
        reasons,
      ),
    ),
  ])
  const notes = reasons.map((why, index) => `${index + 1}. ${why}\n`).join('')
  return `### ${service}\n\n${renderTable(['kind', ...STRANGERS], rows)}\n${notes && `\nExcluded:\n\n${notes}`}`
}

function renderKind(kind: Kind, cells: readonly Cell[], reasons: readonly string[]): string {
  const verbs = VERBS.filter((verb) => kind[verb])
  const marked = (mark: string, outcome: Cell['outcome']): string[] => {
    const found = verbs.filter((verb) => cells.some((cell) => cell.verb === verb && cell.outcome === outcome))
    return found.length > 0 ? [`${mark} ${found.join(' ')}`] : []
  }
  const excluded = reasons.flatMap((why, index) => {
    const found = verbs.filter((verb) =>
      cells.some((cell) => cell.verb === verb && cell.outcome === 'excluded' && cell.why === why),
    )
    return found.length > 0 ? [`${found.join(' ')} (${index + 1})`] : []
  })
  return [...marked('✓', 'pass'), ...marked('✗', 'fail'), ...marked('?', 'untried'), ...excluded].join(' · ')
}
