import {notAccepted, sayOpening, type AccessTest, type ShownAccess} from '../../lib/index.js'
import {renderColumns, renderTable} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** The policies of an environment's roles, each with what it takes of IAM's size limit. */
export function renderAccess({environment, roles}: ShownAccess, ink: Ink): string {
  const parts = roles.map(({role, name, policies, notes = []}) => {
    const title = `${ink.bold(renderSafe(role))} in ${renderSafe(environment)} ${ink.dim(`(role ${renderSafe(name)})`)}`
    if (policies.length === 0) return `${title}\nreaches nothing: there are no access rules for it`
    const documents = policies.map(({name: policy, kind, characters, limit, document}) => {
      const size = ink.dim(`${kind} policy ${renderSafe(policy)}, ${characters} of ${limit} characters`)
      const lines = JSON.stringify(document, undefined, 2).split('\n')
      return [size, ...lines.map((line) => renderSafe(line))].join('\n')
    })
    return [title, ...documents, ...notes.map(({message}) => ink.yellow(`note: ${renderSafe(message)}`))].join('\n')
  })
  return parts.join('\n\n')
}

const TRIED_ON = {
  compiled: 'policies as apply would give them',
  deployed: 'policies as they are on AWS',
  simulated: 'policies as apply would give them, asked of AWS’s own policy simulator',
  live: 'requests sent by users who were made for it',
} as const

/** What was tried, and every request whose answer is not what the rules mean. */
export function renderAccessTest(
  {environment, policies, roles, exposed, missing, openings = [], nothing, findings = [], notes = []}: AccessTest,
  ink: Ink,
): string {
  const rows = roles.map(({role, requests}) => {
    const wrong = [...exposed, ...missing].filter((cell) => cell.role === role).length
    return [
      `  ${renderSafe(role)}`,
      requests === 0 ? 'no request tried' : `${requests} requests tried,`,
      requests === 0
        ? ''
        : wrong === 0
          ? ink.green('each answered as awsup.yaml says')
          : ink.red(`${wrong} answered otherwise than awsup.yaml says`),
    ]
  })
  return [
    `${ink.bold(renderSafe(environment))}, ${TRIED_ON[policies]}`,
    ...(rows.length > 0 ? renderColumns(rows) : ['  nothing was tried: awsup.yaml has no rules under access']),
    ...findings.map(
      ({role, policy, type, text}) =>
        `  ${ink.yellow(type)} ${renderSafe(role)}, policy ${renderSafe(policy)}: ${renderSafe(text)}`,
    ),
    ...notAccepted(openings).map((opening) => ink.red(`  opens more: ${renderSafe(sayOpening(opening))}`)),
    ...openings.flatMap(({subject, problem, accepted}) =>
      accepted === undefined
        ? []
        : [ink.yellow(`  accepted: ${renderSafe(`${subject} ${problem}`)} (${renderSafe(accepted)})`)],
    ),
    ...(nothing === undefined || roles.length === 0 ? [] : [ink.red(`  nothing was tested: ${nothing}`)]),
    ...notes.map((note) => ink.yellow(`  note: ${renderSafe(note)}`)),
    ...renderCells('can be reached and should not be', exposed, ink),
    ...renderCells('cannot be reached and should be', missing, ink),
  ].join('\n')
}

type Cells = AccessTest['exposed']

function renderCells(title: string, cells: Cells, ink: Ink): readonly string[] {
  if (cells.length === 0) return []
  const rows = cells.map(({role, action, target, by, reason}) => [
    `  ${renderSafe(role)}`,
    renderSafe(action),
    renderSafe(target),
    ink.dim(
      by ? `${renderSafe(by.policy)}: ${renderSafe(by.statement)}` : renderSafe(reason ?? 'no statement allows it'),
    ),
  ])
  return ['', ink.bold(title), ...renderTable(rows, [undefined, 'action', 'target', 'why'], {ink})]
}
