import type {Initialized} from '../lib/index.js'
import {renderColumns} from './text/columns.js'
import type {Ink} from './text/ink.js'
import {renderSafe} from './text/safe.js'

/** The ids that matter, an environment a column, and what to do next. */
export function renderInitialized({organizationId, environments, target}: Initialized, ink: Ink): string {
  const names = Object.keys(environments)
  const row = (label: string, field: keyof Initialized['environments'][string]): readonly string[] => [
    ink.dim(label),
    ...names.map((name) => renderSafe(environments[name]?.[field] ?? '')),
  ]
  const first = names[0] ?? 'dev'
  return [
    `${ink.bold('organization')} ${organizationId}${target === 'sandbox' ? ink.dim(' (sandbox)') : ''}`,
    ...renderColumns([
      ['', ...names.map((name) => ink.bold(renderSafe(name)))],
      row('account', 'accountId'),
      row('region', 'region'),
      row('user pool', 'userPoolId'),
      row('app client', 'userPoolClientId'),
      row('identity pool', 'identityPoolId'),
    ]),
    '',
    `Next: awsup env switch ${renderSafe(first)}`,
  ].join('\n')
}
