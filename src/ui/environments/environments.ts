import type {Ink} from '../text/ink.js'
import {renderColumns, renderTable} from '../text/columns.js'
import {renderSafe} from '../text/safe.js'

/** An environment as lists show it; ids are absent until they were made. */
export interface EnvironmentView {
  readonly name: string
  readonly region: string
  readonly current: boolean
  readonly protected: boolean
  /** Twelve digits. */
  readonly accountId?: string | undefined
}

/** One line each, the current one marked. */
export function renderEnvironments(environments: readonly EnvironmentView[], ink: Ink): string {
  if (environments.length === 0) return 'No environments yet: awsup env add <name> makes one.'
  const rows = environments.map(({name, region, current, accountId, ...rest}) => [
    current ? ink.green('*') : ' ',
    current ? ink.bold(renderSafe(name)) : renderSafe(name),
    accountId ?? ink.dim('not made yet'),
    renderSafe(region),
    rest.protected ? ink.yellow('protected') : '',
  ])
  return renderTable(rows, [undefined, undefined, 'account', 'region', undefined], {ink}).join('\n')
}

/** Everything that is known about one environment: names and ids, in the order given. Absent ones are not made yet. */
export function renderEnvironment(
  environment: EnvironmentView & {readonly ids: readonly (readonly [name: string, id: string | undefined])[]},
  ink: Ink,
): string {
  const {name, region, current, accountId, ids} = environment
  const notes = [current ? 'current' : '', environment.protected ? 'protected' : ''].filter((note) => note !== '')
  const rows: (readonly [string, string | undefined])[] = [['account', accountId], ['region', region], ...ids]
  return [
    ink.bold(renderSafe(name)) + (notes.length > 0 ? ink.dim(` (${notes.join(', ')})`) : ''),
    ...renderColumns(
      rows.map(([label, id]) => [
        `  ${ink.dim(renderSafe(label))}`,
        id === undefined ? ink.dim('not made yet') : renderSafe(id),
      ]),
    ),
  ].join('\n')
}
