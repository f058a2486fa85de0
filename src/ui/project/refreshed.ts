import type {Refreshed} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What a refresh found, line by line, and the sum. */
export function renderRefreshed(refreshed: Refreshed, ink: Ink): string {
  const {added, changed, removed, unchanged, missing, settled, open} = refreshed
  const named = (word: string, list: Refreshed['added']): readonly string[] =>
    list.map(({address, kind, id}) => `${word} ${kind} ${renderSafe(address)} ${ink.dim(renderSafe(id))}`)
  const only = (addresses: readonly string[]): readonly string[] => addresses.map((address) => renderSafe(address))
  return [
    ...named(ink.green('recorded'), added),
    ...named(ink.yellow('changed'), changed),
    ...named(ink.red('gone from AWS, taken off record:'), removed),
    ...(settled.length > 0 ? [`settled: ${only(settled).join(', ')}`] : []),
    ...(open.length > 0 ? [`still under way: ${only(open).join(', ')} (awsup apply continues)`] : []),
    ...(missing.length > 0 ? [`not there: ${only(missing).join(', ')} (awsup apply makes it)`] : []),
    ink.bold(
      `Refreshed: ${added.length} recorded, ${changed.length} changed, ${removed.length} taken off, ${unchanged} unchanged.`,
    ),
  ].join('\n')
}
