import type {Status} from '../../lib/index.js'
import {fitting, renderColumns, renderStacked, renderTable} from '../text/columns.js'
import {renderHolder} from '../text/holder.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

type Part = Status['organization']

/** Everything that the records, the journal and the lock tell, and what to do next. */
export function renderStatus(status: Status, ink: Ink): string {
  const {project, target, organization, environments, current, next} = status
  const where = target === 'sandbox' ? ink.dim(' (sandbox)') : ''
  const rows: readonly Row[] = [
    {name: 'organization', id: idOf(organization, 'organization'), records: countOf(organization), pool: '', notes: []},
    ...environments.map((environment) => ({
      name: environment.name,
      id: environment.accountId ?? ink.dim('not made yet'),
      records: countOf(environment),
      pool: idOf(environment, 'user-pool'),
      notes: [
        ...(current?.environment === environment.name && current.target === target ? [ink.green('switched on')] : []),
        ...(environment.asked ? [] : [ink.yellow('no longer in awsup.yaml')]),
      ],
    })),
  ]
  return [
    `${ink.bold(renderSafe(project))}${where}`,
    ...renderRows(rows, ink),
    ...renderUnderWay(status, ink),
    ...renderFailed(status, ink),
    ...renderMisplaced(status, ink),
    ...renderLock(status, ink),
    ...renderSwitch(status, ink),
    '',
    `Next: ${renderSafe(next)}`,
  ].join('\n')
}

interface Row {
  readonly name: string
  readonly id: string
  readonly records: string
  readonly pool: string
  readonly notes: readonly string[]
}

const renderRows = (rows: readonly Row[], ink: Ink): readonly string[] => {
  const joined = (words: readonly string[]): string => words.filter((word) => word !== '').join('  ')
  const titled = rows.map((row) => ({...row, title: ink.bold(renderSafe(row.name))}))
  const wide = renderColumns(
    titled.map(({title, id, records, pool, notes}) => [title, id, records, joined([pool, ...notes])]),
  )
  return fitting(
    ink,
    wide.map((line) => `  ${line}`),
    () =>
      titled.flatMap(({title, id, records, pool, notes}) =>
        renderStacked(`  ${joined([title, ...notes])}`, [
          ['id', id],
          ['records', records],
          ['user pool', pool],
        ]),
      ),
  )
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
  const names = [undefined, 'begun', 'by', ...rows.flatMap((row) => row.slice(3).map(() => 'receipt'))]
  return ['', ink.bold('begun, and not on record yet'), ...renderTable(rows, names, {ink})]
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
