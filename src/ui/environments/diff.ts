import type {Difference, EnvironmentDiff} from '../../lib/index.js'
import {renderTable} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'
import {renderValue} from '../text/value.js'

/** Two environments side by side (below each other where that is too wide): only what differs. */
export function renderEnvironmentDiff({left, right, settings, ids}: EnvironmentDiff, ink: Ink): string {
  if (settings.length + ids.length === 0) return `${renderSafe(left)} and ${renderSafe(right)} do not differ.`
  const side = (difference: Difference, name: 'left' | 'right'): string =>
    name in difference ? renderValue(difference[name]) : ink.dim('–')
  const rows = (title: string, differences: readonly Difference[]) =>
    differences.length === 0
      ? []
      : [
          [ink.bold(title), '', ''],
          ...differences.map((one) => [`  ${renderSafe(one.field)}`, side(one, 'left'), side(one, 'right')]),
        ]
  const names = [left, right].map((name) => renderSafe(name))
  const titles = ['', ...names.map((name) => ink.bold(name))]
  return renderTable([...rows('settings', settings), ...rows('ids', ids)], [undefined, ...names], {ink, titles}).join(
    '\n',
  )
}
