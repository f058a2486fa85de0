import type {RecordsMoved} from '../../lib/index.js'
import {renderSafe} from '../text/safe.js'

/** What was brought where, a line a file; one line when both sides had the same. */
export function renderMoved({from, to, files}: RecordsMoved): string {
  const changed = files.filter((file) => file.changed)
  if (changed.length === 0) return `Nothing to do: ${renderSafe(to)} has the records of ${renderSafe(from)}.`
  return [`${renderSafe(from)} → ${renderSafe(to)}`, ...changed.map(({name}) => `  ${renderSafe(name)}`)].join('\n')
}
