import type {Status} from '../lib/index.js'
import {renderColumns} from './text/columns.js'
import {renderHolder} from './text/holder.js'
import type {Ink} from './text/ink.js'
import {renderSafe} from './text/safe.js'

type Part = Status['organization']

/** Everything that the records, the journal and the lock tell, and what to do next. */
export function renderStatus(status: Status, ink: Ink): string {
  const {project, target, organization, environments, current, next} = status
  const where = target === 'sandbox' ? ink.dim(' (sandbox)') : ''
  const rows = [
    [ink.bold('organization'), idOf(organization, 'organization'), countOf(organization), ''],
    ...environments.map((environment) => [
      ink.bold(renderSafe(environment.name)),
      environment.accountId ?? ink.dim('not made yet'),
      countOf(environment),
      [
        idOf(environment, 'user-pool'),
        ...(current?.environment === environment.name && current.target === target ? [ink.green('switched on')] : []),
        ...(environment.asked ? [] : [ink.yellow('no longer in awsup.yaml')]),
      ]
        .filter((word) => word !== '')
        .join('  '),
    ]),
  ]
  return [
    `${ink.bold(renderSafe(project))}${where}`,
    ...renderColumns(rows).map((line) => `  ${line}`),
    ...renderUnderWay(status, ink),
    ...renderFailed(status, ink),
    ...renderMisplaced(status, ink),
    ...renderLock(status, ink),
    ...renderSwitch(status, ink),
    '',
    `Next: ${renderSafe(next)}`,
  ].join('\n')
}

const idOf = ({resources}: Part, kind: string): string =>
  renderSafe(resources.find((resource) => resource.kind === kind)?.id ?? '')

function countOf({resources, missing, left}: Part): string {
  const parts = [`${resources.length} on record`]
  if (missing.length > 0) parts.push(`${missing.length} not yet`)
  if (left.length > 0) parts.push(`${left.length} no longer asked for`)
  return parts.join(', ')
}

function renderUnderWay({underWay}: Status, ink: Ink): readonly string[] {
  if (underWay.length === 0) return []
  const rows = underWay.map(({address, kind, since, run, receipt}) => [
    `  ${kind} ${renderSafe(address)}`,
    `since ${renderSafe(since)}`,
    ink.dim(`run ${renderSafe(run)}`),
    ...Object.entries(receipt).map(([name, id]) => renderSafe(`${name} ${id}`)),
  ])
  return ['', ink.bold('begun, and not on record yet'), ...renderColumns(rows)]
}

function renderFailed({failed}: Status, ink: Ink): readonly string[] {
  if (failed.length === 0) return []
  return [
    '',
    ink.bold('failed last'),
    ...failed.flatMap(({address, kind, at, code, message, hint}) => [
      `  ${kind} ${renderSafe(address)}: ${renderSafe(message)} ${ink.dim(`(${renderSafe(code)}, ${renderSafe(at)})`)}`,
      ...(hint === undefined ? [] : [`    ${ink.dim('hint:')} ${renderSafe(hint)}`]),
    ]),
  ]
}

function renderMisplaced({misplaced, otherTarget}: Status, ink: Ink): readonly string[] {
  const rows = misplaced.map(({kind, address, id, problem}) => `${kind} ${address} (${id}): ${problem}`)
  const all = [...(otherTarget ? [otherTarget.problem] : []), ...rows]
  if (all.length === 0) return []
  return ['', ink.bold('would be left behind by awsup.yaml'), ...all.map((line) => `  ${renderSafe(line)}`)]
}

function renderLock({lock}: Status, ink: Ink): readonly string[] {
  return lock ? ['', renderHolder(lock, ink)] : []
}

function renderSwitch({interruptedSwitch}: Status, ink: Ink): readonly string[] {
  if (!interruptedSwitch) return []
  const files = interruptedSwitch.files.map((file) => renderSafe(file)).join(', ')
  return ['', `${ink.bold('switch interrupted')}: ${files || 'no file was written yet'}`]
}
