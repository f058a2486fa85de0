import type {Initialized} from '../lib/index.js'
import {fitting, renderColumns, renderStacked} from './text/columns.js'
import type {Ink} from './text/ink.js'
import {renderSafe} from './text/safe.js'

type Field = keyof Initialized['environments'][string]

const FIELDS: readonly (readonly [label: string, field: Field])[] = [
  ['account', 'accountId'],
  ['region', 'region'],
  ['user pool', 'userPoolId'],
  ['app client', 'userPoolClientId'],
  ['identity pool', 'identityPoolId'],
]

/** The ids that matter, an environment a column (below each other where that is too wide), and what to do next. */
export function renderInitialized({organizationId, environments, target}: Initialized, ink: Ink): string {
  const names = Object.keys(environments)
  const value = (name: string, field: Field): string => renderSafe(environments[name]?.[field] ?? '')
  const table = renderColumns([
    ['', ...names.map((name) => ink.bold(renderSafe(name)))],
    ...FIELDS.map(([label, field]) => [ink.dim(label), ...names.map((name) => value(name, field))]),
  ])
  const stacked = () =>
    names.flatMap((name) =>
      renderStacked(
        ink.bold(renderSafe(name)),
        FIELDS.map(([label, field]) => [label, value(name, field)]),
      ),
    )
  return [
    `${ink.bold('organization')} ${organizationId}${target === 'sandbox' ? ink.dim(' (sandbox)') : ''}`,
    ...fitting(ink, table, stacked),
    '',
    `Next: awsup env switch ${renderSafe(names[0] ?? 'dev')}`,
  ].join('\n')
}
