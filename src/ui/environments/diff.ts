import type {Difference, EnvironmentDiff} from '../../lib/index.js'
import {renderColumns} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'
import {renderValue} from '../text/value.js'

/** Two environments side by side: only what differs. */
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
  return renderColumns([
    ['', ink.bold(renderSafe(left)), ink.bold(renderSafe(right))],
    ...rows('settings', settings),
    ...rows('ids', ids),
  ]).join('\n')
}
