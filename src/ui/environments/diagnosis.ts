import type {Diagnosis} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What was found, each with what to do, and the sum. */
export function renderDiagnosis({environment, target, askedAws, findings}: Diagnosis, ink: Ink): string {
  const name = ink.bold(renderSafe(environment))
  const where = target === 'sandbox' ? 'the sandbox' : 'AWS'
  const looked = askedAws ? `files, records and ${where} agree` : `files and records agree (${where} was not asked)`
  if (findings.length === 0) return `No problems found in ${name}: ${looked}.`
  return [
    ...findings.map(({subject, problem, fix}) =>
      [
        `${ink.yellow('!')} ${renderSafe(subject)} ${renderSafe(problem)}`,
        `    ${ink.dim('fix:')} ${renderSafe(fix)}`,
      ].join('\n'),
    ),
    `${findings.length} ${findings.length === 1 ? 'problem' : 'problems'} found in ${name}.`,
  ].join('\n')
}
